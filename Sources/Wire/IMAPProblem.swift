/// Why a mailbox couldn't be read, as a person can act on it.
///
/// It names no address and no password, and repeats nothing of a message: it can be shown and logged.
public struct IMAPProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What follows from it. All but `stopped` are worth another try later; the kinds tell a person where to look.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// No connection, the connection lost, no answer in time, or a server that says it has no time.
        case unreachable
        /// The server refused the user or the password, or offers no login that we know.
        case loginRefused
        /// No TLS, or a certificate that can't be verified.
        case tls
        /// The folder isn't there, may not be read, or may only be read.
        case folder
        /// The server refused a command.
        case refused
        /// The server said what IMAP doesn't allow.
        case incomprehensible
        /// The `StopFlag` was raised.
        case stopped
    }

    public var kind: Kind
    /// What it is about: "the mailbox server imap.example.org:993".
    public var subject: String
    /// What is wrong; the server's own words where it said any, made safe to show.
    public var problem: String
    /// What to look at.
    public var hint: String?

    public var description: String {
        "\(subject) \(problem)" + (hint.map { ": \($0)" } ?? "")
    }

    init(_ kind: Kind, on server: IMAPServer, _ problem: String, words: String = "", hint: String? = nil) {
        self.kind = kind
        subject = "the mailbox server \(server.name)"
        let cleaned = ServerWords.cleaned(words, hiding: server.login.user)
        self.problem = cleaned.isEmpty ? problem : "\(problem): \(cleaned)"
        self.hint = hint
    }

    static func stopped(on server: IMAPServer) -> IMAPProblem {
        IMAPProblem(.stopped, on: server, "was left because we are stopping")
    }
}
