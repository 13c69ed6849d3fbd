/// A submission on its way through the one door, with what validation said: what `Store.accept` decides on.
public struct Arrival: Sendable {
    public var source: Source
    /// Who sends: the ids of one producer never collide with those of another.
    public var producer: String
    /// The producer's own id, the key of idempotency; nil if there is none.
    public var id: String?
    /// Which one this is among equal submissions without an id in the same file, from 1.
    public var place: Int
    /// The submission in its normal form, independent of catalogue and day: equal content, equal text.
    public var content: String
    /// The submission as it came, word for word.
    public var original: String
    public var verdict: Verdict
    /// Whether the supporter is to be written to.
    public var owesMail: Bool
    /// Whether she is written to at once, and not only about what becomes of it later.
    public var isAnswered = true
    /// Why a person must look, in words for the dispatcher, where a door and not validation found it.
    public var heldNote: String?

    public init(
        source: Source, producer: String, id: String?, place: Int, content: String, original: String,
        verdict: Verdict, owesMail: Bool, heldNote: String? = nil
    ) {
        self.source = source
        self.producer = producer
        self.id = id
        self.place = place
        self.content = content
        self.original = original
        self.verdict = verdict
        self.owesMail = owesMail
        self.heldNote = heldNote
    }
}

/// Where a submission came from.
public struct Source: Sendable, Hashable {
    public enum Door: String, Sendable, Hashable, Codable, CaseIterable {
        case file, submit, web, api, sqs, mail
    }

    public var door: Door
    /// The file's name, the message's id; never personal data.
    public var origin: String
    /// Orders counted from 1 in JSON, records with the header as 1 in CSV; nil where there is only one.
    public var row: Int?

    public init(door: Door, origin: String, row: Int?) {
        self.door = door
        self.origin = origin
        self.row = row
    }
}

/// The answer that every door gives.
public struct Answer: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        case accepted, duplicate, held, backordered, rejected
    }

    public var outcome: Outcome
    /// The order's reference; the first one's for a duplicate. nil for a rejection, but for a form that was sent before
    /// with other content: then the order that it became.
    public var reference: Reference?
    public var heldBecause: [HeldReason]
    public var problems: [Problem]
    public var warnings: [Problem]
    /// What the door said when the order was taken, kept with it; nil if its door keeps nothing.
    public var words: String?

    public init(
        outcome: Outcome, reference: Reference? = nil, heldBecause: [HeldReason] = [], problems: [Problem] = [],
        warnings: [Problem] = [], words: String? = nil
    ) {
        self.outcome = outcome
        self.reference = reference
        self.heldBecause = heldBecause
        self.problems = problems
        self.warnings = warnings
        self.words = words
    }
}
