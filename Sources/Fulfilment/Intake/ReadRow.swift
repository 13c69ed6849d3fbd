public import Orders

/// One order as a file has it: what was read of it, and where it stands.
public struct ReadRow: Sendable, Hashable {
    /// JSON: orders counted from 1. CSV: rows as the spreadsheet numbers them, the header being 1; a blank row counts.
    public var row: Int
    /// The line of the file in which it begins, from 1.
    public var line: Int
    /// The order as it came, word for word, without its line end. Bytes that are no UTF-8 are replaced by U+FFFD, of
    /// more than a megabyte only the beginning is there, and it is empty for a problem between two orders.
    public var original: String
    /// What could be read; nil if nothing could.
    public var submission: Submission?
    /// What reading found wrong: if there is anything, the order is rejected, and validating what could be read finds
    /// the rest, so that the sender sees everything at once. If there is nothing, there is a submission.
    public var problems: [Problem]
    /// What is worth a word but keeps nothing back.
    public var warnings: [Problem]
    /// Where its fields stand in the spreadsheet; empty for JSON.
    public var columns: SubmissionColumns

    /// The field of a problem with the order as a whole: a quote that never closes, broken JSON.
    public static let wholeRow = "row"

    init(
        row: Int, line: Int, original: String, submission: Submission? = nil, problems: [Problem] = [],
        warnings: [Problem] = [], columns: SubmissionColumns = .none
    ) {
        self.row = row
        self.line = line
        self.original = original
        self.submission = submission
        self.problems = problems
        self.warnings = warnings
        self.columns = columns
    }

    /// Everything that is wrong, each with its column: what reading found, then what validation found in the rest.
    ///
    /// A field that reading had something against is empty for validation, which would call it missing; an item that
    /// could not be read is left out of the submission, and the others are checked as usual.
    public func problems(with found: [Problem]) -> [Problem] {
        var known = Set(problems.map(\.field))
        // Nothing could be read: that everything is missing helps nobody.
        if known.contains(Self.wholeRow) { return problems }
        if !known.isDisjoint(with: ["items", "item", "quantity"]) {
            known.subtract(["item", "quantity"])
            known.insert("items")
        }
        return problems + found.filter { !known.contains($0.field) }.map(columns.located)
    }

    /// A problem or a warning as a person at the spreadsheet reads it:
    /// `row 3, column H (Postcode): is no postcode; did you mean RH6 0HP?`
    public func report(_ problem: Problem) -> String {
        let place =
            if let column = columns.column(of: problem.field) {
                "row \(row), column \(column.letter) (\(column.heading))"
            } else if problem.field == Self.wholeRow {
                columns.isEmpty ? "order \(row)" : "row \(row)"
            } else {
                "\(columns.isEmpty ? "order" : "row") \(row), \(problem.field)"
            }
        return "\(place): \(problem.sentence)"
    }
}

extension Problem {
    /// What is wrong and what would be right, in one line.
    public var sentence: String {
        hint.map { "\(problem); \($0)" } ?? problem
    }

    /// A problem with the order as a whole.
    static func wholeRow(_ problem: String, hint: String? = nil) -> Problem {
        Problem(field: ReadRow.wholeRow, problem: problem, hint: hint)
    }
}
