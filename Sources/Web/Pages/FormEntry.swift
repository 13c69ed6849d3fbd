import Orders

/// What a supporter wrote into the form, field by field as it came: it is shown again whatever it is.
struct FormEntry: Sendable {
    /// The inputs that every order form has, by their names, in their order on the page; an input's id is its name.
    static let names = [
        "name", "organisation", "address-line1", "address-line2", "address-line3", "town", "postcode", "country",
        "email", "purpose", "needed-day", "needed-month", "needed-year", "note", "consent",
    ]

    /// How many packs of an item, as written.
    struct Packs: Sendable, Hashable {
        var sku: String
        var text: String
    }

    private var texts: [String: String] = [:]
    private(set) var packs: [Packs] = []
    var language: Language
    /// What stands in the field that people don't see.
    private(set) var trap = ""

    /// The name of the field that people don't see; one that no browser fills in by itself.
    static let trapName = "topic"

    /// An empty form.
    init(language: Language) {
        self.language = language
        texts["country"] = Country.unitedKingdom.rawValue
    }

    /// What a form brought.
    init(_ fields: WebRequest.Fields, language usual: Language) {
        language = (fields["to"] ?? fields["lang"]).flatMap(Language.init(rawValue:)) ?? usual
        trap = fields[Self.trapName] ?? ""
        for name in Self.names {
            texts[name] = fields[name]
        }
        for (name, value) in fields.pairs where name.hasPrefix("packs-") && packs.count < 200 {
            let sku = String(name.dropFirst("packs-".count))
            if !packs.contains(where: { $0.sku == sku }) {
                packs.append(Packs(sku: sku, text: value.trimmedBlanks))
            }
        }
    }

    /// What stands in a field; empty if nothing does.
    subscript(name: String) -> String { texts[name] ?? "" }

    /// How many packs of an item, as written.
    func packs(of sku: String) -> String {
        packs.first { $0.sku == sku }?.text ?? ""
    }

    /// Whether the box came ticked; anything else that a program may send in its place is no consent.
    var hasConsent: Bool { self["consent"] == Self.consent }

    /// What the box sends.
    static let consent = "yes"

    /// Everything that was written, as hidden fields carry it to the next page.
    var hidden: [(name: String, value: String)] {
        let pairs = Self.names.map { ($0, self[$0]) } + packs.map { ("packs-\($0.sku)", $0.text) }
        return pairs.filter { !$0.1.isEmpty } + [("lang", language.rawValue)]
            + (trap.isEmpty ? [] : [(Self.trapName, trap)])
    }
}

extension String {
    /// Without white space around it.
    var trimmedBlanks: String {
        let front = drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(front[...last])
    }
}
