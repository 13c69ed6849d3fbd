extension Order {
    /// The order with these changes, checked by today's rules, every problem at once.
    ///
    /// What isn't touched isn't judged again: an item that the catalogue has dropped since stays, as many as it was;
    /// and the campaign's last day is none for what was ordered before.
    ///
    /// An order that isn't whole yet is judged as a whole, see `completed(by:rules:)`.
    public func amended(by amendment: Amendment, rules: Rules) -> AmendedOrder {
        guard isWhole else { return completed(by: amendment, rules: rules) }
        let wanted = submission.applying(amendment)
        var findings = Findings()
        var order = self
        if amendment.name != nil {
            order.name = wanted.checkedName(&findings) ?? name
        }
        if amendment.email != nil {
            order.email = wanted.checkedEmail(required: rules.emailRequired, &findings)
        }
        if amendment.organisation != nil {
            order.organisation = wanted.checkedOrganisation(&findings)
        }
        if amendment.touchesAddress {
            order.address = wanted.checkedAddress(name: order.name, &findings) ?? address
        } else if order.name != name {
            order.checkLengthOfLabel(&findings)
        }
        if amendment.touchesItems {
            order.lines = wanted.amendedLines(of: self, by: rules, &findings)
        }
        if amendment.purpose != nil {
            order.purpose = wanted.checkedPurpose(&findings)
        }
        if amendment.neededBy != nil {
            order.neededBy = wanted.checkedNeededBy(today: rules.today, &findings)
        }
        if amendment.note != nil {
            order.note = wanted.checkedNote(&findings)
        }
        if amendment.language != nil {
            order.language = wanted.checkedLanguage(default: rules.language, &findings)
        }

        guard findings.problems.isEmpty else { return AmendedOrder(refused: findings) }
        return changed(to: order, findings, by: rules)
    }

    /// What comes of an amendment that is right.
    func changed(to order: Order, _ findings: Findings, by rules: Rules) -> AmendedOrder {
        // The same e-mail address written again is no news.
        let heldBecause = findings.heldBecause.filter { $0 != .mailAddress || order.email != email }
        let waits = order.lines.contains { rules.catalogue[$0.item]?.ships(on: rules.today) == false }
        return AmendedOrder(
            verdict: Verdict(order: order, warnings: findings.warnings, heldBecause: heldBecause, waits: waits),
            fields: order.fields(otherThanIn: self), addressChanged: order.name != name || order.address != address,
            judged: order.reasons(by: rules), unjudged: order.unjudgedReasons(after: self, by: rules))
    }

    /// A longer label for a changed name: the name may have been the same as the line below it.
    private func checkLengthOfLabel(_ findings: inout Findings) {
        let count = address.printedLines(name: name).count
        if count > Address.mostPrintedLines {
            findings.reject(
                "name", "makes \(count) lines on the label",
                "at most \(Address.mostPrintedLines) fit, name and postcode included: put two address lines on one")
        }
    }

    private func fields(otherThanIn before: Order) -> [String] {
        let changes: [(field: String, isChange: Bool)] = [
            ("name", name != before.name),
            ("email", email != before.email),
            ("organisation", organisation != before.organisation),
            ("address.lines", address.lines != before.address.lines),
            ("town", address.town != before.address.town),
            ("postcode", address.postcode != before.address.postcode),
            ("country", address.country != before.address.country),
            ("items", lines != before.lines),
            ("purpose", purpose != before.purpose),
            ("neededBy", neededBy != before.neededBy),
            ("note", note != before.note),
            ("language", language != before.language),
        ]
        return changes.filter(\.isChange).map(\.field)
    }

    /// What can be judged of the whole order.
    private func reasons(by rules: Rules) -> Set<HeldReason> {
        var reasons = Set(rules.reasonsToHold(lines))
        if email?.needsSMTPUTF8 == true {
            reasons.insert(.mailAddress)
        }
        if lines.contains(where: { line in rules.catalogue[line.item].map { line.quantity > $0.maximum } ?? false }) {
            reasons.insert(.quantity)
        }
        return reasons
    }

    /// Of a line that stays as it is while the catalogue has no such item any more, nothing can be judged: whatever was
    /// said of the items before still stands.
    private func unjudgedReasons(after before: Order, by rules: Rules) -> Set<HeldReason> {
        let isKept = lines.contains { rules.catalogue[$0.item] == nil && before.lines.contains($0) }
        return isKept ? [.quantity, .tooLate, .imprint] : []
    }
}

extension AmendedOrder {
    /// An amendment that changes nothing, for what is wrong with it.
    init(refused findings: Findings) {
        self.init(
            verdict: Verdict(problems: findings.problems, warnings: findings.warnings), fields: [],
            addressChanged: false, judged: [])
    }
}

extension Submission {
    /// The lines, those that stay as they were in the order taken as they are.
    func amendedLines(of order: Order, by rules: Rules, _ findings: inout Findings) -> [OrderLine] {
        guard items.contains(where: { !$0.item.trimmed.isEmpty || !$0.quantity.trimmed.isEmpty }) else {
            findings.reject("items", "would leave nothing in the order", "to call it off, cancel it")
            return []
        }
        return checkedLines(by: rules, keeping: order.lines, &findings)
    }
}
