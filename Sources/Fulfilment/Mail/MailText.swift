/// A mail's words: what goes into a message, and nothing of how it is sent.
public struct MailText: Sendable, Hashable {
    /// Neutral: whoever looks over a shoulder learns that something was ordered, not what or from whom.
    public var subject: String
    /// Plain text, lines ended by LF.
    public var text: String
    /// HTML without anything to be fetched.
    public var html: String
}
