/// What is wrong with a template, or with a file of words, that stands in for a built-in one.
public struct TemplateProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's path.
    public var file: String
    /// Counted from 1; nil for the file as a whole.
    public var line: Int?
    /// As a sentence without a full stop.
    public var problem: String
    /// What would be right.
    public var hint: String?

    public init(file: String, line: Int? = nil, problem: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.problem = problem
        self.hint = hint
    }

    public var description: String {
        (line.map { "\(file):\($0)" } ?? file) + ": " + problem + (hint.map { "; \($0)" } ?? "")
    }
}
