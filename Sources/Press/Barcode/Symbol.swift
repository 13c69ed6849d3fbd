import CZint

/// An encoded barcode: which of its modules are dark, as libzint has it. Where they stand on paper is not its matter.
struct Symbol {
    let rows: Int
    let columns: Int
    private let dark: [Bool]

    /// The kinds that the papers use.
    enum Kind {
        /// Royal Mail's customer code. Of its three rows the first holds the upper halves of the bars, the second their
        /// middles, the third the lower halves; a bar stands in every second column.
        case rm4scc
        /// Mailmark's bars, in rows and columns like those of RM4SCC.
        case mailmark
        /// A QR code of version 1, 21 × 21 modules, of which a quarter may be spoilt.
        case qr
    }

    /// Nil if this kind can't hold the text.
    init?(_ text: String, as kind: Kind) {
        guard let symbol = ZBarcode_Create() else { return nil }
        defer { ZBarcode_Delete(symbol) }
        switch kind {
        case .rm4scc: symbol.pointee.symbology = BARCODE_RM4SCC
        case .mailmark: symbol.pointee.symbology = BARCODE_MAILMARK
        case .qr:
            symbol.pointee.symbology = BARCODE_QRCODE
            // Error correction Q, version 1.
            (symbol.pointee.option_1, symbol.pointee.option_2) = (3, 1)
        }
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, ZBarcode_Encode(symbol, bytes, Int32(bytes.count)) == 0 else { return nil }
        rows = Int(symbol.pointee.rows)
        columns = Int(symbol.pointee.width)
        var dark: [Bool] = []
        dark.reserveCapacity(rows * columns)
        for row in 0..<symbol.pointee.rows {
            for column in 0..<symbol.pointee.width {
                dark.append(handbill_zint_is_dark(symbol, row, column) != 0)
            }
        }
        self.dark = dark
    }

    /// Whether the module is dark; both are counted from 0.
    func isDark(row: Int, column: Int) -> Bool {
        dark[row * columns + column]
    }
}
