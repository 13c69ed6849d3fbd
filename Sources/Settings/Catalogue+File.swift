public import Orders

extension Catalogue {
    /// Reads and checks a catalogue file.
    ///
    /// - Throws: `SettingsError` with every problem, by line.
    public static func load(_ path: String) throws(SettingsError) -> Catalogue {
        try read(yaml: EditedFile.read(path), file: path)
    }

    /// Reads a catalogue from a file's text: a mapping with one key, `items`, whose items have the keys of `keys`.
    ///
    /// - Parameter file: the file's path, for its folder and for the problems.
    /// - Throws: `SettingsError` with every problem, by line.
    public static func read(yaml text: String, file: String) throws(SettingsError) -> Catalogue {
        let root = try Entry.parse(yaml: text, file: file)
        var problems: [SettingsProblem] = []
        var items: [Item] = []
        var lines: [String: Int] = [:]
        for (number, entry) in itemEntries(in: root, file: file, problems: &problems).enumerated() {
            let item = read(entry, number: number + 1, file: file, problems: &problems)
            guard !item.sku.isEmpty else { continue }
            if let first = lines[item.sku] {
                problems.append(
                    SettingsProblem(
                        file: file, line: entry.line, key: "items[\(number + 1)].sku",
                        problem: "\(item.sku.quoted) stands twice, first in line \(first)",
                        hint: "give each item a sku of its own"))
            } else {
                lines[item.sku] = entry.line ?? 0
                items.append(item)
            }
        }
        try SettingsError.throwing(problems.inOrder)
        return Catalogue(items: items)
    }

    private static func itemEntries(
        in root: Entry?, file: String, problems: inout [SettingsProblem]
    ) -> [Entry] {
        var items: Entry?
        if case .map(let pairs) = root?.content {
            for pair in pairs {
                if pair.key == "items" {
                    items = pair.value
                } else {
                    problems.append(
                        SettingsProblem(
                            file: file, line: pair.line, key: pair.key, problem: "is no key that is known",
                            hint: "a catalogue has only items"))
                }
            }
        }
        guard case .list(let entries) = items?.content, !entries.isEmpty else {
            problems.append(
                SettingsProblem(
                    file: file, line: (items ?? root)?.line, key: "items",
                    problem: items.map { "is \($0.whatItIs), not a list of items" } ?? "isn't there",
                    hint: "write items: and below it one item for each hyphen"))
            return []
        }
        return entries
    }

    private static func read(
        _ entry: Entry, number: Int, file: String, problems: inout [SettingsProblem]
    ) -> Item {
        var item = Item(sku: "", title: "")
        var own: [SettingsProblem] = []
        let found = keys.find(in: entry, file: file, folder: file.folder, problems: &own)
        for key in keys.keys {
            if let written = found[key.path] {
                keys.take(written, of: key, into: &item, problems: &own)
            } else if key.isRequired {
                own.append(
                    SettingsProblem(
                        file: file, line: entry.line, key: key.path, problem: "is missing",
                        hint: "write \(key.expectation)"))
            }
            key.settle(&item, file.folder)
        }
        if own.isEmpty {
            own += contradictions(in: item).map { key, problem, hint in
                SettingsProblem(
                    file: file, line: found[key]?.line ?? entry.line, key: key, problem: problem, hint: hint)
            }
        }
        let name = "items[\(number)]"
        problems += own.map { problem in
            var problem = problem
            problem.key = problem.key.isEmpty ? name : "\(name).\(problem.key)"
            return problem
        }
        return item
    }

    private static func contradictions(in item: Item) -> [(key: String, problem: String, hint: String)] {
        var found: [(key: String, problem: String, hint: String)] = []
        if let from = item.availableFrom, let until = item.availableUntil, until < from {
            found.append(("availableUntil", "\(until) is before availableFrom, \(from)", "write a later date"))
        }
        return found
    }
}

extension Catalogue {
    /// The keys of an item.
    static let keys = KeyTable<Item>([
        Key("sku", \.sku, .name, isRequired: true, "What orders call it."),
        Key("title", \.title, .text, isRequired: true, "What people call it."),
        Key("titles", \.titles, .titles, "What people call it in a language, where that is something else."),
        Key("weightGrams", \.weightGrams, .number(0.001...20_000, "grams"), "The weight of one copy."),
        Key(
            "thicknessMillimetres", \.thicknessMillimetres, .number(0.001...500, "millimetres"),
            "The thickness of one copy."),
        Key("pack", \.pack, .whole(1...100_000, "copies"), "Copies in a pack: a quantity is a multiple of it."),
        Key("maximum", \.maximum, .whole(1...1_000_000, "copies"), "The most that one order may ask for."),
        Key("perPacket", \.perPacket, .whole(1...1_000_000, "copies"), "The most that go in one packet."),
        Key("availableFrom", \.availableFrom, .date, "The first day on which it can be ordered."),
        Key("availableUntil", \.availableUntil, .date, "The last day on which its packet may arrive."),
        Key("shipsFrom", \.ships, .shipping, "From when it is posted."),
        Key("download", \.download, .download, "Where its PDF is."),
        Key("imprint", \.imprint, .imprint, "The imprint that it must carry."),
        Key("packaging", \.packaging, .name, "The smallest packaging of the tariff that it goes into."),
    ])
}

extension Notation where Value == [Language: String] {
    /// `{cy: Taflen gyntaf}`.
    fileprivate static let titles = record(
        "a mapping of languages to titles, like {cy: Taflen gyntaf}", like: "{cy: Taflen gyntaf}",
        of: KeyTable<[Language: String]>([
            Key("en", \.[.english], .text, "In English."), Key("cy", \.[.welsh], .text, "In Welsh."),
        ]), fresh: [:],
        write: { titles in
            let pairs = Language.allCases.compactMap { language in
                titles[language].map { "\(language.rawValue): \($0.asYAML)" }
            }
            return "{\(pairs.joined(separator: ", "))}"
        })
}

extension Notation where Value == Item.Shipping {
    /// A date, `unknown`, or null for in stock.
    fileprivate static let shipping = single(
        "a date of the form YYYY-MM-DD, unknown (not printed yet), or null (in stock)",
        write: { shipping in
            switch shipping {
            case .inStock: "null"
            case .from(let date): date.description
            case .unknown: "unknown"
            }
        },
        read: { (text) throws(Fault) in
            if text == "unknown" {
                return .unknown
            }
            guard let date = LocalDate(text) else {
                throw Fault(problem: "\(text.quoted) is neither a date in the calendar nor the word unknown")
            }
            return .from(date)
        })
}

extension Notation where Value == Item.Imprint {
    /// `campaign`, a text, or null for none.
    fileprivate static let imprint = Notation<String>.text.converted(
        "campaign (the campaign's own), a text, or null (none is needed)",
        to: { $0 == "campaign" ? .campaign : .text($0) },
        from: { (imprint: Item.Imprint) in
            switch imprint {
            case .notNeeded: "null"
            case .campaign: "campaign"
            case .text(let text): text
            }
        })
}
