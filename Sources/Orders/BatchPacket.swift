/// A packet of a closed batch and where its order stands now: what is chosen from at the table.
public struct BatchPacket: Sendable, Hashable {
    /// 1 to n within the batch; what people say at the table.
    public var sequence: Int
    /// Which part of its order it is, from 1.
    public var part: Int
    /// How many parts its order has.
    public var of: Int
    public var bundle: String
    public var reference: Reference
    /// Where the order stands, as far as this batch is concerned.
    public var state: OrderState
    /// Whether its order was taken out of this batch again: not to be packed.
    public var isPulled: Bool
    /// Who is written to: a number that orders with the same e-mail address share within the batch; nil for nobody.
    public var addressee: Int?
    /// Seconds since 1970-01-01T00:00:00Z; nil unless it was posted with this batch.
    public var dispatchedAt: Int64?

    public init(
        sequence: Int, part: Int = 1, of: Int = 1, bundle: String, reference: Reference, state: OrderState,
        isPulled: Bool = false, addressee: Int? = nil, dispatchedAt: Int64? = nil
    ) {
        self.sequence = sequence
        self.part = part
        self.of = of
        self.bundle = bundle
        self.reference = reference
        self.state = state
        self.isPulled = isPulled
        self.addressee = addressee
        self.dispatchedAt = dispatchedAt
    }
}
