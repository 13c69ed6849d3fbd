/// What arrived, word for word, cut into fields and nothing more. Any door makes one; `Validation` reads it.
public struct Submission: Sendable, Hashable {
    /// The source's own id of the order, if it gave one.
    public var id: String?
    public var name: String?
    public var email: String?
    /// The supporter's workplace or branch, for the campaign's eyes: never on a label.
    public var organisation: String?
    /// The address lines as written; empty ones are kept, so that a problem can name its line.
    public var addressLines: [String]
    public var town: String?
    public var postcode: String?
    /// ISO 3166 alpha-2, if given.
    public var country: String?
    public var items: [RequestedItem]
    public var purpose: String?
    public var neededBy: String?
    public var note: String?
    public var language: String?

    /// An item and how many of it, both as written.
    public struct RequestedItem: Sendable, Hashable {
        public var item: String
        /// Digits, if it is right; what else stood there, if not.
        public var quantity: String

        public init(item: String, quantity: String) {
            self.item = item
            self.quantity = quantity
        }
    }

    public init(
        id: String? = nil, name: String? = nil, email: String? = nil, organisation: String? = nil,
        addressLines: [String] = [], town: String? = nil, postcode: String? = nil, country: String? = nil,
        items: [RequestedItem] = [], purpose: String? = nil, neededBy: String? = nil, note: String? = nil,
        language: String? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.organisation = organisation
        self.addressLines = addressLines
        self.town = town
        self.postcode = postcode
        self.country = country
        self.items = items
        self.purpose = purpose
        self.neededBy = neededBy
        self.note = note
        self.language = language
    }
}
