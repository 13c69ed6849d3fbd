extension Submission {
    /// What can be read of it with certainty, for a person to complete: the fields that validation finds right, and
    /// nothing in place of the others. `Order.missingFields` says what is missing.
    ///
    /// Each field stands for itself: a wrong postcode costs no address line. The items are one field: with one of them wrong
    /// none is kept, or the order would seem whole without it. Where two contradict each other, a country and a postcode,
    /// neither is kept. Where no country is known it is the United Kingdom, since an order has one; that alone makes no
    /// order whole.
    public func salvaged(by rules: Rules) -> Order {
        salvaged(by: rules, keeping: [])
    }

    /// - Parameter kept: Lines that an amended order has already: as they were they aren't judged again.
    func salvaged(by rules: Rules, keeping kept: [OrderLine]) -> Order {
        let name = right { checkedName(&$0) } ?? ""
        return Order(
            name: name, email: right { checkedEmail(required: false, &$0) },
            organisation: right { checkedOrganisation(&$0) }, address: salvagedAddress(name: name),
            lines: salvagedLines(by: rules, keeping: kept), purpose: right { checkedPurpose(&$0) } ?? .other,
            neededBy: right { checkedNeededBy(today: rules.today, &$0) }, note: right { checkedNote(&$0) },
            language: right { checkedLanguage(default: rules.language, &$0) } ?? rules.language)
    }

    /// What was read, if nothing was wrong with it.
    private func right<Value>(_ read: (inout Findings) -> Value?) -> Value? {
        var findings = Findings()
        let value = read(&findings)
        return findings.problems.isEmpty ? value : nil
    }

    private func salvagedLines(by rules: Rules, keeping kept: [OrderLine]) -> [OrderLine] {
        right { checkedLines(by: rules, keeping: kept, &$0) } ?? []
    }

    private func salvagedAddress(name: String) -> Address {
        var lines: [NumberedLine] = []
        if addressLines.count <= FieldLimits.addressLines {
            lines = addressLines.enumerated().compactMap { index, raw in
                right { checkedAddressLine(raw, number: index + 1, &$0) }
            }
        }
        lines.removeFirst(lines.prefix { !$0.text.unicodeScalars.contains(where: \.isLetterOrDigit) }.count)
        let town = right { checkedTown(&$0) }
        var written = right { $0.text(postcode, "postcode", atMost: FieldLimits.postcode) }
        if postcode?.tidied.isEmpty != false {
            written = Self.forcesPost(in: lines, town)
        }
        let code = written.flatMap { Postcode($0) }
        let given = right { findings in
            findings.text(country, "country", atMost: FieldLimits.country).flatMap { text in
                findings.value(of: Country.read(text))
            }
        }
        let place = Self.place(of: code, written: written, given: given)
        lines = lines.withoutRepetition(of: place.country, code, town: town)
        var address = Address(
            lines: lines.map(\.text), town: town, postcode: place.postcode, country: place.country)
        // Together they fit on no label, and nobody knows which one to leave out.
        if address.printedLines(name: name.isEmpty ? "–" : name).count > Address.mostPrintedLines {
            address.lines = []
        }
        return address
    }

    /// The postcode and the country that don't contradict each other.
    private static func place(
        of code: Postcode?, written: String?, given: Country?
    ) -> (postcode: String?, country: Country) {
        if let code {
            guard let given, given != code.country, !(given == .unitedKingdom && code.kind == .crown) else {
                return (code.formatted, code.country)
            }
            return (nil, .unitedKingdom)
        }
        guard let given else { return (nil, .unitedKingdom) }
        var findings = Findings()
        if let written { Address.check(line: written, field: "postcode", &findings) }
        let hasRules = given.usesBritishPost || given == .ireland || given == .gibraltar
        return (hasRules || !findings.problems.isEmpty ? nil : written, given)
    }
}
