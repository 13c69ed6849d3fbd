extension Submission {
    /// The order's lines, each item once, in the order of their first mention.
    ///
    /// A quantity must be a multiple of the pack; more than the item's maximum is held, more than 20 times it a
    /// problem.
    ///
    /// - Parameter kept: Lines that an amended order has already: as they were they aren't judged again.
    func checkedLines(
        by rules: Rules, keeping kept: [OrderLine] = [], _ findings: inout Findings
    ) -> [OrderLine] {
        guard items.count <= FieldLimits.items else {
            findings.reject(
                "items", "has \(items.count) lines", "at most \(FieldLimits.items) in one order: write each item once")
            return []
        }
        let wanted = items.lazy.map { (sku: $0.item.trimmed, quantity: $0.quantity.trimmed) }
            .filter { !($0.sku.isEmpty && $0.quantity.isEmpty) }
        guard !wanted.isEmpty else {
            findings.reject("items", "is missing", Self.offer(of: rules) ?? "name an item and how many")
            return []
        }
        let several = wanted.count > 1
        var lines: [OrderLine] = []
        for (sku, quantity) in wanted {
            let prefix = several && !sku.isEmpty ? "\(sku.quoted): " : ""
            let isGone = !kept.isEmpty && rules.catalogue[sku] == nil && kept.contains { $0.item == sku }
            let item = isGone ? nil : checkedItem(sku, prefix: prefix, rules, &findings)
            guard let count = Self.count(quantity, of: item, prefix: prefix, &findings),
                let name = isGone ? sku : item?.sku
            else { continue }
            if let index = lines.firstIndex(where: { $0.item == name }) {
                let (sum, overflow) = lines[index].quantity.addingReportingOverflow(count)
                lines[index].quantity = overflow ? .max : sum
            } else {
                lines.append(OrderLine(item: name, quantity: count))
            }
        }
        for line in lines where !kept.contains(line) {
            if let item = rules.catalogue[line.item] {
                Self.check(line, of: item, prefix: several ? "\(item.sku.quoted): " : "", rules, &findings)
            } else if let before = kept.first(where: { $0.item == line.item }) {
                findings.reject(
                    "item", "\(line.item.quoted) isn't in the catalogue any more",
                    "leave it at \(before.quantity), or take it out")
            }
        }
        return lines
    }

    private func checkedItem(_ sku: String, prefix: String, _ rules: Rules, _ findings: inout Findings) -> Item? {
        guard !sku.isEmpty else {
            findings.reject("item", "is missing", Self.offer(of: rules))
            return nil
        }
        if let item = rules.catalogue[sku] { return item }
        let nearest = sku.nearest(in: rules.catalogue.items.lazy.map(\.sku)).map { "did you mean \($0)?" }
        findings.reject("item", "\(sku.quoted) isn't in the catalogue", nearest ?? Self.offer(of: rules))
        return nil
    }

    /// The quantity as a number, 1 or more.
    private static func count(
        _ text: String, of item: Item?, prefix: String, _ findings: inout Findings
    ) -> Int? {
        guard !text.isEmpty else {
            findings.reject("quantity", prefix + "is missing", item.map { "\(max(1, $0.pack)), for example" })
            return nil
        }
        if text.utf8.allSatisfy(\.isASCIIDigit) {
            // Too many digits for an integer are too many copies as well.
            let count = Int(text) ?? .max
            if count > 0 { return count }
        }
        if let number = Int(text), number <= 0 {
            findings.reject(
                "quantity", "\(prefix)\(number) is not enough",
                item.map { "\(max(1, $0.pack)) or more; leave the item out if you want none" } ?? "1 or more")
        } else {
            findings.reject(
                "quantity", "\(prefix)\(text.quoted) is no number",
                mended(text).map { "did you mean \($0)?" } ?? "write it in digits, as in 100")
        }
        return nil
    }

    /// 1000 of `1,000`, `1 000`, `+1000`, `1000.0` and `1000 copies`.
    private static func mended(_ text: String) -> Int? {
        guard text.utf8.count <= 20 else { return nil }
        var rest = text.utf8.drop { $0 == UInt8(ascii: "+") }
        var digits: [UInt8] = []
        while let byte = rest.first, byte.isASCIIDigit || byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") {
            if byte.isASCIIDigit { digits.append(byte) }
            rest.removeFirst()
        }
        if rest.first == UInt8(ascii: ".") {
            guard rest.dropFirst().allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        } else {
            guard rest.allSatisfy(\.isASCIILetter) else { return nil }
        }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }

    /// What a line means for this item today.
    private static func check(
        _ line: OrderLine, of item: Item, prefix: String, _ rules: Rules, _ findings: inout Findings
    ) {
        let (limit, overflow) = item.maximum.multipliedReportingOverflow(by: 20)
        if !overflow, line.quantity > limit {
            let count = line.quantity == .max ? "that" : String(line.quantity)
            findings.reject(
                "quantity", "\(prefix)\(count) is far too many", "at most \(item.maximum) in one order")
        } else {
            let pack = max(1, item.pack)
            if line.quantity % pack != 0 {
                findings.reject(
                    "quantity", "\(prefix)\(line.quantity) is no multiple of \(pack)",
                    multiples(near: line.quantity, pack: pack, maximum: item.maximum))
            }
            if line.quantity > item.maximum {
                findings.hold(.quantity)
            }
        }
        if let first = item.availableFrom, rules.today < first {
            findings.reject(
                "item", "\(item.sku.quoted) can't be ordered yet", "it can be ordered from \(first) on")
        }
        for reason in rules.reasonsToHold(item) {
            findings.hold(reason)
        }
        if !item.ships(on: rules.today) {
            findings.waits = true
        }
    }

    /// "75 or 100": the two nearest quantities that are whole packs, and a word where the larger exceeds the maximum.
    private static func multiples(near quantity: Int, pack: Int, maximum: Int) -> String {
        let below = quantity / pack * pack
        let above = below + pack
        if below == 0 { return "\(above), it comes in packs of \(pack)" }
        if below <= maximum, above > maximum { return "\(below), the most is \(maximum)" }
        return "\(below) or \(above)"
    }

    /// The first few items that can be ordered.
    private static func offer(of rules: Rules) -> String? {
        let items = rules.catalogue.items.filter { $0.availableFrom.map { $0 <= rules.today } ?? true }
        guard !items.isEmpty else { return nil }
        return "you can order " + items.prefix(5).map(\.sku).joined(separator: ", ") + (items.count > 5 ? ", …" : "")
    }
}
