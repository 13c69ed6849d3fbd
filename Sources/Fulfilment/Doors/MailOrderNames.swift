import Orders

/// What the items of a catalogue are called in a message: by sku, by title, or by both, `First leaflet (leaflet-1)`.
struct ItemNames: Sendable {
    /// What a name means.
    enum Meaning: Sendable, Hashable {
        case item(sku: String)
        /// Several items are called so.
        case several
    }

    private var meanings: [String: Meaning] = [:]
    /// The longest name, in words that blanks part.
    private(set) var mostWords = 1
    /// The one item that "leaflets" can mean; nil if there are several, or none.
    private(set) var onlyItem: String?

    init(catalogue: Catalogue, today: LocalDate) {
        for item in catalogue.items {
            add(item.sku, item.sku)
            for title in ([item.title] + Language.allCases.map(item.title(in:))).uniqued {
                for name in [title, "\(title) (\(item.sku))"] { add(name, item.sku) }
            }
        }
        let orderable = catalogue.items.filter { $0.availableFrom.map { $0 <= today } ?? true }
        onlyItem = orderable.count == 1 ? orderable[0].sku : nil
    }

    private mutating func add(_ name: String, _ sku: String) {
        let folded = name.foldedForMail
        guard !folded.isEmpty else { return }
        mostWords = min(12, max(mostWords, name.split { $0 == " " || $0 == "-" }.count))
        let meaning = Meaning.item(sku: sku)
        meanings[folded] = meanings[folded].map { $0 == meaning ? meaning : .several } ?? meaning
    }

    /// What this name means, as it stands in the catalogue; nil if nothing is called so.
    func meaning(of name: String) -> Meaning? {
        meanings[name.foldedForMail]
    }

    /// The same for a folded name, which may be in the plural where the catalogue has the singular.
    func meaning(ofFolded folded: String) -> Meaning? {
        if let exact = meanings[folded] { return exact }
        guard folded.hasSuffix("s") else { return meanings[folded + "s"] }
        return meanings[String(folded.dropLast())]
            ?? (folded.hasSuffix("es") ? meanings[String(folded.dropLast(2))] : nil)
    }
}
