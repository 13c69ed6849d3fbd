/// What a person wants changed in an order, field by field, as she wrote it: nil for what stays, an empty text to take
/// something out.
///
/// Only what she asked for; whether an order can be so is for `Order.amended(by:rules:)` to say, or, for a new order
/// after an old one, for `Submission.validated(by:)`.
public struct Amendment: Sendable, Hashable {
    public var name: String?
    public var email: String?
    public var organisation: String?
    /// All the address lines anew.
    public var addressLines: [String]?
    /// Single address lines by their number, from 1, as the order has them now.
    public var addressLine: [Int: String]
    public var town: String?
    public var postcode: String?
    /// Empty: what the postcode implies.
    public var country: String?
    /// All the items anew.
    public var items: [Submission.RequestedItem]?
    /// Single items with their new quantities, in the order of their mention; `0` or nothing takes an item out.
    public var quantities: [Submission.RequestedItem]
    public var purpose: String?
    public var neededBy: String?
    public var note: String?
    /// Empty: the campaign's own.
    public var language: String?

    public init(
        name: String? = nil, email: String? = nil, organisation: String? = nil, addressLines: [String]? = nil,
        addressLine: [Int: String] = [:], town: String? = nil, postcode: String? = nil, country: String? = nil,
        items: [Submission.RequestedItem]? = nil, quantities: [Submission.RequestedItem] = [],
        purpose: String? = nil, neededBy: String? = nil, note: String? = nil, language: String? = nil
    ) {
        self.name = name
        self.email = email
        self.organisation = organisation
        self.addressLines = addressLines
        self.addressLine = addressLine
        self.town = town
        self.postcode = postcode
        self.country = country
        self.items = items
        self.quantities = quantities
        self.purpose = purpose
        self.neededBy = neededBy
        self.note = note
        self.language = language
    }

    /// Whether it touches any part of the address. The parts are judged together: a country must fit its postcode.
    var touchesAddress: Bool {
        addressLines != nil || !addressLine.isEmpty || town != nil || postcode != nil || country != nil
    }

    var touchesItems: Bool {
        items != nil || !quantities.isEmpty
    }

    /// Whether it gives the field that a problem names.
    func gives(_ field: String) -> Bool {
        switch field {
        case "name": name != nil
        case "addressLine1": addressLines != nil || addressLine[1] != nil
        case "town": town != nil
        case "postcode": postcode != nil
        case "items": touchesItems
        default: true
        }
    }
}
