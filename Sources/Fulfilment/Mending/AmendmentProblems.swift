public import Orders

/// Why the words of an amendment can't be read: everything at once, each with what would be right.
public struct AmendmentProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// Their fields are the words before the `=`, as they were written.
    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    public var description: String {
        problems.map { "\($0.field): \($0.problem)" + ($0.hint.map { "; \($0)" } ?? "") }.joined(separator: "\n")
    }
}
