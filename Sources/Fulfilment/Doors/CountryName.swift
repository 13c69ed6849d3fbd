import Foundation
public import Orders

/// A country as a page in some language names it. On the envelope its English name stands.
public struct CountryName: Sendable, Hashable {
    public var country: Country
    public var text: String

    /// All countries in the order of the alphabet.
    public static func names(in language: Language) -> [CountryName] {
        switch language {
        case .english: english
        case .welsh: welsh
        }
    }

    /// The country that is called so in Welsh, however it is capitalised; nil for any other word.
    static func country(welsh text: String) -> Country? {
        let wanted = text.foldedForMail
        return welsh.first { $0.text.foldedForMail == wanted }?.country
    }

    private static let english = countries.map { CountryName(country: $0, text: $0.englishName) }
        .sorted { $0.text < $1.text }

    /// By Unicode's own lists (CLDR), which Foundation has; English where these have no name.
    private static let welsh: [CountryName] = {
        let locale = Locale(identifier: Language.welsh.rawValue)
        func name(of country: Country) -> CountryName {
            let text = locale.localizedString(forRegionCode: country.rawValue)
            return CountryName(country: country, text: text ?? country.englishName)
        }
        // An accent makes no other letter: Côte d'Ivoire stands beside Costa Rica.
        return countries.map(name).sorted {
            $0.text.compare($1.text, options: [.caseInsensitive, .diacriticInsensitive]) == .orderedAscending
        }
    }()

    private static let countries: [Country] = {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(decoding: [$0], as: UTF8.self) }
        return letters.flatMap { first in letters.compactMap { Country(rawValue: first + $0) } }
    }()
}
