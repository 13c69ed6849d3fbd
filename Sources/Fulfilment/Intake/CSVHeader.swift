import Orders

/// What the columns of a CSV file mean, read from its first record.
struct CSVHeader: Sendable {
    /// What a column is for.
    enum Meaning: Sendable, Hashable {
        case field(SubmissionField)
        /// How many of this item.
        case quantity(sku: String)
        case ignored
    }

    /// For each column what it means, and its heading as written.
    let meanings: [Meaning]
    let headings: [String]
    let columns: SubmissionColumns
    /// Columns that are ignored, with what was probably meant.
    let warnings: [Problem]

    /// How many columns a heading may be looked for in; more is no header of ours.
    private static let mostColumns = 1_000

    /// - Parameters:
    ///   - headings: as written.
    ///   - mapping: `queue.columns`: from another heading to a field's name or to an item.
    ///   - line: where the header stands, for the report.
    /// - Throws: `FileProblem`, if a column that every order needs is missing or stands there twice.
    init(_ headings: [String], mapping: [String: String], name: String, line: Int) throws(FileProblem) {
        let meanings = headings.prefix(Self.mostColumns).map { Self.meaning(of: $0, mapping: Self.folded(mapping)) }
        self.headings = headings
        self.meanings = meanings + Array(repeating: .ignored, count: headings.count - meanings.count)
        try Self.refuseDoubled(meanings, headings, name, line)
        try Self.refuseMissing(meanings, headings, name, line)
        var byField: [SubmissionField: SubmissionColumns.Column] = [:]
        var itemColumns: [SubmissionColumns.Column] = []
        var warnings: [Problem] = []
        for (index, meaning) in meanings.enumerated() {
            let column = SubmissionColumns.Column(index: index, heading: headings[index])
            switch meaning {
            case .field(let field): byField[field] = column
            case .quantity: itemColumns.append(column)
            case .ignored:
                if let warning = Self.warning(for: column, unused: meanings) { warnings.append(warning) }
            }
        }
        columns = SubmissionColumns(byField: byField, itemColumns: itemColumns)
        self.warnings = warnings
    }

    /// How many of these headings mean something: what tells the delimiter.
    static func known(_ headings: [String], mapping: [String: String]) -> Int {
        let folded = folded(mapping)
        return headings.prefix(mostColumns).count { meaning(of: $0, mapping: folded) != .ignored }
    }

    private static func folded(_ mapping: [String: String]) -> [String: String] {
        Dictionary(
            mapping.map { (SubmissionField.folded($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private static func meaning(of heading: String, mapping: [String: String]) -> Meaning {
        if let target = mapping[SubmissionField.folded(heading)] {
            return SubmissionField(heading: target).map(Meaning.field) ?? .quantity(sku: target)
        }
        return SubmissionField(heading: heading).map(Meaning.field) ?? .ignored
    }

    private static func warning(for column: SubmissionColumns.Column, unused meanings: [Meaning]) -> Problem? {
        // A column without a heading and, further on, without content is what spreadsheets leave behind.
        guard !SubmissionField.folded(column.heading).isEmpty else { return nil }
        let free = SubmissionField.allCases.filter { !meanings.contains(.field($0)) && $0 != .problem }.map(\.heading)
        let nearest = NearestName.of(column.heading, among: free).map { "did you mean “\($0)”?" }
        return Problem(
            field: "header", column: column.letter, problem: "the column “\(shortened(column.heading))” is ignored",
            hint: nearest ?? "queue.columns in the settings says what other headings mean")
    }

    private static func refuseDoubled(
        _ meanings: [Meaning], _ headings: [String], _ name: String, _ line: Int
    ) throws(FileProblem) {
        var first: [Meaning: Int] = [:]
        for (index, meaning) in meanings.enumerated() where meaning != .ignored && meaning != .field(.problem) {
            guard let earlier = first.updateValue(index, forKey: meaning) else { continue }
            let letters = [earlier, index].map { SubmissionColumns.Column.letter($0) }
            throw FileProblem(
                .content, name: name, line: line,
                problem: "has two columns for the same thing: \(letters[0]) (“\(shortened(headings[earlier]))”) and "
                    + "\(letters[1]) (“\(shortened(headings[index]))”)",
                hint: "delete or rename one of them")
        }
    }

    /// Every order has a name, an address, a town and an item; a postcode, unless a country says that it may have none.
    private static func refuseMissing(
        _ meanings: [Meaning], _ headings: [String], _ name: String, _ line: Int
    ) throws(FileProblem) {
        func has(_ field: SubmissionField) -> Bool { meanings.contains(.field(field)) }
        let hasQuantities = meanings.contains { if case .quantity = $0 { true } else { false } }
        var missing: [SubmissionField] = []
        if !has(.name) { missing.append(.name) }
        if !SubmissionField.addressLines.contains(where: has) { missing.append(.addressLine1) }
        if !has(.town) { missing.append(.town) }
        if !has(.postcode), !has(.country) { missing.append(.postcode) }
        if has(.item) != has(.quantity) {
            missing.append(has(.item) ? .quantity : .item)
        } else if !has(.items), !has(.item), !hasQuantities {
            missing.append(.items)
        }
        guard !missing.isEmpty else { return }

        let unknown = zip(meanings, headings).filter { $0.0 == .ignored }.map(\.1)
            .filter { !SubmissionField.folded($0).isEmpty }
        let isNoHeader = missing.count == 5 || !meanings.contains { $0 != .ignored }
        let guesses = missing.compactMap { field in
            NearestName.of(field.heading, among: unknown).map { "“\(shortened($0))” should be “\(field.heading)”?" }
        }
        let found = isNoHeader ? "the first row is no header" : "the header has \(listed(headings))"
        let hint =
            isNoHeader
            ? "the first row names the columns: name, address line 1, town, postcode, items, …"
            : guesses.isEmpty
                ? "add the column, or say in queue.columns which heading means it" : guesses.joined(separator: ", ")
        throw FileProblem(
            .content, name: name, line: line,
            problem: "lacks \(missing.count == 1 ? "the column" : "the columns") "
                + missing.map { "“\($0.heading)”" }.joined(separator: ", ") + "; \(found)",
            hint: hint)
    }

    private static func listed(_ headings: [String]) -> String {
        let shown = headings.prefix(20).map { "“\(shortened($0))”" }.joined(separator: ", ")
        return headings.count > 20 ? shown + ", …" : shown
    }

    private static func shortened(_ heading: String) -> String {
        heading.count > 40 ? heading.prefix(39) + "…" : heading
    }
}
