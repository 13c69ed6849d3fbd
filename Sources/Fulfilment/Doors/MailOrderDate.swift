import Orders

/// A date as people write it in full, with its year, so that it can mean one day only.
///
/// `2026-12-17`, `17/12/2026`, `Thursday 17th December 2026`, `December 17, 2026`, `17 Rhagfyr 2026`. Not `3/4/2026`,
/// which is April here and March elsewhere, and no date whose weekday is another.
struct WrittenDate: Hashable {
    var date: LocalDate
    /// How many words it takes.
    var length: Int

    /// The date that begins with the first of these words.
    ///
    /// - Parameter words: Small letters, without punctuation at their ends.
    init?(_ words: some Collection<String>) {
        var rest = Array(words.prefix(8))
        let count = rest.count
        var weekday: Int?
        if let first = rest.first?.foldedForMail {
            // "dydd Iau", "ddydd Iau".
            if first == "dydd" || first == "ddydd" { rest.removeFirst() }
            weekday = rest.first.flatMap { Vocabulary.weekday($0.foldedForMail) }
            // "Mawrth" is Tuesday, and March.
            if first.hasSuffix("dydd"), rest.first?.foldedForMail == "mawrth" { weekday = 2 }
            if weekday != nil { rest.removeFirst() }
        }
        if rest.first == "the" || rest.first == "y" { rest.removeFirst() }
        guard let (date, used) = Self.single(rest) ?? Self.inWords(rest) else { return nil }
        if let weekday, Weekday.allCases.firstIndex(of: date.weekday) != weekday - 1 { return nil }
        self.date = date
        length = count - rest.count + used
    }

    /// The day that the whole text names, perhaps after "by".
    static func whole(_ text: String) -> LocalDate? {
        var words = text.lowercased().split { $0 == " " || $0 == "," }.map { word in
            String(word.last == "." ? word.dropLast() : word)
        }
        if words.first == "by" || words.first == "erbyn" { words.removeFirst() }
        guard let read = WrittenDate(words), read.length == words.count else { return nil }
        return read.date
    }

    /// `2026-12-17`, `17/12/2026`.
    private static func single(_ words: [String]) -> (LocalDate, Int)? {
        guard let word = words.first else { return nil }
        if let date = LocalDate(word) { return (date, 1) }
        let parts = word.split(whereSeparator: { "/.-".contains($0) }).map(String.init)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            parts[2].count == 4, let first = Int(parts[0]), let second = Int(parts[1]), let year = Int(parts[2]),
            first > 12 || first == second, let date = LocalDate(year: year, month: second, day: first)
        else { return nil }
        return (date, 1)
    }

    private static func inWords(_ words: [String]) -> (LocalDate, Int)? {
        var rest = words
        if rest.count > 2, rest[1] == "of" || rest[1] == "o" { rest.remove(at: 1) }
        guard rest.count >= 3, let year = Int(rest[2]), rest[2].count == 4 else { return nil }
        let pair: (day: Int, month: Int)
        if let month = Vocabulary.month(rest[1].foldedForMail), let day = day(rest[0]) {
            pair = (day, month)
        } else if let month = Vocabulary.month(rest[0].foldedForMail), let day = day(rest[1]) {
            pair = (day, month)
        } else {
            return nil
        }
        guard let date = LocalDate(year: year, month: pair.month, day: pair.day) else { return nil }
        return (date, 3 + words.count - rest.count)
    }

    /// 17 of `17` and `17th`, `17eg`.
    private static func day(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        let ending = word.dropFirst(digits.count)
        guard ["", "st", "nd", "rd", "th", "af", "ail", "ydd", "fed", "ed", "eg", "ain"].contains(ending) else {
            return nil
        }
        return Int(digits)
    }
}
