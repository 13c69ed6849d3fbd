extension Address {
    /// The most lines that a label takes, name, postcode and country included.
    public static let mostPrintedLines = 9

    /// The lines of the label: the name, the address lines, the town in capitals, the postcode on a line of its own.
    ///
    /// Royal Mail's layout: no commas at line ends. The forces' number stands last, below a postcode, without a
    /// country; every address outside the British post ends with the country's English name in capitals. What would
    /// stand twice in a row is printed once.
    public func printedLines(name: String) -> [String] {
        var printed = [name.withoutTrailingCommas]
        func add(_ line: String) {
            let line = line.withoutTrailingCommas
            if !line.isEmpty, printed.last?.equalsIgnoringCase(line) != true {
                printed.append(line)
            }
        }
        // The town in capitals counts, where the last address line repeats it.
        func addCapitals(_ line: String) {
            let line = line.withoutTrailingCommas.uppercased()
            if printed.count > 1, printed.last?.equalsIgnoringCase(line) == true {
                printed.removeLast()
            }
            add(line)
        }

        let code = postcode.flatMap(Postcode.init)
        if let code, code.kind == .bfpo, country == .unitedKingdom {
            let number = forcesNumber
            for line in lines where Self.forcesNumber(in: line) == nil { add(line) }
            if let town, Self.forcesNumber(in: town) == nil { addCapitals(town) }
            if let unit = code.unit { add(unit) }
            if let number { add("BFPO \(number)") }
            return printed
        }

        let countryLine = country.usesBritishPost ? nil : country.englishName.uppercased()
        for line in lines { add(line) }
        if let town, countryLine?.equalsIgnoringCase(town.withoutTrailingCommas) != true { addCapitals(town) }
        if let postcode { add(countryLine == nil ? code?.formatted ?? postcode : postcode) }
        if let countryLine { addCapitals(countryLine) }
        return printed
    }

    /// What an amendment calls the field that a printed line shows: `name`, `addressLine2`, `town`.
    ///
    /// - Parameter index: of `printedLines`, from 0. Lines that Handbill has written itself count as the postcode.
    public func field(ofPrintedLine index: Int, name: String) -> String {
        let printed = printedLines(name: name)
        guard index > 0, printed.indices.contains(index) else { return "name" }
        if let town, town.withoutTrailingCommas.equalsIgnoringCase(printed[index]) { return "town" }
        let line = lines.firstIndex { $0.withoutTrailingCommas.equalsIgnoringCase(printed[index]) }
        return line.map { "addressLine\($0 + 1)" } ?? "postcode"
    }

    /// The number of a British Forces Post Office, from the postcode, a line or the town.
    var forcesNumber: Int? {
        if let postcode, let number = Self.forcesNumber(in: postcode) { return number }
        for line in lines.reversed() {
            if let number = Self.forcesNumber(in: line) { return number }
        }
        return town.flatMap(Self.forcesNumber)
    }

    /// The n of a text that says `BFPO n` or `BFPO c/o n` and nothing else.
    static func forcesNumber(in text: String) -> Int? {
        guard let first = text.utf8.first, first | 0x20 == UInt8(ascii: "b"), let code = Postcode(text),
            code.kind == .bfpo, code.unit == nil
        else { return nil }
        return Int(code.formatted.dropFirst(5))
    }
}

extension String {
    /// Without commas and blanks at its end.
    var withoutTrailingCommas: String {
        guard let last = utf8.last, last == UInt8(ascii: ",") || last == UInt8(ascii: " ") else { return self }
        var rest = utf8[...]
        while let last = rest.last, last == UInt8(ascii: ",") || last == UInt8(ascii: " ") { rest.removeLast() }
        return String(Substring(rest))
    }
}
