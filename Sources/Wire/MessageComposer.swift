import CGMime

/// Writes messages with GMime.
///
/// A message is `multipart/alternative` of text and HTML, or plain text alone; UTF-8, encoded so that only ASCII
/// travels; CRLF line ends; marked `Auto-Submitted: auto-generated`, or `auto-replied` where it answers a message
/// (RFC 3834), so that no automaton answers it.
/// Nothing is taken from the clock or from chance: the same draft gives the same bytes.
public struct MessageComposer: Sendable {
    public init() {}

    /// - Throws: `WireProblem` for a draft that could not be sent as it is meant: line breaks or control characters in
    ///   a header, an address that no envelope would take, a boundary that occurs in the text. It repeats no content.
    public func compose(_ draft: MessageDraft) throws(WireProblem) -> [UInt8] {
        try Self.check(draft)
        Self.startLibrary

        guard let message = g_mime_message_new(0) else { throw Self.outOfMemory }
        defer { g_object_unref(message) }
        Self.add(draft.from, as: GMIME_ADDRESS_TYPE_FROM, to: message)
        Self.add(draft.to, as: GMIME_ADDRESS_TYPE_TO, to: message)
        if let replyTo = draft.replyTo { Self.add(replyTo, as: GMIME_ADDRESS_TYPE_REPLY_TO, to: message) }
        g_mime_message_set_subject(message, draft.subject, "utf-8")
        g_mime_message_set_message_id(message, draft.messageID)

        guard let date = g_date_time_new_from_unix_utc(gint64(draft.date)) else { throw Self.outOfMemory }
        g_mime_message_set_date(message, date)
        g_date_time_unref(date)

        let object = cgmime_message_object(message)
        let origin = draft.inReplyTo == nil ? "auto-generated" : "auto-replied"
        g_mime_object_append_header(object, "Auto-Submitted", origin, nil)
        if let answered = draft.inReplyTo {
            g_mime_object_append_header(object, "In-Reply-To", "<\(answered)>", nil)
            g_mime_object_append_header(object, "References", "<\(answered)>", nil)
        }
        for header in draft.headers { g_mime_object_append_header(object, header.name, header.value, "utf-8") }

        let body = try Self.body(of: draft)
        defer { g_object_unref(body) }
        g_mime_object_append_header(body, "Content-Language", draft.language, nil)
        g_mime_message_set_mime_part(message, body)

        let bytes = try Self.bytes(of: object)
        if let problem = MessageBytes.problem(in: bytes) {
            throw WireProblem(subject: "the composed message", problem: problem)
        }
        return bytes
    }

    static let outOfMemory = WireProblem(subject: "GMime", problem: "has no memory")

    /// GMime's global state, made once before its first use.
    /// GMime must be started once, by one thread, before anything of it is used.
    static let startLibrary: Void = g_mime_init()
}
