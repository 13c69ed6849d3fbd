extension Submission {
    /// The address by Notify's rules and ours: country inferred from the postcode, town required except for the forces.
    func checkedAddress(name: String?, _ findings: inout Findings) -> Address? {
        let before = findings.problems.count
        var lines = checkedAddressLines(&findings)
        let town = checkedTown(&findings)
        var written = findings.text(postcode, "postcode", atMost: FieldLimits.postcode)
        if written == nil, let forces = Self.forcesPost(in: lines, town) {
            written = forces
        }

        let code = written.flatMap { Postcode($0) }
        let country = checkedCountry(code, postcodeIsMissing: written == nil, lines, town, &findings)
        if code == nil {
            if let written {
                Self.checkUnread(postcode: written, in: country, named: Self.countryNamed(in: lines, town), &findings)
            } else if let country, country.usesBritishPost {
                findings.reject("postcode", "is missing", Self.postcodeHint(in: lines, town))
            }
        } else if let warning = code?.warning {
            findings.warnings.append(warning)
        }

        lines = lines.withoutRepetition(of: country, code, town: town)
        if lines.isEmpty, addressLines.count <= FieldLimits.addressLines {
            findings.reject("addressLine1", "is missing", "house and street, as in 1 Example Street")
        } else if let first = lines.first {
            Address.checkWords(in: first.text, field: first.field, &findings)
        }
        if town == nil, code?.kind != .bfpo {
            let last = lines.count > 1 ? lines.last?.text : nil
            findings.reject(
                "town", "is missing",
                last.map { "is it \($0.quoted), the last address line?" } ?? "the post town, as in Manchester")
        }
        guard let country else { return nil }
        let address = Address(
            lines: lines.map(\.text), town: town, postcode: code?.formatted ?? written, country: country)
        Self.checkLength(of: address, name: name ?? "", at: lines.last?.field ?? "addressLine1", &findings)
        return findings.problems.count == before ? address : nil
    }

    /// The lines that say something, with their numbers as they were given.
    private func checkedAddressLines(_ findings: inout Findings) -> [NumberedLine] {
        guard addressLines.count <= FieldLimits.addressLines else {
            findings.reject(
                "addressLine\(Address.mostPrintedLines)", "is one of \(addressLines.count) address lines",
                "at most \(Address.mostPrintedLines) fit on the label, name and postcode included")
            return []
        }
        var lines: [NumberedLine] = []
        lines.reserveCapacity(addressLines.count)
        for (index, raw) in addressLines.enumerated() {
            if let line = checkedAddressLine(raw, number: index + 1, &findings) {
                lines.append(line)
            }
        }
        return lines
    }

    /// One line that says something.
    func checkedAddressLine(_ raw: String, number: Int, _ findings: inout Findings) -> NumberedLine? {
        let text = findings.text(raw, "addressLine\(number)", atMost: FieldLimits.addressLine)
        guard let text = text?.withoutTrailingCommas, !text.isEmpty else { return nil }
        let line = NumberedLine(number: number, text: text)
        Address.check(line: text, field: line.field, &findings)
        return line
    }

    func checkedTown(_ findings: inout Findings) -> String? {
        let town = findings.text(town, "town", atMost: FieldLimits.town)?.withoutTrailingCommas
        guard let town, !town.isEmpty else { return nil }
        Address.check(line: town, field: "town", &findings)
        return town
    }

    /// The country as given, or as the postcode implies; a contradiction between the two is a problem.
    private func checkedCountry(
        _ code: Postcode?, postcodeIsMissing: Bool, _ lines: [NumberedLine], _ town: String?,
        _ findings: inout Findings
    ) -> Country? {
        guard let text = findings.text(country, "country", atMost: FieldLimits.country) else {
            if code == nil, postcodeIsMissing {
                let hint =
                    Self.countryNamed(in: lines, town).map(Self.countryHint) ?? Self.postcodeHint(in: lines, town)
                findings.reject("postcode", "is missing", hint)
            }
            return code?.country
        }
        guard let given = findings.value(of: Country.read(text)) else { return code?.country }
        guard let code, code.country != given else { return given }
        if given == .unitedKingdom, code.kind == .crown {
            findings.warnings.append(
                Problem(
                    field: "country", problem: "\(code.formatted) is in \(code.country.englishName), not in GB",
                    hint: "we took \(code.country.rawValue)"))
        } else if code.kind == .bfpo {
            findings.reject(
                "country", "\(given.rawValue) doesn't fit the forces' postcode \(code.formatted)",
                "leave the country out, the forces' post has none")
        } else {
            findings.reject(
                "country",
                "\(given.rawValue) (\(given.englishName)) doesn't fit the postcode \(code.formatted)",
                "\(code.country.rawValue) (\(code.country.englishName)) does; or check the postcode")
        }
        return code.country
    }

    /// A postcode that none of our kinds reads is right only in a country without rules of ours.
    private static func checkUnread(
        postcode written: String, in country: Country?, named: @autoclosure () -> Country?, _ findings: inout Findings
    ) {
        if let country, !country.usesBritishPost, country != .ireland, country != .gibraltar {
            Address.check(line: written, field: "postcode", &findings)
        } else if !findings.problems.contains(where: { $0.field == "postcode" }),
            case .failure(var problem) = Postcode.read(written, in: country)
        {
            if country == nil, let named = named() {
                problem.hint = countryHint(named)
            }
            findings.problems.append(problem)
        }
    }

    /// A country abroad whose name stands in the town or a line, where only its code says where to.
    private static func countryNamed(in lines: [NumberedLine], _ town: String?) -> Country? {
        words(lines, town).compactMap(Country.meaning).first { !$0.usesBritishPost }
    }

    private static func countryHint(_ country: Country) -> String {
        "for \(country.englishName), give the country too: \(country.rawValue)"
    }

    /// What the address says, from its end.
    private static func words(_ lines: [NumberedLine], _ town: String?) -> [String] {
        (town.map { [$0] } ?? []) + lines.map(\.text).reversed()
    }

    /// `BFPO 57` where it stands in the last line or the town instead of the postcode.
    static func forcesPost(in lines: [NumberedLine], _ town: String?) -> String? {
        (town.flatMap(Address.forcesNumber) ?? lines.last.flatMap { Address.forcesNumber(in: $0.text) })
            .map { "BFPO \($0)" }
    }

    private static func postcodeHint(in lines: [NumberedLine], _ town: String?) -> String {
        let found = words(lines, town).lazy.compactMap { Postcode($0) }.first
        return found.map { "is it \($0.formatted), from the address?" } ?? "a British postcode looks like M9 0SQ"
    }

    private static func checkLength(
        of address: Address, name: String, at field: String, _ findings: inout Findings
    ) {
        // Name, town, postcode and country are four; up to five lines always fit.
        guard address.lines.count > Address.mostPrintedLines - 4 else { return }
        let count = address.printedLines(name: name.isEmpty ? "–" : name).count
        if count > Address.mostPrintedLines {
            findings.reject(
                field, "makes \(count) lines on the label",
                "at most \(Address.mostPrintedLines) fit, name and postcode included: put two lines on one")
        }
    }
}

/// An address line and which one it was.
struct NumberedLine {
    let number: Int
    let text: String

    var field: String {
        "addressLine\(number)"
    }
}

extension [NumberedLine] {
    /// Without last lines that only say the country or the postcode again, or the town after another line.
    func withoutRepetition(of country: Country?, _ code: Postcode?, town: String?) -> [NumberedLine] {
        var lines = self
        while let last = lines.last?.text {
            let isRepetition =
                lines.count > 1 && town?.equalsIgnoringCase(last) == true
                || Country.isNameOfTheUnitedKingdom(last)
                || country?.englishName.equalsIgnoringCase(last) == true
                || code != nil && code == Postcode(last)
            guard isRepetition else { break }
            lines.removeLast()
        }
        return lines
    }
}
