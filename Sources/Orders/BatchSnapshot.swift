/// Everything that the papers of a batch show, fixed when the batch is closed.
///
/// Printing reads only this and the print options, so that the same batch gives the same bytes on any day, whatever
/// the catalogue and the settings have become since.
public struct BatchSnapshot: Sendable, Hashable, Codable {
    public var id: BatchID
    /// Seconds since 1970-01-01T00:00:00Z.
    public var closedAt: Int64
    /// The local date of closing, for people.
    public var closedOn: LocalDate
    public var campaign: Campaign
    /// The items that occur in it, in the catalogue's order.
    public var items: [SnapshotItem]
    /// In the order of their sequence numbers.
    public var packets: [PacketSnapshot]
    public var papers: Papers

    /// The campaign as the papers name it.
    public struct Campaign: Sendable, Hashable, Codable {
        public var name: String
        /// The lines of the sender on the packet's outside; may be empty.
        public var outside: [String]
        public var imprint: String?
        public var website: String?

        public init(name: String, outside: [String] = [], imprint: String? = nil, website: String? = nil) {
            self.name = name
            self.outside = outside
            self.imprint = imprint
            self.website = website
        }
    }

    /// What the papers are set on and in, unless the print options say otherwise.
    public struct Papers: Sendable, Hashable, Codable {
        /// The label sheet, whole: what its name means may change.
        public var labels: SheetGeometry
        /// What the order sheets are laid on, by its name: `A4`, `A5x2`. The pick list takes the whole sheet.
        public var orders: String
        /// The font's family: `Noto Sans`.
        public var font: String
        /// What labels show besides the address; nil for nothing, as in batches from before there was a choice.
        public var content: LabelContent?

        public init(
            labels: SheetGeometry, orders: String = "A4", font: String = "Noto Sans", content: LabelContent? = nil
        ) {
            self.labels = labels
            self.orders = orders
            self.font = font
            self.content = content
        }
    }

    public init(
        id: BatchID, closedAt: Int64, closedOn: LocalDate, campaign: Campaign, items: [SnapshotItem],
        packets: [PacketSnapshot], papers: Papers
    ) {
        self.id = id
        self.closedAt = closedAt
        self.closedOn = closedOn
        self.campaign = campaign
        self.items = items
        self.packets = packets
        self.papers = papers
    }
}

/// An item as it was when the batch was closed.
public struct SnapshotItem: Sendable, Hashable, Codable {
    public var sku: String
    public var title: String
    /// Copies in a pack.
    public var pack: Int
    /// Weight of one copy, in grams.
    public var weightGrams: Double
    /// Thickness of one copy, in millimetres.
    public var thicknessMillimetres: Double
    /// The imprint that goes with it; nil where it needs none.
    public var imprint: String?

    public init(
        sku: String, title: String, pack: Int, weightGrams: Double, thicknessMillimetres: Double, imprint: String? = nil
    ) {
        self.sku = sku
        self.title = title
        self.pack = pack
        self.weightGrams = weightGrams
        self.thicknessMillimetres = thicknessMillimetres
        self.imprint = imprint
    }
}

/// One packet: one label, one stamp.
public struct PacketSnapshot: Sendable, Hashable, Codable {
    /// 1 to n within the batch; what people say at the table.
    public var sequence: Int
    /// Which part of its order it is, from 1.
    public var part: Int
    /// How many parts its order has.
    public var of: Int
    /// `urgent`, `M`, `M14`, `mixed` or `abroad-FR`.
    public var bundle: String
    /// The printed lines, name first, postcode last; nil once retention or an erasure took them out.
    public var recipient: [String]?
    /// The orders that it carries, or parts of; one, until orders to one address are combined.
    public var orders: [PacketOrder]
    /// Weight, format and price; nil in batches that were closed before these were reckoned.
    public var postage: PacketPostage?

    public init(
        sequence: Int, part: Int, of: Int, bundle: String, recipient: [String]?, orders: [PacketOrder],
        postage: PacketPostage? = nil
    ) {
        self.sequence = sequence
        self.part = part
        self.of = of
        self.bundle = bundle
        self.recipient = recipient
        self.orders = orders
        self.postage = postage
    }
}

/// What a packet carries of one order, and what its order sheet says.
public struct PacketOrder: Sendable, Hashable, Codable {
    public var reference: Reference
    /// What of the order is in this packet.
    public var lines: [OrderLine]
    public var purpose: Purpose
    public var neededBy: LocalDate?
    public var urgent: Bool
    /// For the campaign's eyes, on the order sheet only; nil once taken out.
    public var organisation: String?
    /// The supporter's note; nil once taken out.
    public var note: String?

    public init(
        reference: Reference, lines: [OrderLine], purpose: Purpose = .other, neededBy: LocalDate? = nil,
        urgent: Bool = false, organisation: String? = nil, note: String? = nil
    ) {
        self.reference = reference
        self.lines = lines
        self.purpose = purpose
        self.neededBy = neededBy
        self.urgent = urgent
        self.organisation = organisation
        self.note = note
    }
}
