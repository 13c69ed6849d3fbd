/// A country or territory by its ISO 3166-1 alpha-2 code, upper case: `GB`.
///
/// Only codes that ISO has assigned officially; their names stand in `Country+Names.swift`.
public struct Country: RawRepresentable, Sendable, Hashable, Codable {
    public let rawValue: String

    /// - Parameter rawValue: an assigned code in upper case.
    public init?(rawValue: String) {
        guard let index = Self.index(of: rawValue, ignoringCase: false), Self.names[index] != nil else { return nil }
        self.rawValue = rawValue
    }

    /// The country with this code, in upper or lower case.
    public init?(code: String) {
        guard let index = Self.index(of: code, ignoringCase: true), Self.names[index] != nil else { return nil }
        rawValue = code.uppercased()
    }

    private init(assigned code: String) {
        rawValue = code
    }

    public static let unitedKingdom = Country(assigned: "GB")
    public static let jersey = Country(assigned: "JE")
    public static let guernsey = Country(assigned: "GG")
    public static let isleOfMan = Country(assigned: "IM")
    public static let ireland = Country(assigned: "IE")
    public static let gibraltar = Country(assigned: "GI")

    /// The English name, as people write it on an envelope: `Ireland`.
    public var englishName: String {
        Self.index(of: rawValue, ignoringCase: false).flatMap { Self.names[$0] } ?? rawValue
    }

    /// Whether its post is British: the United Kingdom and the Crown dependencies, whose addresses name no country.
    public var usesBritishPost: Bool {
        switch self {
        case .unitedKingdom, .jersey, .guernsey, .isleOfMan: true
        default: false
        }
    }

    /// Reads a code as people write it.
    ///
    /// - Returns: a problem with `country` as its field, and the code that was probably meant as its hint.
    public static func read(_ text: String) -> Result<Country, Problem> {
        if let country = Country(code: text) {
            return .success(country)
        }
        let meant = meaning(of: text).map { "did you mean \($0.rawValue)?" }
        return .failure(
            Problem(
                field: "country", problem: "\(text.quoted) is no country code",
                hint: meant ?? "write the two letters of ISO 3166, GB or IE for example, or leave it out"))
    }

    /// The country that a word for it, not its code, means: `UK`, `Wales`, `Ireland`.
    static func meaning(of text: String) -> Country? {
        let wanted = text.folded
        guard !wanted.isEmpty else { return nil }
        if namesOfTheUnitedKingdom.contains(wanted) { return .unitedKingdom }
        switch wanted {
        case "eire", "republicofireland", "roi", "irl": return .ireland
        case "usa": return Country(code: "US")
        case "holland": return Country(code: "NL")
        case "gy": return .guernsey
        default: break
        }
        guard let index = names.firstIndex(where: { $0?.folded == wanted }) else { return nil }
        let letters = [UInt8(index / 26), UInt8(index % 26)].map { $0 + UInt8(ascii: "A") }
        return Country(assigned: String(decoding: letters, as: UTF8.self))
    }

    /// Whether the text says nothing but the United Kingdom, or one of its countries.
    static func isNameOfTheUnitedKingdom(_ text: String) -> Bool {
        // The longest of them, generously punctuated; this is asked of every address.
        text.utf8.count <= 64 && namesOfTheUnitedKingdom.contains(text.folded)
    }

    private static let namesOfTheUnitedKingdom: Set<String> = [
        "unitedkingdom", "theunitedkingdom", "uk", "gb", "gbr", "greatbritain", "britain", "england", "scotland",
        "wales", "cymru", "northernireland",
        "unitedkingdomofgreatbritainandnorthernireland",
    ]

    /// The place of two letters among all 676 pairs.
    private static func index(of code: String, ignoringCase: Bool) -> Int? {
        guard code.utf8.count == 2 else { return nil }
        var index = 0
        for byte in code.utf8 {
            let upper = ignoringCase ? byte.asciiUppercased : byte
            guard upper.isASCIIUppercase else { return nil }
            index = index * 26 + Int(upper - UInt8(ascii: "A"))
        }
        return index
    }
}
