import Foundation
import Fulfilment
import Orders

/// What `submit` and `check` print: a line or a JSON object for each order, written as the answers come, so that a
/// file of any size needs no more memory than a small one.
struct RowListing {
    /// Orders rejected so far.
    private(set) var rejected = 0
    private let json: Bool
    private var count = 0
    private var tally: [Answer.Outcome: Int] = [:]
    /// What is worth a word about the file: in JSON it stands with the file's first order.
    private var fileWarnings: [Problem] = []
    private let encoder: JSONEncoder

    private struct Row: Encodable {
        var source = Source.Door.submit.rawValue
        @OrNull var row: Int?
        var outcome: String
        @OrNull var reference: String?
        var problems: [ProblemRow]
        var warnings: [ProblemRow]
    }

    private struct ProblemRow: Encodable {
        var field: String
        @OrNull var column: String?
        var problem: String
        @OrNull var hint: String?

        init(_ problem: Problem) {
            field = problem.field
            column = problem.column
            self.problem = problem.problem
            hint = problem.hint
        }
    }

    init(json: Bool) {
        self.json = json
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func begin() throws {
        if json { try StandardOutput.write(Data("[".utf8)) }
    }

    mutating func warn(_ warnings: [Problem], about file: String) {
        for warning in warnings { StandardError.line("warning: \(file): \(warning.sentence)") }
        fileWarnings = warnings
    }

    mutating func add(_ answered: FileIntake.Answered, in file: String) throws {
        let answer = answered.answer
        let warnings = fileWarnings + answer.warnings
        fileWarnings = []
        try add(
            Row(
                row: answered.row.row, outcome: answer.outcome.rawValue,
                reference: answer.reference?.description, problems: answer.problems.map(ProblemRow.init),
                warnings: warnings.map(ProblemRow.init)),
            answer.outcome)
        guard !json else { return }
        let reasons = answer.heldBecause.map(\.rawValue).joined(separator: ", ")
        let words = [answer.outcome.rawValue, answer.reference?.description, reasons].compactMap(\.self)
        try StandardOutput.line(
            "\(file) \(answered.row.row): " + words.filter { !$0.isEmpty }.joined(separator: "  "))
        for problem in answer.problems { StandardError.line("  \(answered.row.report(problem))") }
        for warning in answer.warnings { StandardError.line("  warning: \(answered.row.report(warning))") }
    }

    /// A file that can't be read at all.
    mutating func add(_ problem: FileProblem, in file: String) throws {
        let field = Problem(field: "file", problem: problem.problem, hint: problem.hint)
        try add(
            Row(
                row: nil, outcome: Answer.Outcome.rejected.rawValue, reference: nil,
                problems: [ProblemRow(field)], warnings: []),
            .rejected)
        if !json { StandardError.line("\(problem)") }
    }

    func end() throws {
        if json { return try StandardOutput.write(Data("\n]\n".utf8)) }
        let parts = Answer.Outcome.allCases.compactMap { outcome in
            tally[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        if count > 1 { StandardError.line(parts.joined(separator: ", ")) }
    }

    private mutating func add(_ row: Row, _ outcome: Answer.Outcome) throws {
        tally[outcome, default: 0] += 1
        if outcome == .rejected { rejected += 1 }
        if json {
            var data = Data((count == 0 ? "\n  " : ",\n  ").utf8)
            data += try encoder.encode(row)
            try StandardOutput.write(data)
        }
        count += 1
    }
}
