import Orders

/// An amendment on its way from words to values, with what was wrong with them so far.
struct AmendmentReading {
    private(set) var amendment = Amendment()
    private(set) var problems: [Problem] = []

    private let order: Order
    private let skus: [String]
    /// What was named already, by what it was called.
    private var named: [AmendableField: String] = [:]
    /// `item=` and `quantity=`, which mean the one line of the order.
    private var item: String?
    private var quantity: String?
    /// The last word with a `=`, and the words without one since: a value whose quotation marks were forgotten.
    private var last: (name: String, word: String)?
    private var strays: [String] = []

    init(order: Order, catalogue: Catalogue) {
        self.order = order
        skus = order.lines.map(\.item) + catalogue.items.map(\.sku)
    }

    mutating func read(_ word: String) {
        guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
            strays.append(word)
            return
        }
        complainOfStrays()
        let name = String(word[..<sign])
        last = (name, word)
        guard let field = AmendableField(name, skus: skus) else {
            reject(name, "is no field of an order", hint(for: name))
            return
        }
        if let before = named.updateValue(name, forKey: field) {
            reject(name, before == name ? "is given twice" : "says the same as \(before)", "give it once")
            return
        }
        set(field, called: name, to: String(word[word.index(after: sign)...]))
    }

    /// To be called after the last word: what no word can tell alone.
    mutating func finish() {
        complainOfStrays()
        if amendment.addressLines != nil, !amendment.addressLine.isEmpty {
            reject(
                "address.lines", "replaces every line, but single lines are given as well", "give one or the other")
        }
        setTheOneLine()
        if amendment.items != nil, !amendment.quantities.isEmpty || item != nil || quantity != nil {
            reject("items", "replaces every item, but single ones are given as well", "give one or the other")
        }
    }

    private mutating func set(_ field: AmendableField, called name: String, to value: String) {
        switch field {
        case .field(let field): set(field, called: name, to: value)
        case .addressLines:
            amendment.addressLines = value.split(separator: ";").map(String.init)
        case .addressLine(let number): amendment.addressLine[number] = value
        case .item(let sku):
            let isThere = order.lines.contains { $0.item == sku }
            if !isThere, value.isEmpty || Int(value) == 0 {
                let there = order.lines.map(\.item).joined(separator: ", ")
                reject(name, "isn't in the order", "it has \(there.isEmpty ? "nothing yet" : there)")
            } else {
                amendment.quantities.append(.init(item: sku, quantity: value))
            }
        }
    }

    private mutating func set(_ field: SubmissionField, called name: String, to value: String) {
        switch field {
        case .name: amendment.name = value
        case .email: amendment.email = value
        case .organisation: amendment.organisation = value
        case .addressLine1, .addressLine2, .addressLine3, .addressLine4, .addressLine5:
            if let place = field.addressLine { amendment.addressLine[place + 1] = value }
        case .town: amendment.town = value
        case .postcode: amendment.postcode = value
        case .country: amendment.country = value
        case .items:
            let list = CSVItemList(value)
            amendment.items = list.items
            problems += list.problems
        case .item: item = value
        case .quantity: quantity = value
        case .purpose: amendment.purpose = value
        case .neededBy: amendment.neededBy = value
        case .note: amendment.note = value
        case .language: amendment.language = value
        case .id:
            reject(name, "can't be amended", "it is the source's own number; the reference stays as well")
        case .problem:
            reject(name, "can't be amended", "it is a column of failed orders, no part of an order")
        }
    }

    /// `quantity=200` where the order has one line; `item=leaflet-2` exchanges that for another item.
    private mutating func setTheOneLine() {
        guard let name = quantity != nil ? named[.field(.quantity)] : named[.field(.item)] else { return }
        if order.lines.isEmpty, let item, let quantity {
            amendment.quantities.append(.init(item: item, quantity: quantity))
            return
        }
        guard let line = order.lines.first, order.lines.count == 1 else {
            let value = quantity.flatMap { $0.isEmpty ? nil : $0 } ?? "100"
            let named = order.lines.isEmpty ? Array(skus.prefix(5)) : order.lines.map(\.item)
            let choices = named.map { "\($0)=\(value)" }.joined(separator: " or ")
            let count = order.lines.isEmpty ? "none yet" : "\(order.lines.count)"
            reject(name, "doesn't say of which item: the order has \(count)", "write \(choices)")
            return
        }
        if amendment.quantities.contains(where: { $0.item == line.item || $0.item == item }) {
            reject(name, "means \(line.item), which is given by its name as well", "give it once")
        } else if let item, item != line.item {
            amendment.quantities.append(.init(item: line.item, quantity: "0"))
            amendment.quantities.append(.init(item: item, quantity: quantity ?? String(line.quantity)))
        } else if let quantity {
            amendment.quantities.append(.init(item: line.item, quantity: quantity))
        }
    }

    /// Words without a `=` are most likely the rest of a value with blanks in it.
    private mutating func complainOfStrays() {
        guard let first = strays.first else { return }
        let all = strays.joined(separator: " ")
        strays = []
        if first.hasPrefix("=") {
            reject(Self.shown(first), "names no field before the =", "write FIELD=VALUE, as in town=Leeds")
        } else if let last {
            reject(last.name, "“\(Self.shown(all))” has no =", "a value with blanks needs quotation marks around it")
        } else {
            reject(
                Self.shown(first), "has no =",
                AmendableField(first, skus: skus) == nil
                    ? "write FIELD=VALUE, as in town=Leeds" : "write \(first)=VALUE")
        }
    }

    private func hint(for name: String) -> String {
        let names = AmendableField.names + skus
        if let nearest = NearestName.of(name, among: names) { return "did you mean \(nearest)?" }
        return "fields are \(AmendableField.names.joined(separator: ", ")), and items by their names"
    }

    private mutating func reject(_ field: String, _ problem: String, _ hint: String) {
        problems.append(Problem(field: Self.shown(field), problem: problem, hint: hint))
    }

    private static func shown(_ text: String) -> String {
        text.count > 40 ? "\(text.prefix(39))…" : text
    }
}
