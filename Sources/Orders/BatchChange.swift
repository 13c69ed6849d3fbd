/// What has become of an order since its batch was closed: its packets must not be packed, although the papers show
/// them; or, where it shares one with another order, must be packed without it.
public struct BatchChange: Sendable, Hashable {
    /// The numbers of its packets, in their order.
    public var sequences: [Int]
    public var reference: Reference
    public var fate: Fate
    /// When it was taken out, in seconds since 1970-01-01T00:00:00Z.
    public var at: Int64
    /// Whether its packet is to be packed all the same, for another order that shares it.
    public var isShared: Bool

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

    public init(sequences: [Int], reference: Reference, fate: Fate, at: Int64, isShared: Bool = false) {
        self.sequences = sequences
        self.reference = reference
        self.fate = fate
        self.at = at
        self.isShared = isShared
    }
}

extension [BatchChange] {
    /// The numbers that must not be packed.
    public var notToPack: [Int] {
        filter { !$0.isShared }.flatMap(\.sequences)
    }

    /// What must be packed without one of its orders, a sentence for each without a full stop: `pack 5 without
    /// HB-7K3M9QZX`.
    public var toPackWithout: [String] {
        filter(\.isShared).map { change in
            "pack \(NumberRanges(change.sequences).typed) without \(change.reference)"
        }
    }
}
