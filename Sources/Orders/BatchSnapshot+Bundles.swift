extension BatchSnapshot {
    /// The name of the bundle of packets to another country: `abroad-FR`. Countries' codes alone would be taken for
    /// postcode areas: DE is Derby.
    public static func bundle(abroad country: Country) -> String {
        "abroad-\(country.rawValue)"
    }

    /// The country of such a bundle; nil for those at home.
    public static func countryAbroad(of bundle: String) -> Country? {
        bundle.hasPrefix("abroad-") ? Country(code: String(bundle.dropFirst(7))) : nil
    }

    /// What the bundle is called on paper: `Urgent`, `Mixed`, `M14`, `France: counter, customs?`.
    public static func bundleInWords(_ bundle: String) -> String {
        switch bundle {
        case "urgent": "Urgent"
        case "mixed": "Mixed"
        default: countryAbroad(of: bundle).map { "\($0.englishName): counter, customs?" } ?? bundle
        }
    }
}

extension PacketSnapshot {
    /// Whether it goes to another country: over the counter, perhaps with a customs form.
    public var isAbroad: Bool { BatchSnapshot.countryAbroad(of: bundle) != nil }
}
