import Orders

/// A QR code of a reference, `HB-7K3M9Q2T`: what a scanner at the table types.
struct QRCode {
    private let symbol: Symbol

    /// Modules on a side: eleven characters of its alphabet are always a code of version 1.
    static let modules = 21
    /// What stays free on every side, in modules.
    static let quiet = 4
    /// A module of five dots of a printer of 300 dots an inch, in millimetres: no module is printed wider than another.
    static let module = 5 * 25.4 / 300
    /// Of four dots, where there is less room; less than 0.33 mm is read badly.
    static let smallModule = 4 * 25.4 / 300

    /// Nil only if the text is no reference.
    init?(_ text: String) {
        guard let symbol = Symbol(text, as: .qr), symbol.rows == Self.modules, symbol.columns == Self.modules else {
            return nil
        }
        self.symbol = symbol
    }

    init?(_ reference: Reference) {
        self.init(reference.description)
    }

    /// The dark modules as rectangles, one for each run in a row.
    ///
    /// - Parameters:
    ///   - corner: of the code itself, within the free space.
    ///   - module: a module's side, in millimetres.
    func bars(at corner: Point, module: Double) -> [Page.Bar] {
        var bars: [Page.Bar] = []
        for row in 0..<symbol.rows {
            var column = 0
            while column < symbol.columns {
                let start = column
                while column < symbol.columns, symbol.isDark(row: row, column: column) { column += 1 }
                if column > start {
                    bars.append(
                        Page.Bar(
                            corner: Point(
                                x: corner.x + Double(start) * module, y: corner.y + Double(row) * module),
                            width: Double(column - start) * module, height: module))
                }
                column += 1
            }
        }
        return bars
    }
}
