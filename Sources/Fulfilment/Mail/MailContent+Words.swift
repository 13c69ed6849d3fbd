import Orders

extension MailContent {
    /// The names that templates may use.
    static let names = [
        "language", "subject", "reference", "name", "campaign", "website", "link", "form", "privacyContact", "items",
        "title",
        "quantity", "hasItems", "addressLines", "hasAddress", "posting", "arrivalFrom", "arrivalUntil", "changeUntil",
        "reasons", "expected", "postClass", "packets", "isOnePacket", "isHeld", "isBackordered", "isReady",
        "isUnreadable",
    ]

    /// What the templates see, by those names. What there is none of is left out.
    var values: [String: Any] {
        var values: [String: Any] = [
            "language": language.rawValue, "subject": subject, "reference": reference.description,
            "campaign": campaign.name,
            "items": items.map { ["title": $0.title, "quantity": String($0.quantity)] },
            "hasItems": !items.isEmpty, "addressLines": addressLines, "hasAddress": !addressLines.isEmpty,
            // Whoever held it by hand gave no reason of these.
            "reasons": (heldBecause.isEmpty ? [.manual] : heldBecause).map { $0.words(in: language) },
        ]
        values["name"] = name.isEmpty ? nil : name
        values["website"] = campaign.website
        values["link"] = link
        values["form"] = form
        values["isUnreadable"] = heldBecause.contains(.unreadable)
        values["privacyContact"] = campaign.privacyContact
        values["expected"] = expected?.words(in: language, .onIt)
        values["postClass"] = postClass?.words(in: language)
        values["packets"] = packets > 1 ? String(packets) : nil
        values["isOnePacket"] = packets == 1
        values["isHeld"] = standing == .held
        values["isBackordered"] = standing == .backordered
        values["isReady"] = standing != .held && standing != .backordered
        // An order that waits goes with no particular batch: days would be promises that nobody can keep.
        if !waits {
            values["changeUntil"] = changeUntil?.words(in: language)
            values["posting"] = posting?.words(in: language, .onIt)
            if posting != nil {
                values["arrivalFrom"] = arrival?.lowerBound.words(in: language)
                values["arrivalUntil"] = arrival?.upperBound.words(in: language)
            }
        }
        return values
    }

    /// Whether it waits for a person or an item; a change is told whatever the order waits for.
    private var waits: Bool {
        switch kind {
        case .held, .backordered: true
        case .changed: standing == .held || standing == .backordered
        case .confirmation, .posted, .cancelled: false
        }
    }

    /// Neutral: neither the campaign's name nor an item's.
    var subject: String {
        switch (language, kind) {
        case (.english, .confirmation): "Your order \(reference)"
        case (.english, .posted): "Your order \(reference): on its way"
        case (.english, .changed): "Your order \(reference): changed"
        case (.english, .held): "Your order \(reference): we are looking at it"
        case (.english, .backordered): "Your order \(reference): not ready yet"
        case (.english, .cancelled): "Your order \(reference): cancelled"
        case (.welsh, .confirmation): "Eich archeb \(reference)"
        case (.welsh, .posted): "Eich archeb \(reference): ar ei ffordd"
        case (.welsh, .changed): "Eich archeb \(reference): wedi'i newid"
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

extension PostCalendar.PostClass {
    /// Follows "by" and "gyda'r post".
    func words(in language: Language) -> String {
        switch (self, language) {
        case (.first, .english): "1st class post"
        case (.first, .welsh): "dosbarth cyntaf"
        case (.second, .english): "2nd class post"
        case (.second, .welsh): "ail ddosbarth"
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
