/// A submission that passed: everything in it is known to be right.
///
/// Of an order that is held as `unreadable` parts may be missing, until somebody has amended them; see `isWhole`.
public struct Order: Sendable, Hashable, Codable {
    /// The person's name, as printed on the first line of the label.
    public var name: String
    /// Where the supporter is written to; nil where the source asked for no mail.
    public var email: EmailAddress?
    /// The supporter's workplace or branch, for the campaign's eyes: never on a label.
    public var organisation: String?
    public var address: Address
    /// What is wanted, at least one line, each item once.
    public var lines: [OrderLine]
    public var purpose: Purpose
    public var neededBy: LocalDate?
    /// A word to the dispatcher: on the order sheet, never on a label.
    public var note: String?
    /// The language of the mails.
    public var language: Language

    public init(
        name: String, email: EmailAddress? = nil, organisation: String? = nil, address: Address, lines: [OrderLine],
        purpose: Purpose = .other, neededBy: LocalDate? = nil, note: String? = nil, language: Language = .english
    ) {
        self.name = name
        self.email = email
        self.organisation = organisation
        self.address = address
        self.lines = lines
        self.purpose = purpose
        self.neededBy = neededBy
        self.note = note
        self.language = language
    }
}

extension Order {
    /// Whether nothing that an order needs is missing.
    public var isWhole: Bool { missingFields.isEmpty }

    /// What is still missing, by the names that an amendment takes: empty but for what is held as `unreadable`.
    public var missingFields: [String] {
        let isHome = address.country.usesBritishPost
        let missing: [(field: String, isMissing: Bool)] = [
            ("name", name.isEmpty),
            ("addressLine1", address.lines.allSatisfy(\.isEmpty)),
            ("town", address.town == nil && !address.isForces),
            ("postcode", address.postcode == nil && isHome && !address.isForces),
            ("items", lines.isEmpty),
        ]
        return missing.filter(\.isMissing).map(\.field)
    }
}

extension Address {
    /// Whether the British Forces Post Office takes it on.
    public var isForces: Bool {
        postcode.flatMap { Postcode($0) }?.kind == .bfpo
    }

    /// Whether the inland tariff doesn't hold for it, and customs may ask: it is neither in the British post nor the
    /// forces'.
    public var isAbroad: Bool {
        !country.usesBritishPost && !isForces
    }
}

/// An item of the catalogue and how many copies of it.
public struct OrderLine: Sendable, Hashable, Codable {
    /// The item's `sku`.
    public var item: String
    /// Copies, 1 or more.
    public var quantity: Int

    public init(item: String, quantity: Int) {
        self.item = item
        self.quantity = quantity
    }
}

/// What the supporter wants the leaflets for.
public enum Purpose: String, Sendable, Hashable, Codable, CaseIterable {
    case ownWorkplace = "own-workplace"
    case nearbyWorkplace = "nearby-workplace"
    case event
    case branch
    case other
}

/// A language that the mails are written in, by its ISO 639-1 code.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case english = "en"
    case welsh = "cy"
}
