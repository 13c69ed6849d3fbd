/// Why something couldn't be printed, as a person can act on it. It repeats nothing of what was to be printed.
public struct PrintProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What follows from it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// No connection, the connection lost, no answer in time.
        case unreachable
        /// The server knows no such printer.
        case noPrinter
        /// The printer is stopped, or takes no jobs at present. Nothing was sent.
        case notReady
        /// The printer has no such paper, tray or document format. Nothing was sent.
        case unsupported
        /// The server doesn't let us.
        case notAllowed
        /// The server refused a request, or knows no such job.
        case refused
        /// The `StopFlag` was raised.
        case stopped
    }

    public var kind: Kind
    /// What it is about: "the printer Desk".
    public var subject: String
    /// What is wrong; the server's own words where it said any, made safe to show.
    public var problem: String
    public var hint: String?
    /// Of `noPrinter`: the printers that there are.
    public var known: [String] = []

    public var description: String { "\(subject) \(problem)" }

    public init(_ kind: Kind, _ subject: String, _ problem: String, hint: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.problem = problem
        self.hint = hint
    }
}
