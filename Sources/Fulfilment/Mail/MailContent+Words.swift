import Orders

extension MailContent {
    /// The names that templates may use.
    static let names = [
        "language", "subject", "reference", "name", "campaign", "website", "link", "privacyContact", "items", "title",
        "quantity", "hasItems", "addressLines", "hasAddress", "posting", "arrivalFrom", "arrivalUntil", "changeUntil",
        "reasons", "expected",
    ]

    /// What the templates see, by those names. What there is none of is left out.
    var values: [String: Any] {
        var values: [String: Any] = [
            "language": language.rawValue, "subject": subject, "reference": reference.description, "name": name,
            "campaign": campaign.name,
            "items": items.map { ["title": $0.title, "quantity": String($0.quantity)] },
            "hasItems": !items.isEmpty, "addressLines": addressLines, "hasAddress": !addressLines.isEmpty,
            // Whoever held it by hand gave no reason of these.
            "reasons": (heldBecause.isEmpty ? [.manual] : heldBecause).map { $0.words(in: language) },
        ]
        values["website"] = campaign.website
        values["link"] = link
        values["privacyContact"] = campaign.privacyContact
        values["expected"] = expected?.words(in: language, .onIt)
        // An order that waits goes with no particular batch: days would be promises that nobody can keep.
        if kind != .held, kind != .backordered {
            values["changeUntil"] = changeUntil?.words(in: language)
            values["posting"] = posting?.words(in: language, .onIt)
            if posting != nil {
                values["arrivalFrom"] = arrival?.lowerBound.words(in: language)
                values["arrivalUntil"] = arrival?.upperBound.words(in: language)
            }
        }
        return values
    }

    /// Neutral: neither the campaign's name nor an item's.
    var subject: String {
        switch (language, kind) {
        case (.english, .confirmation), (.english, .posted), (.english, .changed): "Your order \(reference)"
        case (.english, .held): "Your order \(reference): we are looking at it"
        case (.english, .backordered): "Your order \(reference): not ready yet"
        case (.english, .cancelled): "Your order \(reference): cancelled"
        case (.welsh, .confirmation), (.welsh, .posted), (.welsh, .changed): "Eich archeb \(reference)"
        case (.welsh, .held): "Eich archeb \(reference): rydym yn edrych arni"
        case (.welsh, .backordered): "Eich archeb \(reference): heb fod yn barod eto"
        case (.welsh, .cancelled): "Eich archeb \(reference): wedi'i chanslo"
        }
    }
}

extension MailContent.Deadline {
    /// "16:00 on Thursday 17 December 2026", "16:00 ddydd Iau 17 Rhagfyr 2026"; follows "until" and "tan".
    func words(in language: Language) -> String {
        let words = day.words(in: language, .onIt)
        guard let minutes else { return words }
        let (hour, minute) = (minutes / 60, minutes % 60)
        let time = "\(hour):\(minute < 10 ? "0" : "")\(minute)"
        switch language {
        case .english: return "\(time) on \(words)"
        case .welsh: return "\(time) \(words)"
        }
    }
}

extension HeldReason {
    /// Why a person looks, in a sentence that says nothing of anybody else.
    func words(in language: Language) -> String {
        switch (self, language) {
        case (.quantity, .english): "You asked for more than we usually send in one order."
        case (.quantity, .welsh): "Rydych wedi gofyn am fwy nag yr ydym fel arfer yn ei anfon mewn un archeb."
        case (.duplicate, .english): "We may already have an order like it."
        case (.duplicate, .welsh): "Efallai fod gennym archeb debyg eisoes."
        case (.unreadable, .english): "We could not read all of it."
        case (.unreadable, .welsh): "Nid oeddem yn gallu darllen y cyfan ohoni."
        case (.mailAddress, .english): "We want to check the e-mail address."
        case (.mailAddress, .welsh): "Rydym am wirio'r cyfeiriad e-bost."
        case (.unprintable, .english): "We can't print the address on a label as it is written."
        case (.unprintable, .welsh): "Ni allwn argraffu'r cyfeiriad ar label fel y mae wedi'i ysgrifennu."
        case (.tooLate, .english): "Something in it would reach you too late to be of use."
        case (.tooLate, .welsh): "Byddai rhywbeth ynddi'n eich cyrraedd yn rhy hwyr i fod o ddefnydd."
        case (.imprint, .english): "Something in it still lacks details that the law wants printed on it."
        case (.imprint, .welsh): "Mae rhywbeth ynddi heb fanylion eto y mae'r gyfraith yn gofyn am eu hargraffu arno."
        case (.returnedAddress, .english): "We want to check the address with you."
        case (.returnedAddress, .welsh): "Rydym am wirio'r cyfeiriad gyda chi."
        case (.manual, .english): "One of us wants to look at it first."
        case (.manual, .welsh): "Mae un ohonom am edrych arni'n gyntaf."
        }
    }
}
