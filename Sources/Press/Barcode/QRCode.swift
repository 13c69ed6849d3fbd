import Orders

/// A QR code of a reference, `HB-7K3M9Q2T`: what a scanner at the table types.
struct QRCode {
    private let symbol: Symbol

    /// Modules on a side: eleven characters of its alphabet are always a code of version 1.
    static let modules = 21
    /// What stays free on every side, in modules.
    static let quiet = 4
    /// A module's side, in dots of 1/300 inch: a whole number of them, so that no module is printed wider than another.
    static let dots = 5
    /// The same where there is less room; less than 0.33 mm is read badly.
    static let fewDots = 4

    /// A module's side, in millimetres.
    static func module(_ dots: Int) -> Double { Double(dots) * Page.Code.dot }
    /// The whole code's side without what stays free around it, in millimetres.
    static func side(_ dots: Int) -> Double { Double(modules) * module(dots) }

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

    /// - Parameters:
    ///   - corner: of the code itself, within the free space.
    ///   - dots: a module's side.
    func placed(at corner: Point, dots: Int) -> Page.Code {
        var runs: [Page.Code.Run] = []
        for row in 0..<symbol.rows {
            var column = 0
            while column < symbol.columns {
                let start = column
                while column < symbol.columns, symbol.isDark(row: row, column: column) { column += 1 }
                if column > start { runs.append(.init(row: row, column: start, count: column - start)) }
                column += 1
            }
        }
        return Page.Code(corner: corner, dots: dots, runs: runs)
    }
}
