import Orders

/// A form on its way from lines to a submission, with the first thing that made it uncertain.
struct FormReading {
    private(set) var submission = Submission()
    private(set) var doubt: String?

    private struct Entry {
        var label: FormLabel
        var language: Language?
        var lines: [String]
        var isQuoted: Bool
        var place: Int
    }

    private let names: ItemNames
    private let writer: String?
    private var entries: [Entry] = []
    private var loose: [(place: Int, text: String, isQuoted: Bool)] = []

    /// Nil if the text is no form: it has fewer than three of its labels, or none of an address.
    init?(_ lines: MailLines, names: ItemNames, writer: String?) {
        self.names = names
        self.writer = writer
        collect(lines.lines)
        let labels = Set(entries.map(\.label))
        let hasAddress = labels.contains {
            switch $0 {
            case .address, .addressLine, .postcode: true
            default: false
            }
        }
        guard hasAddress, labels.count >= 3 else { return nil }
        if lines.isLong { doubt("is very long") }
        readFields()
        readItems()
        readAddress()
        readLooseLines()
        readRemarks()
        if repeatsAnotherMessage { doubt("repeats a form of another message") }
        let votes = entries.compactMap(\.language)
        let welsh = votes.count { $0 == .welsh }
        if welsh * 2 != votes.count {
            submission.language = (welsh * 2 > votes.count ? Language.welsh : .english).rawValue
        }
    }

    private mutating func doubt(_ why: String) {
        doubt = doubt ?? why
    }

    /// Cuts the lines into labels with their values, and the rest.
    private mutating func collect(_ lines: [MailLines.Line]) {
        var open: Int?
        var place = 0
        while place < lines.count {
            defer { place += 1 }
            let line = lines[place]
            if line.text.isEmpty {
                // Only an address is waited for beyond a blank line.
                open = open.flatMap { entries[$0].lines.isEmpty && entries[$0].label == .address ? $0 : nil }
                continue
            }
            var read = FormLabel.read(line.text, names: names)
            if read == nil, place + 1 < lines.count, !lines[place + 1].text.isEmpty,
                FormLabel.read(lines[place + 1].text, names: names).map({ Self.isItem($0.label) }) ?? true,
                let joined = FormLabel.read(line.text + " " + lines[place + 1].text, names: names),
                Self.isItem(joined.label)
            {
                // A long title that a mail program broke in two.
                read = joined
                place += 1
            }
            if let read {
                let isOfItem = Self.isItem(read.label)
                entries.append(
                    Entry(
                        label: read.label, language: read.language,
                        lines: read.value.isEmpty && !isOfItem ? [] : [read.value], isQuoted: line.isQuoted,
                        place: place))
                open = entries.count - 1
            } else if let entry = open, entries[entry].isQuoted == line.isQuoted,
                entries[entry].label.takesLines || entries[entry].lines.allSatisfy(\.isEmpty)
            {
                entries[entry].lines.append(line.text)
                if !entries[entry].label.takesLines { open = nil }
            } else {
                loose.append((place, line.text, line.isQuoted))
            }
        }
    }

    private static func isItem(_ label: FormLabel) -> Bool {
        switch label {
        case .item, .severalItems: true
        default: false
        }
    }

    /// The one value of a label, its lines joined; a doubt if there are several.
    private mutating func value(_ label: FormLabel) -> [String]? {
        let given = entries.filter { $0.label == label }.map { $0.lines.filter { !$0.isEmpty } }.filter { !$0.isEmpty }
        guard let first = given.first else { return nil }
        guard given.allSatisfy({ $0.joined().foldedForMail == first.joined().foldedForMail }) else {
            doubt("gives a field twice, with different values")
            return nil
        }
        return first
    }

    private mutating func text(_ label: FormLabel) -> String? {
        value(label)?.joined(separator: label == .note ? "\n" : " ")
    }

    private mutating func readFields() {
        submission.name = text(.name) ?? writer
        submission.organisation = text(.organisation)
        submission.town = text(.town)
        submission.postcode = text(.postcode)
        submission.note = text(.note)
        if let country = text(.country) {
            let code = Submission.countryCode(meantBy: country) ?? WrittenAddress.country(country)
            submission.country = code ?? country
            if code == nil { doubt("names a country that we don't know") }
        }
        if let purpose = text(.purpose) {
            if let known = Self.purpose(purpose) {
                submission.purpose = known.rawValue
            } else {
                submission.purpose = Purpose.other.rawValue
            }
        }
        if let date = text(.neededBy) {
            let read = WrittenDate.whole(date)
            submission.neededBy = read?.description ?? date
            if read == nil { doubt("says by when in a way that may mean several days") }
        }
        if text(.email) != nil { doubt("gives an e-mail address besides the writer's own") }
    }

