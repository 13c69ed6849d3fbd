/// An order as the store keeps it: what was ordered, and where it stands.
public struct PlacedOrder: Sendable, Hashable {
    public var reference: Reference
    public var state: OrderState
    /// Seconds since 1970-01-01T00:00:00Z.
    public var receivedAt: Int64
    public var door: Source.Door
    public var order: Order
    public var heldBecause: [HeldReason]
    /// Why it is held, in a person's or the program's own words, which may hold personal data.
    public var heldNote: String?
    /// The batch that it is in, or was dispatched with.
    public var batch: BatchID?
    /// The sequence number of its first packet.
    public var sequence: Int?
    /// When it was marked as posted, in seconds since 1970-01-01T00:00:00Z; kept when it came back.
    public var dispatchedAt: Int64?
    /// Why it came back; nil unless it did.
    public var returnedBecause: ReturnReason?

    public init(
        reference: Reference, state: OrderState, receivedAt: Int64, door: Source.Door, order: Order,
        heldBecause: [HeldReason] = [], heldNote: String? = nil, batch: BatchID? = nil, sequence: Int? = nil,
        dispatchedAt: Int64? = nil, returnedBecause: ReturnReason? = nil
    ) {
        self.reference = reference
        self.state = state
        self.receivedAt = receivedAt
        self.door = door
        self.order = order
        self.heldBecause = heldBecause
        self.heldNote = heldNote
        self.batch = batch
        self.sequence = sequence
        self.dispatchedAt = dispatchedAt
        self.returnedBecause = returnedBecause
    }
}

/// One row of an order's history.
public struct HistoryEntry: Sendable, Hashable, Codable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var at: Int64
    /// The stage or the login name that did it: `file`, `batch`, `root`.
    public var who: String
    /// What was done, without personal data: "accepted", "held: quantity".
    public var what: String

    public init(at: Int64, who: String, what: String) {
        self.at = at
        self.who = who
        self.what = what
    }
}
