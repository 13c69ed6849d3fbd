import Orders

extension FormEntry {
    /// An entry after the rules have looked at it.
    struct Checked {
        var submission: Submission
        /// Everything that is wrong, in the order of the page; empty if it can be sent.
        var errors: [FieldError]
        /// What validation says: without errors it has the order.
        var verdict: Verdict
    }

    /// Checks it by the rules of the one door, and by what only a form can get wrong.
    func checked(by rules: Rules, needsConsent: Bool) -> Checked {
        var errors: [FieldError] = []
        var submission = submission
        for packs in packs where !packs.isNone {
            let item = rules.catalogue[packs.sku]
            if let copies = packs.copies(inPacksOf: item?.pack ?? 1) {
                submission.items.append(.init(item: packs.sku, quantity: copies))
            } else {
                let isShown = rules.shown.contains { $0.sku == packs.sku }
                let field = isShown ? packs.sku : rules.shown.first?.sku ?? ""
                errors.append(
                    FieldError(
                        "packs-\(field)", topic: "packs", "number",
                        ["title": item?.title(in: language) ?? packs.sku]))
            }
        }
        let day = DayEntry(self)
        submission.neededBy = day.text
        if day.isIncomplete {
            errors.append(FieldError("needed-day", topic: "needed", "incomplete"))
            submission.neededBy = nil
        }
        if needsConsent, !hasConsent {
            errors.append(FieldError("consent", "missing"))
        }
        let verdict = submission.validated(by: rules)
        let hasItemErrors = errors.contains { $0.topic == "packs" }
        for problem in verdict.problems
        where !(hasItemErrors && problem.field == "items" && problem.problem == "is missing") {
            let error = FieldError(problem, in: self, rules: rules)
            // One mistake beside one field: the first says enough.
            if !errors.contains(where: { $0.field == error.field }) { errors.append(error) }
        }
        return Checked(submission: submission, errors: errors.inOrder(of: rules), verdict: verdict)
    }

    /// What was written, but for items and day.
    private var submission: Submission {
        func text(_ name: String) -> String? { self[name].isEmpty ? nil : self[name] }
        return Submission(
            name: text("name"), email: text("email"), organisation: text("organisation"),
            addressLines: ["address-line1", "address-line2", "address-line3"].map { self[$0] },
            town: text("town"), postcode: text("postcode"), country: text("country"), purpose: text("purpose"),
            note: text("note"), language: language.rawValue)
    }
}

extension FormEntry.Packs {
    /// Nothing, or a nought: none are wanted.
    fileprivate var isNone: Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }

    /// The copies in so many packs, in digits; nil for what is no number. Too many for an integer are too many copies
    /// as well, which the rules say.
    fileprivate func copies(inPacksOf pack: Int) -> String? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        let (copies, overflow) = (Int(text) ?? .max).multipliedReportingOverflow(by: max(1, pack))
        return String(overflow ? .max : copies)
    }
}

/// A day in three inputs.
struct DayEntry {
    private let day: String
    private let month: String
    private let year: String

    init(_ entry: FormEntry) {
        day = entry["needed-day"].trimmedBlanks
        month = entry["needed-month"].trimmedBlanks
        year = entry["needed-year"].trimmedBlanks
    }

    /// Whether something stands in some of them and not in others.
    var isIncomplete: Bool {
        let all = [day, month, year]
        return all.contains(where: \.isEmpty) && !all.allSatisfy(\.isEmpty)
    }

    /// As validation reads it; what is no date as a person writes it; nil for nothing.
    var text: String? {
        if [day, month, year].allSatisfy(\.isEmpty) { return nil }
        if let year = Int(year), let month = Int(month), let day = Int(day), self.year.utf8.count == 4,
            let date = LocalDate(year: year, month: month, day: day)
        {
            return date.description
        }
        return "\(day) \(month) \(year)"
    }
}

extension Rules {
    /// The items that the form offers: those that can be ordered today and may still come in time.
    var shown: [Item] {
        catalogue.items.filter { $0.isOrderable(on: today) }
    }

    /// Whether the campaign takes orders today.
    var isOpen: Bool { closes.map { $0 >= today } ?? true }
}

extension [FieldError] {
    /// As the inputs stand on the page.
    func inOrder(of rules: Rules) -> [FieldError] {
        let places = rules.shown.map { "packs-\($0.sku)" } + FormEntry.names
        func place(_ error: FieldError) -> Int {
            if let place = places.firstIndex(of: error.field) { return place }
            return error.topic == "purpose" ? places.firstIndex(of: "purpose") ?? 0 : 0
        }
        return enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
    }
}
