import HTTPTypes
import Orders

/// From values to pages.
extension SupporterPages {
    /// A page in a language, with the headers that every page has.
    func page(
        _ name: String, _ language: Language, status: HTTPResponse.Status = .ok, _ values: [String: Any]
    ) -> WebAnswer {
        let values = common(language).merging(values) { $1 }
        let text = parts.templates.render(name, values, in: language)
        return WebAnswer(status: status, headers: Self.pageHeaders(language), body: Array(text.utf8))
    }

    /// A page that says one thing: its words are `message.TOPIC.title` and `message.TOPIC.text`.
    func message(
        _ topic: String, _ status: HTTPResponse.Status, _ request: WebRequest, _ values: [String: Any] = [:]
    ) -> WebAnswer {
        page(
            "message", language(of: request), status: status,
            ["title": "message.\(topic).title", "text": "message.\(topic).text"].merging(values) { $1 })
    }

    func redirect(to path: String) -> WebAnswer {
        WebAnswer(status: .seeOther, headers: Self.safety.merging([.location: path, .cacheControl: "no-store"]))
    }

    /// The language that the address or the form asks for, or the campaign's own.
    func language(of request: WebRequest) -> Language {
        request.query["lang"].flatMap(Language.init(rawValue:)) ?? parts.campaign.language
    }

    /// What every page may show.
    private func common(_ language: Language) -> [String: Any] {
        let campaign = parts.campaign
        var values: [String: Any] = [
            "language": language.rawValue, "otherLanguage": language.other.rawValue, "campaign": campaign.name,
            "style": look.styleVersion,
            // A campaign in one language needs no word about it in its addresses.
            "home": language == campaign.language ? "/" : "/?lang=\(language.rawValue)",
            "privacyPage": "/privacy" + (language == campaign.language ? "" : "?lang=\(language.rawValue)"),
        ]
        values["website"] = campaign.website
        values["logo"] = look.logoVersion.map { "/logo?v=\($0)" }
        values["contact"] = campaign.contact
        values["contactLink"] = campaign.contact.flatMap(Self.mailLink)
        values["mailto"] = parts.mailto?(language)
        return values
    }

    /// `mailto:` and the address, if it is one.
    static func mailLink(_ contact: String) -> String? {
        guard case .success(let address) = EmailAddress.read(contact), !address.needsSMTPUTF8 else { return nil }
        // What may stand in an address but means something in a link.
        return "mailto:"
            + address.text.replacing("%", with: "%25").replacing("?", with: "%3F")
            .replacing("&", with: "%26").replacing("#", with: "%23")
    }

    /// Of every page: it is one person's, and nothing in it comes from elsewhere or goes elsewhere.
    private static func pageHeaders(_ language: Language) -> HTTPFields {
        safety.merging([
            .contentType: "text/html; charset=utf-8", .contentLanguage: language.rawValue, .cacheControl: "no-store",
        ])
    }

    static let safety: HTTPFields = {
        var fields: HTTPFields = [
            .contentSecurityPolicy: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'",
            .xContentTypeOptions: "nosniff",
        ]
        if let policy = HTTPField.Name("Referrer-Policy") { fields[policy] = "no-referrer" }
        return fields
    }()
}

extension WebAnswer {
    /// The same for a step of the form, to which a browser may go back: it keeps it as long as it keeps what was typed.
    var goingBack: WebAnswer {
        var answer = self
        answer.headers[.cacheControl] = "private, no-cache"
        return answer
    }
}

extension Language {
    /// The other one, for the link that leads to it.
    var other: Language { self == .english ? .welsh : .english }
}

extension HTTPFields {
    func merging(_ others: HTTPFields) -> HTTPFields {
        var merged = self
        for field in others { merged[field.name] = field.value }
        return merged
    }
}
