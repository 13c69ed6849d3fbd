import Orders

/// The words of a message in prose, with what each was understood as.
struct ProseWords {
    struct Word {
        /// In small letters, without punctuation at its ends.
        var text: String
        var folded: String
        /// It ends with a colon.
        var hasColon: Bool
        /// Which sentence it is in, counted from 0.
        var sentence: Int
        /// Whether the reader knows what it is for.
        var isUsed = false
    }

    private(set) var words: [Word] = []
    /// The sentences as written, by their numbers.
    private(set) var sentences: [String] = [""]

    /// - Parameter lines: Blank ones part paragraphs.
    init(_ lines: [String]) {
        for line in lines {
            let line = Self.withoutBullet(line)
            for raw in line.split(separator: " ") {
                add(raw)
            }
            // A line that was not broken for its length ends what it says.
            if line.count < 45 { endSentence() }
        }
    }

    private mutating func add(_ raw: Substring) {
        let text = Self.bare(raw).lowercased()
        let word = Word(
            text: text, folded: text.foldedForMail, hasColon: raw.last == ":", sentence: sentences.count - 1)
        sentences[sentences.count - 1] += (sentences[sentences.count - 1].isEmpty ? "" : " ") + raw
        if !word.folded.isEmpty || word.text == "×" { words.append(word) }
        if let last = raw.last, ".!?:;".contains(last) { endSentence() }
    }

    private mutating func endSentence() {
        if sentences.last != "" { sentences.append("") }
    }

    mutating func use(_ range: Range<Int>) {
        for index in range { words[index].isUsed = true }
    }

    private static func withoutBullet(_ line: String) -> String {
        guard let first = line.first, "-*•·–".contains(first) else { return line }
        return String(line.dropFirst().drop { $0 == " " })
    }

    private static func bare(_ word: Substring) -> Substring {
        var rest = word
        while let first = rest.first, "([{\"'“‘*_".contains(first) { rest.removeFirst() }
        while let last = rest.last, ")]}\"'”’*_.,;:!?".contains(last) { rest.removeLast() }
        return rest
    }
}

extension ProseWords {
    /// A number of copies and the item that it belongs to.
    struct Wanted: Hashable {
        var sku: String
        var quantity: Int
    }

    /// What the numbers mean; each word that belongs to one is used.
    ///
    /// `100 x First leaflet`, `100 copies of the First leaflet`, `leaflet-1: 100`; `100 leaflets` where there is only one
    /// item to order.
    ///
    /// - Returns: nil if a name may mean several items.
    mutating func takeQuantities(_ names: ItemNames) -> [Wanted]? {
        var wanted: [Wanted] = []
        let folded = words.map(\.folded)
        var index = 0
        while index < words.count {
            if words[index].isUsed {
                index += 1
            } else if let quantity = Self.quantity(words[index].text) {
                var next = index + 1
                while next < words.count, !words[next].isUsed, next <= index + 4 {
                    if names.match(folded[next...]) != nil { break }
                    guard Vocabulary.isFiller(folded[next]) || words[next].text == "×" else { break }
                    next += 1
                }
                if next < words.count, !words[next].isUsed, let (meaning, length) = names.match(folded[next...]) {
                    guard case .item(let sku) = meaning else { return nil }
                    wanted.append(Wanted(sku: sku, quantity: quantity))
                    use(index..<next + length)
                    index = next + length
                } else if let sku = names.onlyItem, let end = leaflets(after: index, before: next) {
                    wanted.append(Wanted(sku: sku, quantity: quantity))
                    use(index..<end)
                    index = end
                } else {
                    index += 1
                }
            } else if let (meaning, length) = names.match(folded[index...]) {
                let end = index + length
                if words[end - 1].hasColon, end < words.count, let quantity = Self.quantity(words[end].text) {
                    guard case .item(let sku) = meaning else { return nil }
                    wanted.append(Wanted(sku: sku, quantity: quantity))
                    use(index..<end + 1)
                    index = end + 1
                } else {
                    index = end
                }
            } else {
                index += 1
            }
        }
        return wanted
    }

    /// Where "leaflets" ends, if that is what the number counts.
    private func leaflets(after index: Int, before next: Int) -> Int? {
        if next < words.count, Vocabulary.isLeaflet(words[next].folded) { return next + 1 }
        // "100 copies", where copies were passed over.
        return (index + 1..<next).contains { Vocabulary.isLeaflet(words[$0].folded) } ? next : nil
    }

    /// 100 of `100`, `1,000`, `100x`, `x100`.
    private static func quantity(_ word: String) -> Int? {
        var rest = Substring(word)
        if rest.count > 1, let last = rest.last, last == "x" || last == "×" { rest.removeLast() }
        if rest.count > 1, let first = rest.first, first == "x" || first == "×" { rest.removeFirst() }
        return WrittenQuantity.number(String(rest))
    }

    /// The day by which it is wanted.
    ///
    /// - Returns: nil if there is a date of which it isn't clear what it is for, or several; otherwise the date, or nil
    ///   in it for none.
    mutating func takeDate() -> LocalDate?? {
        var found: [LocalDate] = []
        var index = 0
        while index < words.count {
            let from = index
            index += 1
            guard !words[from].isUsed, let read = WrittenDate(words[from...].prefix(8).map(\.text)) else { continue }
            guard from > 0, ["by", "erbyn"].contains(words[from - 1].folded) else { return .none }
            found.append(read.date)
            use(from - 1..<from + read.length)
            index = from + read.length
        }
        return found.count > 1 ? .none : .some(found.first)
    }
}
