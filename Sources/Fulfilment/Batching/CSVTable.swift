/// A table for spreadsheets: CSV by RFC 4180, with CRLF.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
struct CSVTable {
    private var text = ""

    init(_ columns: [String]) {
        add(columns)
    }

    mutating func add(_ cells: [String]) {
        text += cells.map { Self.quoted(Self.defused($0)) }.joined(separator: ",") + "\r\n"
    }

    /// In UTF-8.
    var bytes: [UInt8] { Array(text.utf8) }

    /// With an apostrophe before what a spreadsheet would reckon with.
    static func defused(_ cell: String) -> String {
        guard let first = cell.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return cell }
        return "'" + cell
    }

    /// In quotes, where it holds what would end a cell.
    private static func quoted(_ cell: String) -> String {
        guard cell.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
