public import Orders

/// What a mail tells: plain values, from which the templates make text.
public struct MailContent: Sendable, Hashable {
    public var kind: MailKind
    /// Where the order stands, which a mail about a change tells.
    public var standing: OrderState
    public var language: Language
    public var reference: Reference
    /// The supporter's name; empty if we couldn't read it.
    public var name: String
    public var items: [Line]
    /// The label's lines, the name first; empty if it isn't known yet what will be printed.
    public var addressLines: [String]
    /// The day on which it will be posted, or goes; nil if nobody knows.
    public var posting: LocalDate?
    /// The days on which it should arrive; left out where `posting` is nil.
    public var arrival: ClosedRange<LocalDate>?
    /// How many packets it goes in; 0 if it is in none yet.
    public var packets: Int
    /// By which class it goes; nil abroad, where there is none.
    public var postClass: PostCalendar.PostClass?
    /// Until when it can be changed or cancelled; nil for until it is packed.
    public var changeUntil: Deadline?
    /// Why a person looks at it, for a held order.
    public var heldBecause: [HeldReason]
    /// The day from which everything in it ships, for a backordered one; nil if nobody knows.
    public var expected: LocalDate?
    /// Where the supporter can change or cancel it; nil for by reply.
    public var link: String?
    /// Where the form is, which is quicker than a message that we can't read whole; nil if people can't reach it.
    public var form: String?
    public var campaign: Campaign

    /// An item and how many copies of it.
    public struct Line: Sendable, Hashable {
        public var title: String
        public var quantity: Int

        public init(title: String, quantity: Int) {
            self.title = title
            self.quantity = quantity
        }
    }

    /// A day, and perhaps a time of it.
    public struct Deadline: Sendable, Hashable {
        public var day: LocalDate
        /// Minutes after local midnight; nil for the whole day.
        public var minutes: Int?

        public init(day: LocalDate, minutes: Int? = nil) {
            self.day = day
            self.minutes = minutes
        }
    }

    /// Who writes.
    public struct Campaign: Sendable, Hashable {
        public var name: String
        public var website: String?
        /// Whom to write to about personal data; nil for by reply.
        public var privacyContact: String?

        public init(name: String, website: String? = nil, privacyContact: String? = nil) {
            self.name = name
            self.website = website
            self.privacyContact = privacyContact
        }
    }

    public init(
        kind: MailKind, language: Language, reference: Reference, name: String, items: [Line], addressLines: [String],
        standing: OrderState = .accepted, posting: LocalDate? = nil, arrival: ClosedRange<LocalDate>? = nil,
        packets: Int = 0, postClass: PostCalendar.PostClass? = nil, changeUntil: Deadline? = nil,
        heldBecause: [HeldReason] = [], expected: LocalDate? = nil, link: String? = nil,
        form: String? = nil, campaign: Campaign
    ) {
        self.kind = kind
        self.standing = standing
        self.language = language
        self.reference = reference
        self.name = name
        self.items = items
        self.addressLines = addressLines
        self.posting = posting
        self.arrival = arrival
        self.packets = packets
        self.postClass = postClass
        self.changeUntil = changeUntil
        self.heldBecause = heldBecause
        self.expected = expected
        self.link = link
        self.form = form
        self.campaign = campaign
    }
}
