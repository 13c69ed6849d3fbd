/// One batch before it is closed: its packets in the order in which they will be packed.
///
/// A pure function of the orders and the settings: the same orders in any order give the same plan. How packets are
/// formed stands in `BatchPlan+Packets.swift`, where batches are cut and how bundles are made in
/// `BatchPlan+Making.swift`.
public struct BatchPlan: Sendable, Hashable {
    /// The packet at index i has the sequence number i + 1.
    public var packets: [PlannedPacket]

    public init(packets: [PlannedPacket]) {
        self.packets = packets
    }
}

/// An order that is to go into a batch.
public struct PlannedOrder: Sendable, Hashable {
    public var reference: Reference
    public var order: Order
    /// Needed sooner than the ordinary post would bring it: `PostCalendar.isUrgent`.
    public var urgent: Bool

    public init(reference: Reference, order: Order, urgent: Bool = false) {
        self.reference = reference
        self.order = order
        self.urgent = urgent
    }
}

/// The settings `batch.maximum` and `batch.bundleMinimum`.
public struct BatchRules: Sendable, Hashable {
    /// The most packets in a batch, 1 or more; only an order that alone makes more packets exceeds it.
    public var maximum: Int
    /// The fewest packets that make a bundle of an area or a district.
    public var bundleMinimum: Int

    public init(maximum: Int = 240, bundleMinimum: Int = 6) {
        self.maximum = max(1, maximum)
        self.bundleMinimum = bundleMinimum
    }
}

/// One packet of a plan: an order, or a part of it.
public struct PlannedPacket: Sendable, Hashable {
    /// `urgent`, `M`, `M14` or `mixed`.
    public var bundle: String
    /// Which part of its order it is, from 1.
    public var part: Int
    /// How many parts its order has.
    public var of: Int
    public var reference: Reference
    /// What of the order is in it, at least one line.
    public var lines: [OrderLine]

    public init(bundle: String, part: Int, of: Int, reference: Reference, lines: [OrderLine]) {
        self.bundle = bundle
        self.part = part
        self.of = of
        self.reference = reference
        self.lines = lines
    }
}
