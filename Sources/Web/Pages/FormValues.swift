import Fulfilment
import Orders

/// What the templates see of a form: its fields with what stands in them and what is wrong with it.
struct FormValues {
    let entry: FormEntry
    let rules: Rules
    let errors: [FieldError]
    let templates: WebTemplates

    /// The values of the whole order form, but for the items' pictures and downloads.
    var page: [String: Any] {
        var values: [String: Any] = [
            "fields": fields, "countries": countries, "purposes": purposes, "isOpen": rules.isOpen,
            "hasItems": !rules.shown.isEmpty,
        ]
        let example = rules.today.advanced(by: 14).components
        values["example"] = "\(example.day) \(example.month) \(example.year)"
        values["closes"] = rules.closes?.words(in: entry.language)
        values.merge(summary) { $1 }
        return values
    }

    /// The list of errors, first on the page.
    var summary: [String: Any] {
        ["errors": errors.map { $0.page(templates) }, "hasErrors": !errors.isEmpty]
    }

    /// The fields by name: text inputs, and what the others need.
    var fields: [String: Any] {
        var fields: [String: Any] = [:]
        for name in FormEntry.names { fields[name] = field(name) }
        return fields
    }

    /// One text input.
    ///
    /// - Parameters:
    ///   - id: Its id and name.
    ///   - value: nil for what the entry says.
    func field(_ id: String, value: String? = nil, label: String? = nil) -> [String: Any] {
        let error = errors.first { $0.field == id }
        let hint = templates.hasWord("field.\(id).hint") ? "field.\(id).hint" : nil
        var field: [String: Any] = ["id": id, "label": label ?? "field.\(id).label", "value": value ?? entry[id]]
        field["hint"] = hint
        field["error"] = error?.page(templates)
        let describers = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap { $0 }
        field["describedBy"] = describers.isEmpty ? nil : describers.joined(separator: " ")
        field["isTicked"] = id == "consent" && entry.hasConsent
        let traits = Self.traits[id] ?? Traits()
        field["autocomplete"] = traits.autocomplete
        field["type"] = traits.type
        field["width"] = traits.width
        field["isOptional"] = traits.isOptional
        field["inputmode"] = traits.inputmode
        field["spellcheck"] = traits.isSpelt ? nil : "false"
        return field
    }

    /// An item's input, for its packs.
    func packs(of item: Item) -> [String: Any] {
        let id = "packs-\(item.sku)"
        var values = field(id, value: entry.packs(of: item.sku))
        values["title"] = item.title(in: entry.language)
        values["sku"] = item.sku
        values["pack"] = item.pack.grouped
        values["isPacked"] = item.pack > 1
        values["isOnePack"] = item.maximum / max(1, item.pack) == 1
        values["most"] = (item.maximum / max(1, item.pack)).grouped
        values["mostCopies"] = item.maximum.grouped
        values["until"] = item.availableUntil?.words(in: entry.language)
        values["describedBy"] = ([values["describedBy"] as? String, "\(id)-about"].compactMap { $0 })
            .joined(separator: " ")
        switch item.ships {
        case .inStock: break
        case .from(let first) where first <= rules.today: break
        case .from(let first): values["shipsFrom"] = first.words(in: entry.language, .onIt)
        case .unknown: values["isUnprinted"] = true
        }
        return values
    }

    private var purposes: [[String: Any]] {
        Purpose.allCases.map { purpose in
            [
                "id": "purpose-\(purpose.rawValue)", "value": purpose.rawValue, "label": "purpose.\(purpose.rawValue)",
                "isChosen": entry["purpose"] == purpose.rawValue,
            ]
        }
    }

    var countries: [[String: Any]] { Self.countries(chosen: entry["country"], in: entry.language) }

    /// Where we mostly send to, then all others by their names in the page's language.
    static func countries(chosen: String, in language: Language) -> [[String: Any]] {
        let near = nearby.map { country in
            [
                "value": country.rawValue, "words": "country.\(country.rawValue)",
                "isChosen": country.rawValue == chosen,
            ] as [String: Any]
        }
        let far = CountryName.names(in: language).filter { !nearby.contains($0.country) }.map { name in
            ["value": name.country.rawValue, "name": name.text, "isChosen": name.country.rawValue == chosen]
                as [String: Any]
        }
        return near + far
    }

    static let nearby: [Country] = [.unitedKingdom, .ireland, .gibraltar, .guernsey, .isleOfMan, .jersey]

    /// What a browser should know of an input.
    private struct Traits {
        var autocomplete: String?
        var type = "text"
        /// A class of the style sheet.
        var width: String?
        var isOptional = false
        var inputmode: String?
        var isSpelt = true
    }

    private static let traits: [String: Traits] = [
        "name": Traits(autocomplete: "name", isSpelt: false),
        "email": Traits(autocomplete: "email", type: "email", inputmode: "email", isSpelt: false),
        "organisation": Traits(autocomplete: "organization", isOptional: true),
        "address-line1": Traits(autocomplete: "address-line1"),
        "address-line2": Traits(autocomplete: "address-line2", isOptional: true),
        "address-line3": Traits(autocomplete: "address-line3", isOptional: true),
        "town": Traits(autocomplete: "address-level2", width: "width-town"),
        "postcode": Traits(autocomplete: "postal-code", width: "width-postcode", isSpelt: false),
        "needed-day": Traits(width: "width-2", inputmode: "numeric"),
        "needed-month": Traits(width: "width-2", inputmode: "numeric"),
        "needed-year": Traits(width: "width-4", inputmode: "numeric"),
        "note": Traits(isOptional: true),
    ]
}
