import Orders

/// A message in prose on its way to a submission, with the first thing that made it uncertain.
struct ProseReading {
    private(set) var submission = Submission()
    private(set) var doubt: String?

    private let names: ItemNames
    private let writer: String?

    init(_ lines: MailLines, names: ItemNames, writer: String?) {
        self.names = names
        self.writer = writer
        guard !lines.isLong else {
            doubt("is very long")
            return
        }
        let own = lines.lines.filter { !$0.isQuoted }.map(\.text)
        guard own.contains(where: { !$0.isEmpty }) else {
            doubt("says nothing of its own")
            return
        }
        let block = findAddress(in: own)
        var rest = own
        if let block { rest.replaceSubrange(block, with: [""]) }
        readWords(ProseWords(rest))
        if submission.items.isEmpty { doubt("doesn't say how many of what") }
    }

    private mutating func doubt(_ why: String) {
        doubt = doubt ?? why
    }

    // MARK: The address

    /// Reads the address, and says which lines it takes.
    private mutating func findAddress(in lines: [String]) -> Range<Int>? {
        let found = WrittenAddress.postcodes(in: lines)
        guard let only = found.first, found.count == 1 else {
            doubt(found.isEmpty ? "has no postcode" : "has several postcodes")
            return nil
        }
        submission.postcode = only.postcode.formatted
        var end = only.line + 1
        if end < lines.count, WrittenAddress.country(lines[end]) != nil { end += 1 }
        var start = only.line
        while start > 0, isOfAddress(lines[start - 1]) { start -= 1 }
        let block = Array(lines[start..<end])
        guard isOfAddress(lines[only.line]), start == 0 || isBoundary(lines[start - 1]),
            end == lines.count || lines[end].isEmpty || !isOfAddress(lines[end]),
            let read = WrittenAddress(block)
        else {
            doubt("has a postcode, but not clearly where the address begins and ends")
            return nil
        }
        var address = read
        // One line with commas holds no name that could be told from a house.
        let first = address.lines.first
        if block.count > 2, address.lines.count > 1, let first, isName(first) {
            submission.name = first
            address.lines.removeFirst()
        } else if let writer {
            submission.name = writer
        } else {
            doubt("doesn't say clearly whose name goes on the packet")
        }
        submission.addressLines = address.lines
        submission.town = address.town
        submission.postcode = address.postcode.formatted
        submission.country = address.country
        return start..<end
    }

    /// Whether it may be a line of an address: short, begun with a capital or a digit, and no sentence.
    private func isOfAddress(_ line: String) -> Bool {
        guard let first = line.first, first.isUppercase || first.isNumber, line.count <= 80 else { return false }
        if line.contains(where: { ":;?!@<>".contains($0) }) { return false }
        let words = line.split { $0 == " " || $0 == "," }
        guard words.count <= 12 else { return false }
        // "St." may end a line, "leaflets." ends a sentence.
        if words.contains(where: { $0.last == "." && $0.count > 4 }) { return false }
        let folded = words.map { String($0).foldedForMail }
        if folded.contains(where: {
            Vocabulary.isOfASentence($0) || Vocabulary.isLeaflet($0) || Vocabulary.isChange($0)
                || Vocabulary.isReturn($0)
        }) {
            return false
        }
        return !names.isNamed(in: line)
    }

    /// Whether an address may begin below this line.
    private func isBoundary(_ line: String) -> Bool {
        guard let last = line.last else { return true }
        if ":.!?".contains(last) { return true }
        if Vocabulary.isPleasantry(line, names: []) { return true }
        return ["to", "at", "i", "yn", "please", "leaflets", "copies", "thanks", "dda", "diolch"].contains(
            Vocabulary.words(of: line).last ?? "")
    }

    /// Whether the first line of an address is clearly the name of a person, as the writer calls herself if she gives a
    /// name.
    private func isName(_ line: String) -> Bool {
        let words = Vocabulary.words(of: line)
        guard (1...5).contains(words.count), !line.contains(where: \.isNumber) else { return false }
        if ["mr", "mrs", "ms", "miss", "mx", "dr"].contains(words[0]), words.count > 1 { return true }
        if let writer {
            let own = Vocabulary.words(of: writer)
            if words == own || Set(words) == Set(own) { return true }
            return words.count > 1 && own.count > 1 && words.last == own.last && words[0].first == own[0].first
        }
        let isCapital = line.split(separator: " ").allSatisfy { word in
            word.first?.isUppercase == true && word.allSatisfy { $0.isLetter || "-'’.".contains($0) }
        }
        return (2...4).contains(words.count) && isCapital && !words.contains(where: Vocabulary.isOfAPlace)
    }

    // MARK: Everything else

    private mutating func readWords(_ given: ProseWords) {
        var words = given
        switch words.takeDate() {
        case .none: doubt("has a date of which it isn't clear what it is for")
        case .some(let date): submission.neededBy = date?.description
        }
        let wanted = words.takeQuantities(names)
        let left = words.words.filter { !$0.isUsed }
        let own = Vocabulary.words(of: [submission.name, writer].compactMap { $0 }.joined(separator: " "))
        let why = Self.doubt(left, names) ?? Self.doubt(vague: words.words) ?? words.doubt(ownName: own)
        if let why { doubt(why) }
        guard let wanted, Set(wanted.map(\.sku)).count == wanted.count else {
            doubt("names an item twice, or by what several are called")
            return
        }
        // With any doubt about the words, no number is certain.
        if why == nil { submission.items = wanted.map { .init(item: $0.sku, quantity: String($0.quantity)) } }
    }

    /// What the words that nothing was made of may still mean.
    private static func doubt(_ left: [ProseWords.Word], _ names: ItemNames) -> String? {
        let folded = left.map(\.folded)
        if left.contains(where: { $0.text.contains(where: \.isNumber) || Vocabulary.isCount($0.folded) }) {
            return "has a number that belongs to nothing"
        }
        if folded.indices.contains(where: { names.match(folded[$0...]) != nil }) {
            return "names an item without saying how many"
        }
        if folded.contains(where: { Vocabulary.isTurn($0) || Vocabulary.isChange($0) }) {
            return "may say the opposite, or leave a choice"
        }
        if folded.contains(where: Vocabulary.isTime) { return "speaks of a time, but not of a date with its year" }
        return nil
    }

    /// "about 100 leaflets".
    private static func doubt(vague words: [ProseWords.Word]) -> String? {
        let isVague = zip(words, words.dropFirst()).contains { before, after in
            after.isUsed && !before.isUsed && Vocabulary.isVague(before.folded)
        }
        return isVague ? "says roughly how many" : nil
    }
}
