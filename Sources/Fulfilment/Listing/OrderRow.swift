public import Orders

/// An order as `order list` and `order find` show it.
public struct OrderRow: Encodable, Sendable {
    public var reference: String
    public var state: String
    public var receivedAt: String
    public var source: String
    public var name: String
    @OrNull public var organisation: String?
    @OrNull public var postcode: String?
    @OrNull public var neededBy: String?
    public var urgent: Bool
    public var lines: [OrderLine]
    public var heldBecause: [String]

    /// - Parameter urgent: whether ordinary post would be too slow.
    public init(_ placed: PlacedOrder, urgent: Bool) {
        reference = placed.reference.description
        state = placed.state.rawValue
        receivedAt = Listing.time(placed.receivedAt)
        source = placed.door.rawValue
        name = placed.order.name
        organisation = placed.order.organisation
        postcode = placed.order.address.postcode
        neededBy = placed.order.neededBy?.description
        self.urgent = urgent
        lines = placed.order.lines
        heldBecause = placed.heldBecause.map(\.rawValue)
    }
}
