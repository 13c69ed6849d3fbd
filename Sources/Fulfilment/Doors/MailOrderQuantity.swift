/// How many of an item somebody wrote.
enum WrittenQuantity: Hashable {
    /// Nothing, `0`, `none`: not wanted.
    case none
    case number(Int)
    case unclear

    /// Reads what stands behind an item's colon: `100`, `1,000`, `100 copies, please`.
    init(_ text: String) {
        var words = text.lowercased().split { $0 == " " }.map(String.init)
        while let last = words.last, words.count > 1, Self.isPolite(last) { words.removeLast() }
        if words.count > 1, words.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) {
            // 1 000, as some write a thousand.
            words = words.dropFirst().allSatisfy { $0.count == 3 } ? [words.joined(separator: ",")] : words
        }
        guard words.count <= 1 else {
            self = .unclear
            return
        }
        let word = words.first.map { $0.last == "." ? String($0.dropLast()) : $0 } ?? ""
        if ["", "0", "none", "no", "nil", "zero", "-", "–", "—", "n/a", "dim"].contains(word) {
            self = .none
        } else if let number = Self.number(word), number > 0 {
            self = .number(number)
        } else {
            self = .unclear
        }
    }

    /// The number that a word is, nothing else: digits, or digits in groups of three. One that begins with a 0 may be a
    /// 0 that somebody forgot to delete, before or behind.
    static func number(_ word: String) -> Int? {
        let groups = word.split(separator: ",", omittingEmptySubsequences: false)
        guard let first = groups.first, !first.isEmpty,
            groups.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            groups.count == 1 || first.count <= 3 && groups.dropFirst().allSatisfy({ $0.count == 3 }),
            first.first != "0", word.count <= 12
        else { return nil }
        return Int(groups.joined())
    }

    private static func isPolite(_ word: String) -> Bool {
        let word = word.foldedForMail
        return Vocabulary.isLeaflet(word)
            || [
                "copy", "copi", "gopi", "please", "thanks", "diolch", "os", "gwelwch", "yn", "dda", "posters", "poster",
                "",
            ]
            .contains(word)
    }
}
