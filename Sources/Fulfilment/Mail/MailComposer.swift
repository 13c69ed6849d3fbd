public import Orders
public import Store
public import Wire

/// Composes the mails owed, outside any transaction, and stores their bytes before the first attempt.
///
/// Message-ID, date and boundary were written down by the transaction that made the mail owed: composed again after a
/// crash, it is the same message to whoever receives it. From the first attempt on only the stored bytes count.
public struct MailComposer: Sendable {
    /// Mails that are composed between two commits.
    static let chunk = 200

    private let templates: MailTemplates
    private let catalogue: Catalogue
    private let forecast: PostingForecast
    private let from: Mailbox
    private let replyTo: Mailbox?
    private let campaign: MailContent.Campaign
    private let link: @Sendable (Reference) -> String?
    private let form: String?
    private let messages = MessageComposer()

    /// - Parameters:
    ///   - link: Where a supporter can change or cancel her order, `StatusLinks.url`; nil for by reply.
    ///   - form: Where the form is; nil if people can't reach it.
    public init(
        templates: MailTemplates, catalogue: Catalogue, forecast: PostingForecast, from: Mailbox, replyTo: Mailbox?,
        campaign: MailContent.Campaign, link: @escaping @Sendable (Reference) -> String? = { _ in nil },
        form: String? = nil
    ) {
        self.templates = templates
        self.catalogue = catalogue
        self.forecast = forecast
        self.from = from
        self.replyTo = replyTo
        self.campaign = campaign
        self.link = link
        self.form = form
    }

    /// Composes everything that is owed without bytes. A mail that can't be composed fails, with the reason; the others
    /// go on.
    ///
    /// - Returns: how many were composed, and how many failed.
    /// - Throws: `StoreError`.
    public func composeOwed(in store: Store, at now: Int64) async throws -> (composed: Int, failed: Int) {
        var (composed, failed) = (0, 0)
        while true {
            let drafts = try await store.mailsToCompose(limit: Self.chunk)
            guard !drafts.isEmpty else { return (composed, failed) }
            var ready: [ComposedMail] = []
            for draft in drafts {
                do {
                    ready.append(try compose(draft))
                } catch {
                    try await store.failComposing(draft.id, problem: "\(error)", at: now)
                    failed += 1
                }
            }
            composed += try await store.saveComposed(ready)
        }
    }

    /// The message as it will be sent.
    ///
    /// - Throws: `TemplateProblem`, `WireProblem`, or `MissingAddress`.
    public func compose(_ draft: MailDraft) throws -> ComposedMail {
        guard let email = draft.order.order.email else { throw MissingAddress() }
        let text = try templates.render(content(of: draft))
        let message = try messages.compose(
            MessageDraft(
                from: from, to: Mailbox(name: draft.order.order.name, address: email.text), replyTo: replyTo,
                subject: text.subject, text: text.text, html: text.html, messageID: draft.messageID, date: draft.date,
                boundary: draft.boundary, inReplyTo: draft.inReplyTo, language: draft.language.rawValue))
        return ComposedMail(id: draft.id, recipient: email, message: message)
    }

    /// A mail is owed to an order whose address has been taken out since.
    struct MissingAddress: Error, CustomStringConvertible {
        var description: String { "the order has no e-mail address any more" }
    }

    /// What the mail tells.
    func content(of draft: MailDraft) -> MailContent {
        let placed = draft.order
        let order = placed.order
        let isAtHome = order.address.country.usesBritishPost
        let posting =
            if draft.kind == .posted {
                forecast.posting(ofDispatchAt: placed.dispatchedAt ?? draft.date)
            } else if placed.state == .batched, let batch = placed.batch {
                forecast.posting(ofBatchOn: batch.date)
            } else {
                forecast.posting(ofOrderAt: draft.date)
            }
        // The post's working days are promised at home only, not to the forces abroad.
        let arrival = isAtHome && !order.address.isForces ? posting.map(forecast.arrival) : nil
        return MailContent(
            kind: draft.kind, language: draft.language, reference: placed.reference, name: order.name,
            items: order.lines.map { line in
                MailContent.Line(
                    title: catalogue[line.item]?.title(in: draft.language) ?? line.item, quantity: line.quantity)
            },
            // What was read of a message isn't certain until a person has looked.
            addressLines: draft.kind == .held && placed.heldBecause.contains(.unreadable)
                ? [] : addressLines(of: order),
            standing: placed.state, posting: posting,
            arrival: arrival, packets: draft.packets, postClass: isAtHome ? forecast.postClass : nil,
            // What lies on the packing table can be changed until it is packed, and nobody knows when that is.
            changeUntil: placed.state == .batched ? nil : forecast.deadline(ofOrderAt: draft.date),
            heldBecause: placed.heldBecause,
            expected: expectedDate(of: order), link: link(placed.reference), form: form, campaign: campaign)
    }

    /// The label's lines; none while part of them is missing, for that is not what will be printed.
    private func addressLines(of order: Order) -> [String] {
        let isKnown = order.missingFields.allSatisfy { $0 == "items" }
        return isKnown ? order.address.printedLines(name: order.name) : []
    }

    /// The first day on which everything in it ships; nil if nobody knows.
    private func expectedDate(of order: Order) -> LocalDate? {
        var latest: LocalDate?
        for line in order.lines {
            switch catalogue[line.item]?.ships {
            case .inStock: continue
            case .from(let date): latest = max(latest ?? date, date)
            case .unknown, nil: return nil
            }
        }
        return latest
    }
}
