extension Order {
    /// The order with these changes, where it isn't whole yet: the whole of it is judged anew, so that one amendment
    /// with all that is missing makes it whole.
    ///
    /// An amendment that gives only some of that is taken if what it gives is right: nobody's typing is lost. The
    /// warnings then say what is still missing. If anything in it is wrong, nothing is changed, and the problems are
    /// everything that keeps the order from being whole.
    func completed(by amendment: Amendment, rules: Rules) -> AmendedOrder {
        let wanted = submission(amendedBy: amendment)
        var findings = Findings()
        let name = wanted.checkedName(&findings)
        _ = wanted.checkedEmail(required: rules.emailRequired && amendment.email != nil, &findings)
        _ = wanted.checkedOrganisation(&findings)
        _ = wanted.checkedAddress(name: name, &findings)
        _ =
            amendment.touchesItems
            ? wanted.amendedLines(of: self, by: rules, &findings)
            : wanted.checkedLines(by: rules, keeping: lines, &findings)
        _ = wanted.checkedPurpose(&findings)
        _ = wanted.checkedNeededBy(today: rules.today, &findings)
        _ = wanted.checkedNote(&findings)
        _ = wanted.checkedLanguage(default: rules.language, &findings)

        let order = wanted.salvaged(by: rules, keeping: lines)
        let missing = order.missingFields
        guard findings.problems.allSatisfy({ missing.contains($0.field) && !amendment.gives($0.field) }) else {
            return AmendedOrder(refused: findings)
        }
        findings.warnings += findings.problems
        return changed(to: order, findings, by: rules)
    }

    /// The order as its source would have written it, with these changes; nothing is checked.
    ///
    /// Without a postcode the United Kingdom is no country that anybody gave: it must not contradict the postcode that
    /// is given now.
    public func submission(amendedBy amendment: Amendment) -> Submission {
        var written = submission
        if address.postcode == nil, address.country == .unitedKingdom {
            written.country = nil
        }
        return written.applying(amendment)
    }
}
