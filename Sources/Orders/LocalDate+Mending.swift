extension LocalDate {
    /// The day that was probably meant by a date in another form: `17/12/2026`, `17.12.26`, `17th December 2026`,
    /// `2026/12/17`, `20261217`. The day goes before the month, as people write in these islands, unless only the
    /// other way round is a date. For hints: a date is never taken from it.
    init?(mending text: String) {
        guard text.utf8.count <= 40 else { return nil }
        if let date = LocalDate(text.prefix(10)) {
            self = date
            return
        }
        var words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
        if words.count == 1, words[0].utf8.count == 8, words[0].utf8.allSatisfy(\.isASCIIDigit) {
            let digits = words[0]
            words = [String(digits.prefix(4)), String(digits.dropFirst(4).prefix(2)), String(digits.suffix(2))]
        }
        words.removeAll { Weekday(rawValue: String($0.prefix(3))) != nil && $0.hasSuffix("day") || $0 == "of" }
        guard words.count == 3 else { return nil }
        if let month = Self.month(words[1]), let day = Self.number(words[0]), let year = Self.year(words[2]) {
            self.init(year: year, month: month, day: day)
        } else if let month = Self.month(words[0]), let day = Self.number(words[1]), let year = Self.year(words[2]) {
            self.init(year: year, month: month, day: day)
        } else if let first = Self.number(words[0]), let second = Self.number(words[1]),
            let third = Self.number(words[2])
        {
            if words[0].utf8.count == 4 {
                self.init(year: first, month: second, day: third)
            } else if let year = Self.year(words[2]),
                let date = LocalDate(year: year, month: second, day: first)
                    ?? LocalDate(year: year, month: first, day: second)
            {
                self = date
            } else {
                return nil
            }
        } else {
            return nil
        }
    }

    /// 17 of `17` and `17th`.
    private static func number(_ word: String) -> Int? {
        let digits = word.prefix { $0.isNumber }
        guard ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)) else { return nil }
        return Int(digits)
    }

    /// A year of four digits, or of two in this century.
    private static func year(_ word: String) -> Int? {
        switch word.utf8.count {
        case 4: Int(word)
        case 2: Int(word).map { 2000 + $0 }
        default: nil
        }
    }

    /// 12 of `December` and `Dec`.
    private static func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]
        return names.firstIndex { $0.hasPrefix(word) || word == "sept" && $0 == "september" }.map { $0 + 1 }
    }
}
