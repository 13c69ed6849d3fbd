import Orders

/// What is said of privacy: in short above the button, and in full on a page of its own.
extension SupporterPages {
    /// `GET /privacy`.
    func privacy(_ request: WebRequest) -> WebAnswer {
        let language = language(of: request)
        var values = parts.privacyValues.merging(parts.noticeValues) { $1 }
        values["version"] = look.noticeVersion
        values["otherPage"] = "/privacy?lang=\(language.other.rawValue)"
        return page("privacy", language, values)
    }
}

extension SupporterPages.Parts {
    /// Who collects it, for how long it is kept, whom to write to.
    var privacyValues: [String: Any] {
        var values: [String: Any] = [
            "controller": privacy.controller ?? campaign.name, "needsConsent": privacy.needsConsent,
        ]
        values["kept"] = privacy.kept
        values["privacyContact"] = privacy.contact
        values["privacyContactLink"] = privacy.contact.flatMap(SupporterPages.mailLink)
        return values
    }

    /// The notice's paragraphs, or where it is to be read.
    var noticeValues: [String: Any] {
        guard let notice = privacy.notice else { return [:] }
        if notice.hasPrefix("https://") || notice.hasPrefix("http://") { return ["noticeLink": notice] }
        return [
            "notice": notice.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.trimmedBlanks.isEmpty }
        ]
    }

    /// All that is said of privacy, as it is shown, in every language; of a form's template that replaces ours the whole,
    /// as nobody knows what it says where.
    var notices: [String] {
        let values = privacyValues.merging(noticeValues) { $1 }
        let shown = Language.allCases.flatMap { language in
            let texts = templates.keys.filter { $0.hasPrefix("privacy.") || $0 == "field.consent.label" }.sorted()
            return (texts + ["privacy"]).map { templates.render($0, values, in: language) }
        }
        return shown + [templates.ownForm ?? ""]
    }
}
