/// What a mail tells the supporter.
public enum MailKind: String, Sendable, Hashable, Codable, CaseIterable {
    case confirmation, held, backordered, posted, cancelled, changed
}

/// A mail owed, as listings show it: no address, no text.
public struct OwedMail: Sendable, Hashable {
    public var id: Int64
    public var kind: MailKind
    public var reference: Reference
    public var state: MailState
    /// Attempts begun.
    public var attempts: Int
    /// Seconds since 1970-01-01T00:00:00Z; nil once it is settled.
    public var nextAttemptAt: Int64?
    /// The server's words, "answer lost", or nil.
    public var lastProblem: String?

    public init(
        id: Int64, kind: MailKind, reference: Reference, state: MailState, attempts: Int, nextAttemptAt: Int64?,
        lastProblem: String?
    ) {
        self.id = id
        self.kind = kind
        self.reference = reference
        self.state = state
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.lastProblem = lastProblem
    }
}

/// What was fixed in the transaction that made a mail owed, and what the composer needs of the order.
public struct MailDraft: Sendable, Hashable {
    public var id: Int64
    public var kind: MailKind
    public var language: Language
    /// Without angle brackets.
    public var messageID: String
    /// The Date header, seconds since 1970-01-01T00:00:00Z.
    public var date: Int64
    /// The multipart boundary.
    public var boundary: String
    public var order: PlacedOrder
    /// How many packets of its batch carry something of the order; 0 where it is in none.
    public var packets: Int
    /// The Message-ID of the message that the order came in, without angle brackets; nil if it came by another door, or
    /// its message had none that can be repeated.
    public var inReplyTo: String?

    public init(
        id: Int64, kind: MailKind, language: Language, messageID: String, date: Int64, boundary: String,
        order: PlacedOrder, packets: Int = 0, inReplyTo: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.language = language
        self.messageID = messageID
        self.date = date
        self.boundary = boundary
        self.order = order
        self.packets = packets
        self.inReplyTo = inReplyTo
    }
}

/// One attempt that has been committed as begun: what to send, byte for byte.
public struct MailAttempt: Sendable, Hashable {
    public var id: Int64
    public var reference: Reference
    /// The one recipient.
    public var recipient: EmailAddress
    /// The message with CRLF everywhere.
    public var message: [UInt8]
    /// Which attempt this is, from 1.
    public var number: Int
    /// When the mail became owed: the retry plan ends five days later.
    public var owedSince: Int64

    public init(
        id: Int64, reference: Reference, recipient: EmailAddress, message: [UInt8], number: Int, owedSince: Int64
    ) {
        self.id = id
        self.reference = reference
        self.recipient = recipient
        self.message = message
        self.number = number
        self.owedSince = owedSince
    }
}

/// How an attempt ended, to be recorded.
public enum MailOutcome: Sendable, Hashable {
    case sent
    /// Surely not delivered: try again at this time.
    case retry(at: Int64, problem: String)
    /// Perhaps delivered: the connection was lost after the text. The same bytes again at this time, not before.
    case ambiguous(retryAt: Int64)
    /// Refused for good, with the server's words.
    case failed(problem: String)
}
