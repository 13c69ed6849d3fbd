import Orders

/// Turns a JSON object into a submission and says everything that is wrong with its shape at once.
struct JSONSubmission {
    private(set) var submission = Submission()
    private(set) var problems: [Problem] = []

    private static let keys = [
        "id", "name", "email", "organisation", "address", "items", "purpose", "neededBy", "note", "language",
    ]
    /// With what `failed.jsonl` says of an order that comes back mended.
    private static let keysAndProblem = keys + ["problem"]
    private static let addressKeys = ["lines", "town", "postcode", "country"]
    private static let itemKeys = ["item", "quantity"]

    init(_ value: JSONValue) {
        guard case .object(let members) = value else {
            problems = [.wholeRow("is \(value.kind), not an object", hint: "an order is written in { and }")]
            return
        }
        for member in checked(members, keys: Self.keysAndProblem, inside: nil) {
            switch member.key {
            case "id": submission.id = text(member.value, .id)
            case "name": submission.name = text(member.value, .name)
            case "email": submission.email = text(member.value, .email)
            case "organisation": submission.organisation = text(member.value, .organisation)
            case "address": readAddress(member.value)
            case "items": readItems(member.value)
            case "purpose": submission.purpose = text(member.value, .purpose)
            case "neededBy": submission.neededBy = text(member.value, .neededBy)
            case "note": submission.note = text(member.value, .note)
            case "language": submission.language = text(member.value, .language)
            default: break
            }
        }
    }

    private mutating func readAddress(_ value: JSONValue) {
        if value == .null { return }
        guard case .object(let members) = value else {
            add("address", "is \(value.kind), not an object", #"write {"lines": ["1 Example Street"], "town": …}"#)
            return
        }
        for member in checked(members, keys: Self.addressKeys, inside: "address") {
            switch member.key {
            case "lines": readLines(member.value)
            case "town": submission.town = text(member.value, .town)
            case "postcode": submission.postcode = text(member.value, .postcode)
            case "country": submission.country = text(member.value, .country)
            default: break
            }
        }
    }

    private mutating func readLines(_ value: JSONValue) {
        if value == .null { return }
        guard case .array(let lines) = value else {
            add("addressLine1", "“lines” is \(value.kind), not an array", #"write ["Unit 2", "1 Example Street"]"#)
            return
        }
        for (index, line) in lines.enumerated() {
            let field = index < SubmissionField.addressLines.count ? SubmissionField.addressLines[index] : .addressLine5
            submission.addressLines.append(text(line, field) ?? "")
        }
    }

    private mutating func readItems(_ value: JSONValue) {
        if value == .null { return }
        guard case .array(let items) = value else {
            add("items", "is \(value.kind), not an array", #"write [{"item": "leaflet-1", "quantity": 100}]"#)
            return
        }
        for item in items {
            guard case .object(let members) = item else {
                add("items", "holds \(item.kind), not an object", #"write {"item": "leaflet-1", "quantity": 100}"#)
                continue
            }
            let before = problems.count
            var requested = Submission.RequestedItem(item: "", quantity: "")
            for member in checked(members, keys: Self.itemKeys, inside: "items") {
                if member.key == "item" { requested.item = text(member.value, .item) ?? "" }
                if member.key == "quantity" { requested.quantity = quantity(member.value) }
            }
            if problems.count == before { submission.items.append(requested) }
        }
    }

    /// The members that are known, each key once; the others become problems. What is probably misspelt is read as what
    /// was probably meant, so that it isn't called missing as well.
    private mutating func checked(
        _ members: [JSONValue.Member], keys: [String], inside parent: String?
    ) -> [JSONValue.Member] {
        // Mostly all is well, and so few are compared faster than hashed.
        let isPlain =
            members.count <= keys.count
            && members.indices.allSatisfy { index in
                let key = members[index].key
                return keys.contains(key) && !members[..<index].contains { $0.key == key }
            }
        if isPlain { return members }
        var seen: Set<String> = []
        let written = Set(members.map(\.key))
        return members.compactMap { member in
            guard keys.contains(member.key) else {
                guard !isFull else { return nil }
                let nearest = NearestName.of(String(member.key.prefix(40)), among: keys.filter { $0 != "problem" })
                let shown = member.key.count > 40 ? "\(member.key.prefix(39))…" : member.key
                add(
                    shown, "is no key of \(parent.map { "“\($0)”" } ?? "an order")",
                    nearest.map { "did you mean “\($0)”?" } ?? Self.home(of: member.key))
                guard let nearest, !written.contains(nearest) else { return nil }
                return JSONValue.Member(key: nearest, value: member.value)
            }
            if seen.insert(member.key).inserted || member.key == "problem" { return member }
            add(member.key, "stands twice", "delete one of them")
            return nil
        }
    }

    /// Where a key belongs that stands in the wrong object.
    private static func home(of key: String) -> String {
        if addressKeys.contains(key) { return "it belongs in “address”" }
        if itemKeys.contains(key) { return "it belongs in “items”" }
        if keys.contains(key) { return "it belongs beside “items”, not in it" }
        return "delete it, or put it in the note"
    }

    private mutating func text(_ value: JSONValue, _ field: SubmissionField) -> String? {
        switch value {
        case .string(let text):
            return text
        case .null:
            return nil
        case .number(let digits):
            add(field.rawValue, "is a number, not a text", "put it in quotes: \"\(digits.prefix(40))\"")
        default:
            add(field.rawValue, "is \(value.kind), not a text", "put it in double quotes")
        }
        return nil
    }

    /// The digits of a whole number. How many are right is validation's to say.
    private mutating func quantity(_ value: JSONValue) -> String {
        switch value {
        case .number(let digits) where digits.utf8.drop(while: { $0 == UInt8(ascii: "-") }).allSatisfy(\.isDigit):
            return digits
        case .number(let digits):
            add("quantity", "is no whole number", "write digits only, not \(digits.prefix(40))")
            return digits
        case .string(let text) where !text.isEmpty && text.utf8.allSatisfy(\.isDigit):
            add("quantity", "is a text, not a number", "write \(text.prefix(40)) without quotes")
            return text
        case .null:
            return ""
        default:
            add("quantity", "is \(value.kind), not a number", "write it in digits, without quotes: 100")
            return ""
        }
    }

    /// The most problems that are told of one order: nobody reads more, and finding what was meant takes time.
    private static let mostProblems = 25

    /// Whether no more can be told.
    private var isFull: Bool { problems.count > Self.mostProblems }

    private mutating func add(_ field: String, _ problem: String, _ hint: String) {
        guard problems.count < Self.mostProblems else {
            if !isFull {
                problems.append(
                    Problem(field: "order", problem: "has more problems than these", hint: "mend these first"))
            }
            return
        }
        problems.append(Problem(field: field, problem: problem, hint: hint))
    }
}
