extension Submission {
    /// The submission in its normal form, for telling whether two say the same: equal content, equal text.
    ///
    /// Blanks are tidied, the postcode is written as it is printed, items are merged and sorted, defaults are filled
    /// in. It depends on nothing but the submission, not on the catalogue or the day, and leaves out the `id`, which is
    /// the key and not the content. It is hashed and never shown.
    public var canonicalText: String {
        // Bytes, as a string looks at itself again for each piece that it is given.
        var text: [UInt8] = []
        text.reserveCapacity(256)
        func add(_ key: StaticString, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            key.withUTF8Buffer { text.append(contentsOf: $0) }
            text.append(UInt8(ascii: "="))
            value.withEscapedLineBreaks.withContiguousUTF8 { text.append(contentsOf: $0) }
            text.append(UInt8(ascii: "\n"))
        }
        add("name", name?.tidied)
        add("email", email?.trimmed)
        add("organisation", organisation?.tidied)
        for line in addressLines {
            add("line", line.tidied.withoutTrailingCommas)
        }
        add("town", town?.tidied.withoutTrailingCommas)
        add("postcode", postcode.map { Postcode($0)?.formatted ?? $0.tidied })
        add("country", country?.trimmed.uppercased())
        for (item, quantity) in mergedItems {
            add("item", item)
            add("quantity", quantity)
        }
        add("purpose", Self.normal(purpose, default: Purpose.other.rawValue) { Purpose(reading: $0)?.rawValue })
        add("neededBy", neededBy?.trimmed)
        add("note", note.map { FieldText($0, atMost: .max, lines: true).text })
        add("language", Self.normal(language, default: Language.english.rawValue) { $0.lowercased() })
        return String(decoding: text, as: UTF8.self)
    }

    private static func normal(_ text: String?, default value: String, _ reading: (String) -> String?) -> String {
        guard let text = text?.trimmed, !text.isEmpty else { return value }
        return reading(text) ?? text
    }

    /// Each item once, its numbers added up, by name; what is no number stands for itself.
    private var mergedItems: [(item: String, quantity: String)] {
        if items.count == 1, let quantity = Int(items[0].quantity) {
            return [(items[0].item.trimmed, String(quantity))]
        }
        var sums: [String: Int] = [:]
        var merged: [(item: String, quantity: String)] = []
        for requested in items {
            let item = requested.item.trimmed
            let quantity = requested.quantity.trimmed
            if let number = Int(quantity), number >= 0, number < 1 << 40 {
                sums[item, default: 0] += number
            } else if !(item.isEmpty && quantity.isEmpty) {
                merged.append((item, quantity))
            }
        }
        merged += sums.map { ($0.key, String($0.value)) }
        return merged.sorted { ($0.item, $0.quantity) < ($1.item, $1.quantity) }
    }
}

extension String {
    /// On one line: a backslash before a line break or another backslash, so that no field can pass for another.
    fileprivate var withEscapedLineBreaks: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\\") }) else { return self }
        var escaped: [UInt8] = []
        for byte in utf8 {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\\") {
                escaped.append(UInt8(ascii: "\\"))
            }
            escaped.append(byte == UInt8(ascii: "\n") ? UInt8(ascii: "n") : byte)
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// Calls `body` with its bytes, where they lie if they lie in one piece.
    fileprivate func withContiguousUTF8(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if utf8.withContiguousStorageIfAvailable(body) == nil {
            Array(utf8).withUnsafeBufferPointer(body)
        }
    }
}
