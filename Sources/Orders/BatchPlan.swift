/// One batch before it is closed: its packets in the order in which they will be packed.
///
/// A pure function of the orders and the settings: the same orders in any order give the same plan. How packets are
/// formed stands in `Packer`, which orders share one in `BatchPlan+Combining.swift`, where batches are cut and how
/// bundles are made in `BatchPlan+Making.swift`.
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

/// The settings `batch.maximum`, `batch.bundleMinimum` and `batch.combine`.
public struct BatchRules: Sendable, Hashable {
    /// The most packets in a batch, 1 or more; only an order that alone makes more packets exceeds it.
    public var maximum: Int
    /// The fewest packets that make a bundle of an area or a district.
    public var bundleMinimum: Int
    /// Whether orders to the same address share a packet, where that costs no more.
    public var combines: Bool

    public init(maximum: Int = 240, bundleMinimum: Int = 6, combines: Bool = false) {
        self.maximum = max(1, maximum)
        self.bundleMinimum = bundleMinimum
        self.combines = combines
    }
}

/// One packet of a plan: an order, a part of one, or several orders to one address.
public struct PlannedPacket: Sendable, Hashable {
    /// `urgent`, `M`, `M14`, `mixed` or `abroad-FR`.
    public var bundle: String
    /// Which part of its order it is, from 1.
    public var part: Int
    /// How many parts its order has.
    public var of: Int
    /// What it carries of each of its orders, at least one; an order that shares its packet is whole.
    public var orders: [PacketShare]
    /// nil where none is reckoned.
    public var postage: PacketPostage?

    public init(bundle: String, part: Int, of: Int, orders: [PacketShare], postage: PacketPostage? = nil) {
        self.bundle = bundle
        self.part = part
        self.of = of
        self.orders = orders
        self.postage = postage
    }

    /// What of all its orders is in it.
    public var lines: [OrderLine] { orders.flatMap(\.lines) }
}

/// What a packet carries of an order.
public struct PacketShare: Sendable, Hashable {
    public var reference: Reference
    /// At least one.
    public var lines: [OrderLine]

    public init(reference: Reference, lines: [OrderLine]) {
        self.reference = reference
        self.lines = lines
    }
}
