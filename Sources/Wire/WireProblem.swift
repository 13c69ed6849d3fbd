/// What is wrong with a server's address, a message or a directory, as a person can act on it.
///
/// It names no recipient and repeats nothing of a message, so that it can be shown and logged.
public struct WireProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What it is about: "the mail server's URL".
    public var subject: String
    /// What is wrong with it: "has the scheme http".
    public var problem: String
    /// What would be right: "write smtp://host:587 or smtps://host:465".
    public var hint: String?

    public init(subject: String, problem: String, hint: String? = nil) {
        self.subject = subject
        self.problem = problem
        self.hint = hint
    }

    public var description: String {
        "\(subject) \(problem)" + (hint.map { ": \($0)" } ?? "")
    }
}
