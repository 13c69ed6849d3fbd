public import Orders

/// A closed batch, as listings show it.
public struct BatchRecord: Sendable, Hashable {
    public var id: BatchID
    public var state: BatchState
    /// Seconds since 1970-01-01T00:00:00Z.
    public var closedAt: Int64
    /// When a person or a printer said that it is printed; nil as long as none has.
    public var printedAt: Int64?
    /// How many packets its papers show.
    public var packets: Int
    /// How many orders its papers show.
    public var orders: Int

    public init(id: BatchID, state: BatchState, closedAt: Int64, printedAt: Int64? = nil, packets: Int, orders: Int) {
        self.id = id
        self.state = state
        self.closedAt = closedAt
        self.printedAt = printedAt
        self.packets = packets
        self.orders = orders
    }
}

/// An order on the papers of a batch.
public struct BatchOrder: Sendable, Hashable {
    /// The number of its first packet.
    public var sequence: Int
    public var reference: Reference
    /// Where the order stands now.
    public var state: OrderState
    /// Whether it was taken out of this batch again: not to be packed.
    public var isPulled: Bool
    public var postcode: String?
    public var bundle: String
    /// What the papers show of it, all its packets together.
    public var lines: [OrderLine]

    public init(
        sequence: Int, reference: Reference, state: OrderState, isPulled: Bool, postcode: String?, bundle: String,
        lines: [OrderLine]
    ) {
        self.sequence = sequence
        self.reference = reference
        self.state = state
        self.isPulled = isPulled
        self.postcode = postcode
        self.bundle = bundle
        self.lines = lines
    }
}
