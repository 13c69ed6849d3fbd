public import Orders

/// What a door wants committed together with the orders that it brings: all of it is on the disk when the answer comes,
/// or none of it.
public struct Enclosure: Sendable {
    /// The request that the orders came in; a request with a key that was answered before is answered the same again.
    public var request: RequestKey?
    /// Makes the words that are kept with each order taken, and given again whenever it comes again.
    public var words: (@Sendable (Answer) -> String)?
    /// Makes the reply to the whole request, kept with the key of `request`; nil for one that isn't worth keeping.
    public var reply: (@Sendable ([Answer]) -> KeptReply?)?
    /// The privacy notice that stood above the button.
    public var agreement: Agreement?
    /// The message that the orders came in; a message that was seen before makes no order.
    public var message: MessageKey?

    public init(
        request: RequestKey? = nil, words: (@Sendable (Answer) -> String)? = nil,
        reply: (@Sendable ([Answer]) -> KeptReply?)? = nil, agreement: Agreement? = nil, message: MessageKey? = nil
    ) {
        self.request = request
        self.words = words
        self.reply = reply
        self.agreement = agreement
        self.message = message
    }
}

/// A request as its sender names it: the header `Idempotency-Key`, which belongs to the sender and the request.
public struct RequestKey: Sendable, Hashable {
    /// Who sends; the keys of one never collide with those of another.
    public var producer: String
    public var key: String
    /// The request's body, to tell the same request from another; only a keyed hash of it is kept.
    public var body: [UInt8]

    public init(producer: String, key: String, body: [UInt8]) {
        self.producer = producer
        self.key = key
        self.body = body
    }
}

/// A reply as it was given, byte for byte.
public struct KeptReply: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    public var body: String

    public init(status: Int, body: String) {
        self.status = status
        self.body = body
    }
}

/// Which privacy notice a supporter saw, and whether she agreed to it.
public struct Agreement: Sendable, Hashable {
    /// The notice's version: a short hash of its text.
    public var notice: String
    /// Whether the box of consent was there and ticked.
    public var isConsent: Bool

    public init(notice: String, isConsent: Bool) {
        self.notice = notice
        self.isConsent = isConsent
    }
}

/// What a received message is known by: its place in the mailbox, and its own id.
public struct MessageKey: Sendable, Hashable {
    /// The account and the folder: `orders@imap.example.org/INBOX`; only a keyed hash of it is kept.
    public var mailbox: String
    /// The mailbox's UIDVALIDITY.
    public var validity: UInt32
    public var uid: UInt32
    /// The Message-ID; nil if it has none.
    public var messageID: String?

    public init(mailbox: String, validity: UInt32, uid: UInt32, messageID: String?) {
        self.mailbox = mailbox
        self.validity = validity
        self.uid = uid
        self.messageID = messageID
    }
}

/// What became of what a door brought.
public struct Reception: Sendable {
    /// An answer for each order, in their order; empty for a message that was seen before, and for a request that was.
    public var answers: [Answer]
    /// The reply made by `Enclosure.reply`, or the first one to the same request.
    public var reply: KeptReply?
    /// Whether the request or the message was known already, and nothing was done.
    public var isReplay: Bool

    public init(answers: [Answer], reply: KeptReply? = nil, isReplay: Bool = false) {
        self.answers = answers
        self.reply = reply
        self.isReplay = isReplay
    }
}
