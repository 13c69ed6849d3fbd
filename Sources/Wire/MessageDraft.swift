/// Everything that a message is made from: the same draft always gives the same bytes.
public struct MessageDraft: Sendable, Hashable {
    public var from: Mailbox
    public var to: Mailbox
    public var replyTo: Mailbox?
    public var subject: String
    /// Plain text; any line ends.
    public var text: String
    /// The same as HTML; nil for a message in plain text alone.
    public var html: String?
    /// Without angle brackets.
    public var messageID: String
    /// The Date header, seconds since 1970-01-01T00:00:00Z.
    public var date: Int64
    /// What separates text and HTML, at most 70 characters (RFC 2046, section 5.1.1). It must not occur in either.
    public var boundary: String
    /// The Message-ID of what this answers, without angle brackets; nil if it answers nothing.
    public var inReplyTo: String?
    /// The Content-Language, as in `en` or `cy`.
    public var language: String
    /// Further headers, in this order.
    public var headers: [Header]

    /// A header of one's own, such as `List-Help`.
    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        from: Mailbox, to: Mailbox, replyTo: Mailbox? = nil, subject: String, text: String, html: String? = nil,
        messageID: String, date: Int64, boundary: String, inReplyTo: String? = nil,
        language: String, headers: [Header] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.boundary = boundary
        self.inReplyTo = inReplyTo
        self.language = language
        self.headers = headers
    }
}
