/// How one attempt to hand a message to a server ended.
///
/// `words` are the server's own where it said any, made safe to store and to show: without control characters, at most
/// 500 characters, the recipient's address replaced by `<address>`.
public enum SMTPResult: Sendable, Hashable {
    /// The server has taken the message: it answered 250 after the final dot.
    case accepted
    /// The server refused this message for now (4xx). Surely not delivered: try again later.
    case temporary(code: Int, words: String)
    /// The server refused this message for good (5xx). Trying again is no use.
    case permanent(code: Int, words: String)
    /// The text and its final dot may have arrived, but the answer didn't: perhaps delivered. Wait at least 30 minutes
    /// and send the same bytes with the same Message-ID, so that a recipient's server can drop the second.
    case ambiguous(words: String)
    /// The attempt ended before the message was handed over, and not because of the message: no connection, no TLS,
    /// login refused, the connection lost, or the attempt stopped. Surely not delivered; the same would happen to the
    /// next message.
    case unreachable(words: String)
    /// We refused it ourselves, before any connection: an address or a message that could break out of its place in
    /// the SMTP dialogue. Trying again is no use.
    case refusedLocally(words: String)
}
