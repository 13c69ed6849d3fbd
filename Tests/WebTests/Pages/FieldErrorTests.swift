import Orders
import Testing

@testable import Web

/// That everything which validation can find wrong with a form has words of its own.
@Suite struct FieldErrorTests {
    private static let long = String(repeating: "x", count: 1_100)
    /// What people type, and worse.
    private static let bad = [
        "", "   ", "@x", "(x)", "NFA", "no fixed abode", "–", "a\u{7}b", "a\u{202E}b", "a\u{FFFD}b", "a\nb", long,
        "RH6 OHP", "XQ1 1AA", "M9 0CI", "BFPO", "BFPO X", "D02 X28O", "GX11 1AB", "D02 X285", "BFPO 57", "JE2 3AB",
        "x@y", "a b@example.org", "a@b@c", long + "@example.org", "uk", "Ireland", "IE", "GI", "QQ", "DE", "0", "1,000",
        "2026-13-01", "Leeds, LS1 4AP",
    ]

    private static let fields = FormEntry.names.filter { $0 != "consent" } + ["packs-leaflet-1", "packs-gone"]

    @Test(arguments: fields, ["GB", "IE", "DE"])
    func `no problem falls back on validation's own words`(field: String, country: String) throws {
        let templates = try PagesWorld.templates.get()
        let rules = Rules(
            catalogue: Catalogue(items: PagesWorld.items), today: try #require(LocalDate("2026-12-07")),
            emailRequired: true)
        var found: Set<FieldError> = []
        for text in Self.bad {
            var typed = PagesWorld.person
            typed["country"] = country
            typed[field] = text
            let entry = FormEntry(
                WebRequest.Fields(typed.map { (name: $0.key, value: $0.value) }), language: .english)
            for error in entry.checked(by: rules, needsConsent: true).errors {
                guard found.insert(error).inserted else { continue }
                let key = error.key(in: templates)
                #expect(key != "error.any.other", "\(field) = \(text.prefix(20)): \(error)")
                for language in Language.allCases {
                    var page = error.page(templates)
                    page["example"] = "21 12 2026"
                    let words = templates.render(key, page, in: language)
                    #expect(!words.isEmpty && !words.contains("“”") && !words.hasPrefix(":"), "\(key): \(words)")
                    #expect(!words.contains("  "), "\(key): \(words)")
                }
            }
        }
        if field != "organisation", field != "note" { #expect(!found.isEmpty) }
    }
}
