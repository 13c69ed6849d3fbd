import Orders

/// An address as people write it in one piece: lines, or one line with commas, that end in the postcode and perhaps the
/// country.
struct WrittenAddress: Hashable {
    var lines: [String]
    /// nil only for the forces, who have none.
    var town: String?
    var postcode: Postcode
    /// Its code, where it was written.
    var country: String?

    /// A postcode and where it stands.
    struct FoundPostcode {
        var line: Int
        var postcode: Postcode
        /// What stands before it on its line, and after it.
        var before: String
        var after: String
    }

    /// Nil where it isn't clear which part is which.
    init?(_ written: [String]) {
        var written = written.map(Self.bare).filter { !$0.isEmpty }
        if written.count > 1, let last = written.last, let code = Self.country(last) {
            country = code
            written.removeLast()
        }
        let found = Self.postcodes(in: written)
        guard let only = found.first, found.count == 1, only.line == written.count - 1 else { return nil }
        if !only.after.isEmpty {
            guard country == nil, let code = Self.country(only.after) else { return nil }
            country = code
        }
        postcode = only.postcode
        lines = Array(written.dropLast())
        let parts = only.before.split(separator: ",").map { Self.bare(String($0)) }.filter { !$0.isEmpty }
        lines += parts
        if postcode.kind != .bfpo {
            guard let last = lines.popLast(), Self.isTown(last) else { return nil }
            town = last
        }
        guard !lines.isEmpty else { return nil }
    }

    /// Every postcode in the lines, each where it stands.
    static func postcodes(in lines: [String]) -> [FoundPostcode] {
        var found: [FoundPostcode] = []
        for (number, line) in lines.enumerated() {
            let words = line.split { $0 == " " || $0 == "," }
            var index = 0
            while index < words.count {
                let first = bareWord(words[index])
                var match: (code: Postcode, last: Int)?
                if index + 1 < words.count, (2...4).contains(first.count) {
                    let second = bareWord(words[index + 1])
                    let isApart = line[words[index].endIndex..<words[index + 1].startIndex] == " "
                    if isApart, (1...4).contains(second.count), let code = Postcode("\(first) \(second)") {
                        match = (code, index + 1)
                    }
                }
                if match == nil, (5...8).contains(first.count), let code = Postcode(first) { match = (code, index) }
                if let match {
                    found.append(
                        FoundPostcode(
                            line: number, postcode: match.code,
                            before: bare(String(line[..<words[index].startIndex])),
                            after: bare(String(line[words[match.last].endIndex...]))))
                    index = match.last
                }
                index += 1
            }
        }
        return found
    }

    /// The code of a country that the text names and nothing else.
    static func country(_ text: String) -> String? {
        let text = bare(text)
        // Two letters at the end of an address are more often something else.
        guard text.count > 2 || ["UK", "GB"].contains(text.uppercased()) else { return nil }
        return Submission.countryCode(meantBy: text) ?? welsh[text.foldedForMail]
            ?? CountryName.country(welsh: text)?.rawValue
    }

    private static let welsh = [
        "deyrnasunedig": "GB", "ydeyrnasunedig": "GB", "lloegr": "GB", "yralban": "GB", "gogleddiwerddon": "GB",
        "iwerddon": "IE", "gweriniaethiwerddon": "IE",
    ]

    private static func isTown(_ text: String) -> Bool {
        text.contains(where: \.isLetter) && !text.contains { $0.isNumber || ":;@!?".contains($0) } && text.count <= 60
    }

    /// Without blanks, commas and full stops at the ends.
    static func bare(_ text: String) -> String {
        var rest = Substring(text)
        while let first = rest.first, first == " " || first == "," { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "," || last == "." || last == ";" { rest.removeLast() }
        return String(rest)
    }

    private static func bareWord(_ word: Substring) -> String {
        var rest = word
        while let first = rest.first, "([{\"'“‘".contains(first) { rest.removeFirst() }
        while let last = rest.last, ")]}\"'”’.;:!?".contains(last) { rest.removeLast() }
        return String(rest)
    }
}
