import CGMime

/// A message that somebody has sent us, as far as it can be read.
///
/// Whatever the bytes are, there is a value: hostile and broken messages give empty fields, never an error. No field
/// has a line break or another control character, but for the lines of `text`, so that none can break out of its place
/// in an answer; all are bounded.
public struct ReceivedMessage: Sendable, Hashable {
    /// The first mailbox of From; nil if there is none, or none that mail could be sent to.
    public var from: Mailbox?
    /// The first mailbox of Reply-To. Anybody may write anything there: an answer goes to `from`.
    public var replyTo: Mailbox?
    /// The envelope's sender as the delivering server wrote it down, without angle brackets; empty for `<>`, nil where
    /// it wrote nothing.
    public var returnPath: String?
    /// At most 500 characters; empty if there is none.
    public var subject = ""
    /// Without angle brackets: at most 500 characters of visible ASCII, nil for others.
    public var messageID: String?
    /// The message that this one answers.
    public var inReplyTo: String?
    /// The last 20 messages of the conversation, the oldest first.
    public var references: [String] = []
    /// When its sender says it was written, in seconds since 1970.
    public var date: Int64?
    /// `no`, `auto-generated`, `auto-replied` (RFC 3834), in lower case; the one that says most, where there are
    /// several.
    public var autoSubmitted: String?
    /// `bulk`, `list`, `junk`, in lower case.
    public var precedence: String?
    public var listID: String?
    /// Which automatic answers Exchange asks us not to give: `All`, `OOF, AutoReply`.
    public var suppressedAnswers: String?
    /// It says how to unsubscribe.
    public var isFromAMailing = false
    /// It says X-Autoreply, X-Autorespond or X-Auto-Reply.
    public var isMarkedAsReply = false
    /// A delivery report or the like (multipart/report, RFC 6522).
    public var isReport = false
    /// What it says, LF line ends, at most 64 KiB: its plain text, or else the text of its HTML. Lines that quote
    /// another message begin with `>`.
    public var text = ""
    /// What its HTML says where `text` is its plain text and both were sent, for the two may differ; empty otherwise.
    public var alternativeText = ""
    /// Something in its HTML is struck out. It isn't in `alternativeText`, but `text` may have it.
    public var hasStruckText = false
    /// The text goes on.
    public var isTextCut = false
    /// Files and messages that came with it; none of them is opened.
    public var attachments = 0

    /// Reads a message, or the beginning of one.
    public init(_ bytes: [UInt8]) {
        MessageComposer.startLibrary
        let bounded = Self.withBoundedHeader(bytes)
        let stream = bounded.withUnsafeBytes {
            g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        guard let stream else { return }
        defer { g_object_unref(stream) }
        guard let parser = g_mime_parser_new_with_stream(stream) else { return }
        defer { g_object_unref(parser) }
        guard let message = g_mime_parser_construct_message(parser, nil) else { return }
        defer { g_object_unref(message) }
        readHeader(of: message)
        readBody(of: message)
    }

    /// Whether an automaton sent it, or asks for no answer from one: it must get none (RFC 3834, section 2).
    public var isAutomatic: Bool {
        if autoSubmitted.map({ $0 != "no" }) ?? false { return true }
        if listID != nil || isFromAMailing || isReport || isMarkedAsReply || returnPath == "" { return true }
        if let precedence, Self.bulkWords.contains(precedence) { return true }
        let suppressed = suppressedAnswers?.lowercased().split { $0 == "," || $0 == " " || $0 == ";" } ?? []
        if suppressed.contains("all") || suppressed.contains("autoreply") { return true }
        let user = from?.address.prefix { $0 != "@" }.lowercased()
        return ["mailer-daemon", "postmaster", "noreply", "donotreply"].contains(
            user?.filter { $0 != "." && $0 != "_" && ($0 != "-" || user == "mailer-daemon") })
    }

    /// What speaks against an answer in `Precedence`.
    static let bulkWords: Set<String> = ["bulk", "junk", "list", "auto_reply"]
}
