public import Orders

/// Where the fields of a CSV file stand: the letter of each one's column and its heading as the person wrote it.
public struct SubmissionColumns: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        /// As spreadsheets count: A to Z, AA, AB.
        public var letter: String
        public var heading: String

        init(index: Int, heading: String) {
            letter = Self.letter(index)
            self.heading = heading
        }

        /// The letter of a column, counted from 0.
        static func letter(_ index: Int) -> String {
            let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
            return index < 26 ? last : letter(index / 26 - 1) + last
        }
    }

    /// No columns: the file is JSON.
    public static let none = Self(byField: [:], itemColumns: [])

    private let byField: [SubmissionField: Column]
    /// Columns that ask how many of one item.
    private let itemColumns: [Column]

    init(byField: [SubmissionField: Column], itemColumns: [Column]) {
        self.byField = byField
        self.itemColumns = itemColumns
    }

    public var isEmpty: Bool { byField.isEmpty && itemColumns.isEmpty }

    /// The column of a problem's field. What is said of `item` or `quantity` stands in `items` where that is the
    /// column, and the other way round.
    public func column(of field: String) -> Column? {
        guard !isEmpty, let field = SubmissionField(rawValue: field) else { return nil }
        if let column = byField[field] { return column }
        guard [.items, .item, .quantity].contains(field) else { return nil }
        if itemColumns.count == 1, byField[.items] == nil, byField[.item] == nil { return itemColumns[0] }
        return byField[.items] ?? (field == .items ? byField[.item] : nil)
    }

    /// The problem with the letter of its column.
    public func located(_ problem: Problem) -> Problem {
        var located = problem
        located.column = problem.column ?? column(of: problem.field)?.letter
        return located
    }
}