    private mutating func readItems() {
        var skus: [String] = []
        // With one item in doubt none is certain: the order would seem whole without it.
        var isClear = true
        for entry in entries {
            if case .severalItems = entry.label {
                isClear = false
                doubt("names an item by what several are called")
            }
            if case .item(let sku) = entry.label, !skus.contains(sku) { skus.append(sku) }
        }
        for sku in skus {
            let given = entries.filter { $0.label == .item(sku: sku) }
            var quantities = Set(given.map { WrittenQuantity($0.lines.joined(separator: " ")) })
            // The empty form that a reply repeats says nothing.
            if given.contains(where: { !$0.isQuoted }),
                given.allSatisfy({ !$0.isQuoted || WrittenQuantity($0.lines.joined(separator: " ")) == .none })
            {
                quantities = Set(
                    given.filter { !$0.isQuoted }.map { WrittenQuantity($0.lines.joined(separator: " ")) })
            }
            switch (quantities.count, quantities.first) {
            case (1, .number(let number)): submission.items.append(.init(item: sku, quantity: String(number)))
            case (1, .some(.none)): break
            default:
                isClear = false
                doubt("doesn't say clearly how many of an item")
            }
        }
        if !isClear { submission.items = [] }
        if submission.items.isEmpty { doubt("doesn't say how many of what") }
    }

    private mutating func readAddress() {
        let numbered = (1...Address.mostPrintedLines).compactMap { text(.addressLine($0)) }
        let block = value(.address) ?? []
        if !numbered.isEmpty, !block.isEmpty { doubt("gives the address twice") }
        let lines = numbered.isEmpty ? block : numbered
        submission.addressLines = lines
        if lines.contains(where: { $0.contains(":") || names.isNamed(in: $0) }) {
            doubt("has something in the address that may belong elsewhere")
        }
        let found = WrittenAddress.postcodes(in: lines)
        guard !found.isEmpty else { return }
        let given = submission.postcode.map { Postcode($0) }
        guard let whole = WrittenAddress(lines), given == nil || given == whole.postcode else {
            doubt("has a postcode in the address that may be another")
            return
        }
        submission.addressLines = whole.lines
        submission.postcode = whole.postcode.formatted
        submission.country = submission.country ?? whole.country
        if let town = submission.town {
            if let other = whole.town, other.foldedForMail != town.foldedForMail {
                submission.addressLines.append(other)
            }
        } else {
            submission.town = whole.town
        }
    }

    /// What stands around the form a person must read, unless it says only good day and thank you.
    private mutating func readLooseLines() {
        let own = Vocabulary.words(of: [submission.name, writer].compactMap { $0 }.joined(separator: " "))
        let invitations = Language.allCases.map { MailOrder.invitation(in: $0).foldedForMail }
        for line in loose {
            let folded = line.text.foldedForMail
            if folded.isEmpty || invitations.contains(where: { $0.contains(folded) && folded.count > 3 }) { continue }
            if Vocabulary.isPleasantry(line.text, names: own) { continue }
            let words = Vocabulary.words(of: line.text)
            if line.text.contains(where: \.isNumber) || names.isNamed(in: line.text)
                || words.contains(where: { Vocabulary.isCount($0) || Vocabulary.isTime($0) || Vocabulary.isChange($0) })
            {
                doubt("has more in it than the form asks for")
            } else if entries.contains(where: { $0.place < line.place && $0.isQuoted == line.isQuoted }),
                entries.contains(where: { $0.place > line.place && $0.isQuoted == line.isQuoted })
            {
                doubt("has something between the lines of the form")
            } else if !line.isQuoted {
                doubt("says something besides the form")
            }
        }
    }

    /// What the note, and what it is for in words of the writer's own, may say of the order.
    private mutating func readRemarks() {
        for text in [submission.note, submission.purpose == Purpose.other.rawValue ? text(.purpose) : nil] {
            guard let text else { continue }
            if Vocabulary.mayChangeAnOrder(text) || names.isNamed(in: text)
                || !WrittenAddress.postcodes(in: text.split(separator: "\n").map(String.init)).isEmpty
            {
                doubt("has a note that may change the order")
            }
        }
    }

    /// Whether anything of it is given only where another message is repeated: an order that was sent once already.
    private var repeatsAnotherMessage: Bool {
        func says(_ entry: Entry) -> Bool { !entry.lines.allSatisfy { WrittenQuantity($0) == .none } }
        let own = Set(entries.filter { !$0.isQuoted && says($0) }.map(\.label))
        return entries.contains { $0.isQuoted && says($0) && !own.contains($0.label) }
    }

    private static func purpose(_ text: String) -> Purpose? {
        let folded = text.foldedForMail
        if let purpose = Purpose.allCases.first(where: { $0.rawValue.foldedForMail == folded }) { return purpose }
        switch folded {
        case "myworkplace", "myownworkplace", "workplace", "fyngweithle", "fyngweithlefyhun", "gweithle":
            return .ownWorkplace
        case "aworkplacenearby", "gweithlecyfagos": return .nearbyWorkplace
        case "anevent", "digwyddiad": return .event
        case "mybranch", "ourbranch", "cangen", "ycangen": return .branch
        case "arall": return .other
        default: return nil
        }
    }
}

extension ItemNames {
    /// Whether any item is named in the text, as a word of its own.
    func isNamed(in text: String) -> Bool {
        let words = text.split { $0 == " " }.map { String($0).foldedForMail }.filter { !$0.isEmpty }
        return words.indices.contains { match(words[$0...]) != nil }
    }

    /// The item that begins with the first of these words, by its longest name, and how many words that takes.
    ///
    /// - Parameter words: Folded.
    func match(_ words: ArraySlice<String>) -> (meaning: Meaning, length: Int)? {
        var longest: (meaning: Meaning, length: Int)?
        var folded = ""
        for (index, word) in words.prefix(mostWords).enumerated() {
            folded += word
            if let meaning = meaning(ofFolded: folded) { longest = (meaning, index + 1) }
        }
        return longest
    }
}
