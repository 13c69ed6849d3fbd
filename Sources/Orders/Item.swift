/// Something in the catalogue that can be ordered.
public struct Item: Sendable, Hashable {
    /// What orders call it: `leaflet-1`.
    public var sku: String
    /// What people call it.
    public var title: String
    /// What they call it in a language, where that is something else.
    public var titles: [Language: String]
    /// Weight of one copy, in grams; 0 where nobody has weighed it.
    public var weightGrams: Double
    /// Thickness of one copy, in millimetres; 0 where nobody has measured it.
    public var thicknessMillimetres: Double
    /// Copies in a pack, 1 or more: a quantity is a multiple of it.
    public var pack: Int
    /// The most copies that one order may ask for; more is held, 20 times as many is a problem.
    public var maximum: Int
    /// The most copies of it that go in one packet; nil for no limit.
    public var perPacket: Int?
    /// The first day on which it can be ordered; nil for always.
    public var availableFrom: LocalDate?
    /// The last day on which its packet may arrive; nil for always.
    public var availableUntil: LocalDate?
    public var ships: Shipping
    /// Where its PDF is, for people who print themselves.
    public var download: String?
    public var imprint: Imprint
    /// The smallest packaging that it goes into, by the tariff's name; nil for any.
    public var packaging: String?

    /// From when an item can be posted.
    public enum Shipping: Sendable, Hashable {
        case inStock
        case from(LocalDate)
        /// Not printed yet, and nobody knows when.
        case unknown
    }

    /// What the law wants printed on it (RPA 1983 s110, PPERA 2000 s143).
    public enum Imprint: Sendable, Hashable {
        /// The item needs none.
        case notNeeded
        /// The campaign's own; without one the item isn't sent out.
        case campaign
        /// This text.
        case text(String)
    }

    public init(
        sku: String, title: String, titles: [Language: String] = [:], weightGrams: Double = 0,
        thicknessMillimetres: Double = 0, pack: Int = 1,
        maximum: Int = 1000, perPacket: Int? = nil, availableFrom: LocalDate? = nil, availableUntil: LocalDate? = nil,
        ships: Shipping = .inStock, download: String? = nil, imprint: Imprint = .notNeeded,
        packaging: String? = nil
    ) {
        self.sku = sku
        self.title = title
        self.titles = titles
        self.weightGrams = weightGrams
        self.thicknessMillimetres = thicknessMillimetres
        self.pack = pack
        self.maximum = maximum
        self.perPacket = perPacket
        self.availableFrom = availableFrom
        self.availableUntil = availableUntil
        self.ships = ships
        self.download = download
        self.imprint = imprint
        self.packaging = packaging
    }

    /// What people call it in this language.
    public func title(in language: Language) -> String {
        titles[language] ?? title
    }

    /// Whether its packets can be weighed before they are packed.
    public var isMeasured: Bool { weightGrams > 0 && thicknessMillimetres > 0 }

    /// Whether its packets can be posted on this day.
    public func ships(on day: LocalDate) -> Bool {
        switch ships {
        case .inStock: true
        case .from(let first): first <= day
        case .unknown: false
        }
    }
}

/// Everything that can be ordered, by sku.
public struct Catalogue: Sendable, Hashable {
    /// In the order of the file.
    public let items: [Item]
    private let bySKU: [String: Item]

    /// - Parameter items: no two with the same sku; of two, the first counts.
    public init(items: [Item]) {
        self.items = items
        bySKU = Dictionary(items.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(sku: String) -> Item? {
        bySKU[sku]
    }

    /// The skus that can be posted on this day, and those that can't yet.
    public func shipping(on day: LocalDate) -> (ships: Set<String>, waits: Set<String>) {
        let ships = Set(items.filter { $0.ships(on: day) }.map(\.sku))
        return (ships, Set(items.map(\.sku)).subtracting(ships))
    }
}

extension Item {
    /// Whether it is offered on this day: it can be ordered already, and its packet may still arrive.
    public func isOrderable(on day: LocalDate) -> Bool {
        (availableFrom.map { $0 <= day } ?? true) && (availableUntil.map { day <= $0 } ?? true)
    }
}
