/// What a packet weighs, in which format it goes and what that costs, fixed when the batch is closed.
///
/// It is reckoned from the items' weight and thickness, the packaging and the tariff of that day; the manifest and the
/// order sheets show it, however old they are.
public struct PacketPostage: Sendable, Hashable, Codable {
    /// With its packaging, in whole grams, rounded up; nil where an item has no weight.
    public var weightGrams: Int?
    /// Of the filled packaging, in millimetres; nil where an item has no thickness.
    public var thicknessMillimetres: Double?
    /// The format by the tariff's name, `large-letter`; nil: to be weighed at the counter.
    public var format: String?
    /// The most that this band takes, in grams; nil: to be weighed at the counter.
    public var bandGrams: Int?
    /// In pence; nil: to be weighed at the counter.
    public var pricePence: Int?
    /// The class or service, `2nd`; `abroad` where the inland tariff says nothing.
    public var service: String
    /// What Click & Drop calls the service, if the tariff says so.
    public var serviceCode: String?
    /// What it is packed in, in words: `C4 envelope`; nil where an item's weight or thickness isn't known.
    public var packaging: String?

    public init(
        weightGrams: Int? = nil, thicknessMillimetres: Double? = nil, format: String? = nil, bandGrams: Int? = nil,
        pricePence: Int? = nil, service: String, serviceCode: String? = nil, packaging: String? = nil
    ) {
        self.weightGrams = weightGrams
        self.thicknessMillimetres = thicknessMillimetres
        self.format = format
        self.bandGrams = bandGrams
        self.pricePence = pricePence
        self.service = service
        self.serviceCode = serviceCode
        self.packaging = packaging
    }
}

extension PacketPostage {
    /// The service of packets to other countries.
    public static let abroad = "abroad"

    /// Whether somebody at the counter says what it costs.
    public var isForCounter: Bool { pricePence == nil }
}
