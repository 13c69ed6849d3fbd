extension Submission {
    /// Checks everything at once: an order, or every problem that keeps it from being one.
    ///
    /// Pure: the same submission and the same rules give the same verdict. Whether somebody ordered twice is for the
    /// store to find out, whether the label can be set for the press.
    public func validated(by rules: Rules) -> Verdict {
        var findings = Findings()
        if let closes = rules.closes, closes < rules.today {
            findings.reject("items", "came too late", "the campaign took orders until \(closes)")
        }
        _ = findings.text(id, "id", atMost: FieldLimits.id)
        let name = checkedName(&findings)
        let email = checkedEmail(required: rules.emailRequired, &findings)
        let organisation = checkedOrganisation(&findings)
        let address = checkedAddress(name: name, &findings)
        let lines = checkedLines(by: rules, &findings)
        let purpose = checkedPurpose(&findings)
        let neededBy = checkedNeededBy(today: rules.today, &findings)
        let note = checkedNote(&findings)
        let language = checkedLanguage(default: rules.language, &findings)

        guard findings.problems.isEmpty, let name, let address else {
            return Verdict(problems: findings.problems, warnings: findings.warnings)
        }
        let order = Order(
            name: name, email: email, organisation: organisation, address: address, lines: lines, purpose: purpose,
            neededBy: neededBy, note: note, language: language)
        return Verdict(
            order: order, warnings: findings.warnings, heldBecause: findings.heldBecause, waits: findings.waits)
    }

    func checkedName(_ findings: inout Findings) -> String? {
        guard let name = findings.text(name, "name", atMost: FieldLimits.name)?.withoutTrailingCommas, !name.isEmpty
        else {
            findings.reject("name", "is missing", "the name of the person that the packet is for")
            return nil
        }
        Address.check(line: name, field: "name", &findings)
        Address.checkWords(in: name, field: "name", &findings)
        return name
    }

    func checkedEmail(required: Bool, _ findings: inout Findings) -> EmailAddress? {
        guard let text = email?.trimmed, !text.isEmpty else {
            if required {
                findings.reject("email", "is missing", "we confirm every order by e-mail: write name@example.org")
            }
            return nil
        }
        let email = findings.value(of: EmailAddress.read(text))
        if email?.needsSMTPUTF8 == true {
            findings.hold(.mailAddress)
        }
        return email
    }

    func checkedOrganisation(_ findings: inout Findings) -> String? {
        findings.text(organisation, "organisation", atMost: FieldLimits.organisation)
    }

    func checkedNote(_ findings: inout Findings) -> String? {
        findings.text(note, "note", atMost: FieldLimits.note, lines: true)
    }

    func checkedPurpose(_ findings: inout Findings) -> Purpose {
        guard let text = purpose?.trimmed, !text.isEmpty else { return .other }
        if let purpose = Purpose(reading: text) { return purpose }
        let all = Purpose.allCases.map(\.rawValue)
        let nearest = text.nearest(in: all).map { "did you mean \($0)?" }
        findings.reject("purpose", "\(text.quoted) is unknown", nearest ?? "one of \(all.joined(separator: ", "))")
        return .other
    }

    func checkedNeededBy(today: LocalDate, _ findings: inout Findings) -> LocalDate? {
        guard let text = neededBy?.trimmed, !text.isEmpty else { return nil }
        guard let date = LocalDate(text) else {
            let meant = LocalDate(mending: text).map { "did you mean \($0)?" }
            findings.reject(
                "neededBy", "\(text.quoted) is no date",
                meant ?? "write year-month-day, as in \(today.advanced(by: 14))")
            return nil
        }
        if date < today {
            findings.warnings.append(
                Problem(
                    field: "neededBy", problem: "\(date) has passed",
                    hint: "we treat it as urgent; leave the date out if there is no hurry"))
        }
        return date
    }

    func checkedLanguage(default usual: Language, _ findings: inout Findings) -> Language {
        guard let text = language?.trimmed, !text.isEmpty else { return usual }
        let wanted = text.lowercased()
        if let language = Language(rawValue: wanted) { return language }
        let hint =
            switch wanted {
            case let word where word.hasPrefix("en"): "did you mean en?"
            case let word where word.hasPrefix("cy") || word == "welsh": "did you mean cy?"
            default: "en (English) or cy (Welsh)"
            }
        findings.reject("language", "\(text.quoted) is unknown", hint)
        return .english
    }
}

extension Purpose {
    /// Reads a purpose in upper or lower case, with spaces or `_` for the hyphen: `Own workplace`.
    init?(reading text: String) {
        if let purpose = Purpose(rawValue: text) {
            self = purpose
            return
        }
        let wanted = text.folded
        guard let purpose = Self.allCases.first(where: { $0.rawValue.folded == wanted }) else { return nil }
        self = purpose
    }
}
