import Orders

extension LocalDate {
    /// A date that the test writes as text; 1970-01-01 where it is none, which no test expects.
    static func on(_ text: String) -> LocalDate {
        LocalDate(text) ?? LocalDate(dayNumber: 0)
    }
}

extension Submission {
    /// A submission with nothing wrong in it, changed as the test needs.
    static func fixture(_ change: (inout Submission) -> Void = { _ in }) -> Submission {
        var submission = Submission(
            id: "web-000123", name: "Aisha Khan", email: "aisha@example.org", organisation: "Example Works",
            addressLines: ["Unit 2", "1 Example Street", "Higher Blackley"], town: "Manchester", postcode: "m90sq",
            country: "GB", items: [RequestedItem(item: "leaflet-1", quantity: "100")], purpose: "own-workplace",
            neededBy: "2026-12-17", note: "For the early shift", language: "en")
        change(&submission)
        return submission
    }
}

extension Catalogue {
    static let fixture = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", pack: 25, maximum: 1000),
        Item(sku: "poster-a3", title: "Poster", pack: 5, maximum: 100),
        Item(sku: "badge", title: "Badge", pack: 1, maximum: 50),
    ])
}

extension Rules {
    /// Tuesday 2026-12-01.
    static func fixture(_ change: (inout Rules) -> Void = { _ in }) -> Rules {
        var rules = Rules(catalogue: .fixture, today: .on("2026-12-01"))
        change(&rules)
        return rules
    }

    static func selling(_ item: Item) -> Rules {
        fixture { $0.catalogue = Catalogue(items: [item]) }
    }
}

extension Verdict {
    /// "postcode: is missing; a British postcode looks like M9 0SQ"
    var complaints: [String] {
        problems.map { "\($0.field): \($0.problem); \($0.hint ?? "–")" }
    }

    var fields: [String] {
        problems.map(\.field)
    }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
