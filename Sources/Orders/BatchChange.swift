/// What has become of an order since its batch was closed: its packets must not be packed, although the papers show
/// them.
public struct BatchChange: Sendable, Hashable {
    /// The numbers of its packets, in their order.
    public var sequences: [Int]
    public var reference: Reference
    public var fate: Fate
    /// When it was taken out, in seconds since 1970-01-01T00:00:00Z.
    public var at: Int64

    /// Where it is now.
    public enum Fate: Sendable, Hashable {
        /// It goes with a later batch.
        case waits
        /// It waits for an item.
        case backordered
        case held
        case cancelled
        /// In another batch by now, or posted with it.
        case moved(BatchID)
    }

    public init(sequences: [Int], reference: Reference, fate: Fate, at: Int64) {
        self.sequences = sequences
        self.reference = reference
        self.fate = fate
        self.at = at
    }
}
