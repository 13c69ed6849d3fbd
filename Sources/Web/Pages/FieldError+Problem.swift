import Orders

/// Says what validation found as a form says it: which input, and what sort of mistake. Validation writes for people who
/// see its fields' names; a supporter sees labels, in her language.
extension FieldError {
    /// - Parameter entry: The form that it was found in.
    init(_ problem: Problem, in entry: FormEntry, rules: Rules) {
        let said = Said(problem)
        var values = ["problem": problem.problem, "hint": problem.hint ?? ""]
        values["most"] = said.most
        switch problem.field {
        case "name", "organisation", "town", "note":
            self.init(problem.field, said.textKind ?? "other", meant: said.meant, values)
        case "email":
            self.init("email", said.textKind ?? (said.isTooLong ? "long" : "wrong"), meant: said.meant, values)
        case "postcode":
            values["area"] = said.area
            self.init("postcode", said.postcodeKind, meant: said.meant, values)
        case "country":
            values["fitting"] = said.fitting.map { "country.\($0)" }
            self.init("country", said.countryKind, values)
        case "items":
            let field = rules.shown.first.map { "packs-\($0.sku)" } ?? "items"
            let kind = said.textKind ?? said.itemsKind
            self.init(field, topic: "items", kind, values)
        case "item", "quantity":
            let wanted = entry.packs.filter { !$0.text.isEmpty }
            let sku = wanted.first { said.text.contains("“\($0.sku)”") }?.sku ?? wanted.first?.sku ?? ""
            let item = rules.catalogue[sku]
            values["title"] = item?.title(in: entry.language) ?? sku
            let packs = item.map { $0.maximum / max(1, $0.pack) }
            values["most"] = packs.map(\.grouped)
            // Validation refuses more than 20 times what is usual; up to there a person looks.
            values["far"] = packs.map { far in
                let (far, overflow) = far.multipliedReportingOverflow(by: 20)
                return (overflow ? .max : far).grouped
            }
            // An input that the form has no more can't be led to.
            let isShown = rules.shown.contains { $0.sku == sku }
            let field = isShown ? "packs-\(sku)" : rules.shown.first.map { "packs-\($0.sku)" } ?? "items"
            self.init(field, topic: "packs", said.itemKind, values)
        case "purpose":
            self.init("purpose-own-workplace", topic: "purpose", "unknown", values)
        case "neededBy":
            self.init("needed-day", topic: "needed", "wrong", meant: said.meantDay(in: entry.language), values)
        case let field where field.hasPrefix("addressLine"):
            let number = field.dropFirst("addressLine".count)
            values["number"] = String(number)
            let kind = said.textKind ?? (said.text.contains("lines") ? "lines" : "other")
            let isFirst = number == "1" && kind == "missing"
            self.init("address-line\(number)", topic: isFirst ? "address-line1" : "address", kind, values)
        default:
            self.init(problem.field, topic: "any", "other", values)
        }
    }
}

/// What a problem says, read off its words.
private struct Said {
    let text: String
    let hint: String

    init(_ problem: Problem) {
        text = problem.problem
        hint = problem.hint ?? ""
    }

    /// What may be wrong with any text.
    var textKind: String? {
        if text == "is missing" { return "missing" }
        if text.hasPrefix("is too long:") { return "long" }
        if text.contains("line break") { return "break" }
        if text.hasPrefix("must not hold") || text.contains("was lost on the way") { return "characters" }
        if text.hasPrefix("must not begin with") { return "begin" }
        if text.hasPrefix("is no place") { return "place" }
        return text == "needs a letter or a digit" ? "letters" : nil
    }

    var isTooLong: Bool { text.contains("too long") }

    /// The number in "at most 100 characters".
    var most: String? {
        guard hint.hasPrefix("at most ") else { return nil }
        return String(hint.dropFirst("at most ".count).prefix { $0.isNumber })
    }

    /// What stands in "did you mean M9 0SQ?" and "is it “Leeds”, from the address?".
    var meant: String? {
        if let range = hint.firstRange(of: "did you mean "), let end = hint.lastIndex(of: "?") {
            return String(hint[range.upperBound..<end])
        }
        guard hint.hasPrefix("is it "), let end = hint.lastIndex(of: ",") else { return nil }
        return String(hint.dropFirst("is it ".count)[..<end]).filter { $0 != "“" && $0 != "”" }
    }

    func meantDay(in language: Language) -> String? {
        meant.flatMap { LocalDate($0) }?.words(in: language)
    }

    var postcodeKind: String {
        if let textKind { return textKind }
        if text.hasSuffix("is no Eircode") { return "eircode" }
        if text.hasSuffix("of Gibraltar") { return "gibraltar" }
        if area != nil { return "area" }
        if hint.hasPrefix("the last two letters") { return "inward" }
        return hint.hasPrefix("write BFPO") ? "forces" : "wrong"
    }

    /// XY in "no postcode begins with XY; …".
    var area: String? {
        guard hint.hasPrefix("no postcode begins with ") else { return nil }
        return String(hint.dropFirst("no postcode begins with ".count).prefix { $0 != ";" })
    }

    var countryKind: String {
        if let textKind { return textKind }
        guard text.contains("doesn't fit") else { return "unknown" }
        return hint.hasPrefix("leave the country out") ? "forces" : "fit"
    }

    /// The code of the country in which the postcode lies.
    var fitting: String? {
        guard countryKind == "fit" else { return nil }
        return String(hint.prefix(2))
    }

    var itemsKind: String {
        if text == "came too late" { return "closed" }
        return text.hasPrefix("has ") && text.hasSuffix(" lines") ? "many" : "other"
    }

    var itemKind: String {
        if text.contains("isn't in the catalogue") { return "gone" }
        if text.contains("can't be ordered yet") { return "early" }
        if text.contains("far too many") { return "many" }
        return text.contains("no number") ? "number" : "other"
    }
}
