public import Orders

/// An order as `order show` shows it: everything that is kept about it.
public struct OrderDetails: Encodable, Sendable {
    public var row: OrderRow
    public var placed: PlacedOrder
    public var mails: [MailRow]
    public var history: [HistoryEntry]
    /// What arrived, word for word, where a person must read it; nil for what was read whole.
    public var message: String?
    /// The privacy notice that the supporter saw, and whether she agreed to it.
    public var agreement: (notice: String, isConsent: Bool, at: Int64)?

    public init(
        row: OrderRow, placed: PlacedOrder, mails: [MailRow], history: [HistoryEntry], message: String? = nil,
        agreement: (notice: String, isConsent: Bool, at: Int64)? = nil
    ) {
        self.row = row
        self.placed = placed
        self.mails = mails
        self.history = history
        self.message = message
        self.agreement = agreement
    }

    /// Takes other orders' references out of the history: for whoever may see this order only.
    public mutating func hideOthers() {
        let own = placed.reference.description
        for index in history.indices {
            history[index].what = history[index].what.split(separator: " ", omittingEmptySubsequences: false).map {
                let word = $0.prefix(11)
                return word.hasPrefix("HB-") && word != own ? "another order" + $0.dropFirst(11) : String($0)
            }.joined(separator: " ")
        }
    }

    private enum Keys: String, CodingKey {
        case email, address, note, batch, sequence, message, privacy, mails, history
    }

    private struct AddressFields: Encodable {
        var lines: [String]
        @OrNull var town: String?
        @OrNull var postcode: String?
        var country: String
    }

    private struct PrivacyRow: Encodable {
        var notice: String
        var consent: Bool
        var at: String
    }

    private struct HistoryRow: Encodable {
        var at: String
        var who: String
        var what: String
    }

    public func encode(to encoder: any Encoder) throws {
        try row.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        let order = placed.order
        try container.encode(order.email?.text, forKey: .email)
        try container.encode(
            AddressFields(
                lines: order.address.lines, town: order.address.town, postcode: order.address.postcode,
                country: order.address.country.rawValue),
            forKey: .address)
        try container.encode(order.note, forKey: .note)
        try container.encode(placed.batch?.description, forKey: .batch)
        try container.encode(placed.sequence, forKey: .sequence)
        // Only where there is one: the other keys are every order's.
        try container.encodeIfPresent(message, forKey: .message)
        try container.encodeIfPresent(
            agreement.map { PrivacyRow(notice: $0.notice, consent: $0.isConsent, at: Listing.time($0.at)) },
            forKey: .privacy)
        try container.encode(mails, forKey: .mails)
        try container.encode(
            history.map { HistoryRow(at: Listing.time($0.at), who: $0.who, what: $0.what) }, forKey: .history)
    }
}
