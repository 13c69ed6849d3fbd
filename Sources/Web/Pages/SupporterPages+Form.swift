import Fulfilment
import HTTPTypes
import Orders
import Store

/// The form and its check page.
extension SupporterPages {
    /// `GET /`: the catalogue and an empty form.
    func form(_ request: WebRequest) async throws -> WebAnswer {
        let entry = FormEntry(language: language(of: request))
        return await formPage(entry, errors: [], ticket: freshTicket(), isFirst: true)
    }

    /// Back from the check page, or into the other language: the form as it was filled in.
    func changed(_ request: WebRequest) async throws -> WebAnswer {
        let (entry, fields) = entry(of: request)
        return await formPage(entry, errors: [], ticket: try await ticket(of: fields))
    }

    /// `POST /order/check`: everything that is wrong at once, or what will be sent, for a last look.
    func check(_ request: WebRequest) async throws -> WebAnswer {
        let (entry, fields) = entry(of: request)
        let rules = rules
        let checked = entry.checked(by: rules, needsConsent: parts.privacy.needsConsent)
        let ticket = fields["another"] == nil ? try await ticket(of: fields) : freshTicket()
        guard checked.errors.isEmpty, let order = checked.verdict.order else {
            return await formPage(entry, errors: checked.errors, ticket: ticket)
        }
        return await checkPage(
            entry, order, checked.verdict, ticket: ticket, rules,
            sent: try await pathOfSame(as: checked.submission, ticket))
    }

    /// The path of the order that a ticket made of the same form; nil if it made none. One that is new is only looked
    /// for: nobody who checks an order waits for those who send theirs.
    private func pathOfSame(as submission: Submission, _ ticket: FormTicket) async throws -> String? {
        guard try await parts.store.isTaken(id: ticket.nonce, producer: Self.sender.producer),
            case .same(let path)? = try await earlier(submission, ticket)
        else { return nil }
        return path
    }

    /// What the form brought.
    func entry(of request: WebRequest) -> (entry: FormEntry, fields: WebRequest.Fields) {
        let fields = FormBody.fields(of: request.body)
        return (FormEntry(fields, language: language(of: request)), fields)
    }

    /// The rules of this door: whoever orders here is written to.
    var rules: Rules {
        var rules = parts.rules()
        rules.emailRequired = true
        return rules
    }

    func freshTicket() -> FormTicket {
        FormTicket(store: parts.store, at: parts.clock.now, random: parts.random)
    }

    /// The ticket that came with the form, as long as it counts, or if it is an order already.
    private func ticket(of fields: WebRequest.Fields) async throws -> FormTicket {
        switch FormTicket.read(fields, store: parts.store, at: parts.clock.now) {
        case .good(let ticket): return ticket
        case .old(let ticket): return try await earlier(Submission(), ticket) == nil ? freshTicket() : ticket
        case .none, .unfit: return freshTicket()
        }
    }

    /// The form with what was typed into it.
    func formPage(
        _ entry: FormEntry, errors: [FieldError], ticket: FormTicket, isFirst: Bool = false
    ) async -> WebAnswer {
        let rules = rules
        // Where there is no form, no mistake leads to a field of it.
        let hasForm = rules.isOpen && !rules.shown.isEmpty
        let closed = errors.isEmpty || rules.isOpen ? [] : [FieldError("main", topic: "items", "closed")]
        let form = FormValues(
            entry: entry, rules: rules, errors: hasForm ? errors : closed, templates: parts.templates)
        var values = form.page
        let shelf = await ItemFile.shelf(of: rules.shown)
        values["items"] = rules.shown.map { item in
            var values = form.packs(of: item)
            values["hasPicture"] = shelf.pictures.contains(item.sku)
            if shelf.documents.contains(item.sku) { values["download"] = "/items/\(item.sku).pdf" }
            return values
        }
        values["hidden"] = Self.hidden(ticket.hidden + [("lang", entry.language.rawValue)])
        values.merge(parts.privacyValues) { $1 }
        // A link to the other language would lose what was typed: once something may be, it is a button.
        if isFirst || !hasForm {
            values["otherPage"] = "/?lang=\(entry.language.other.rawValue)"
        } else {
            values["otherForm"] = "/order/change"
        }
        return page("form", entry.language, status: errors.isEmpty ? .ok : .unprocessableContent, values).goingBack
    }

    /// What will be sent, the address as it will be printed, and when it should arrive.
    ///
    /// - Parameters:
    ///   - isStale: Whether it was sent already, but with a page that had been open for too long.
    ///   - sent: The path of the order that it became already.
    func checkPage(
        _ entry: FormEntry, _ order: Order, _ verdict: Verdict, ticket: FormTicket, _ rules: Rules,
        isStale: Bool = false, sent: String? = nil
    ) async -> WebAnswer {
        let outlook = Outlook(order, rules: rules, forecast: parts.forecast(), now: parts.clock.now)
        var values = await orderValues(order, rules.catalogue, in: entry.language)
        values.merge(outlook.values(in: entry.language)) { $1 }
        values["hidden"] = Self.hidden(ticket.hidden + entry.hidden)
        values["email"] = order.email?.text
        values["organisation"] = order.organisation
        values["purpose"] = entry["purpose"].isEmpty ? nil : "purpose.\(order.purpose.rawValue)"
        values["note"] = order.note
        values["isStale"] = isStale
        values["sentLink"] = sent
        values["isHeld"] = !verdict.heldBecause.isEmpty
        values["reasons"] = verdict.heldBecause.map { ["words": "held.\($0.rawValue)"] }
        values["isBackordered"] = verdict.waits
        values["isReady"] = verdict.heldBecause.isEmpty && !verdict.waits
        values["toItems"] = rules.shown.first.map { "packs-\($0.sku)" }
        values["otherForm"] = "/order/check"
        return page("check", entry.language, values).goingBack
    }

    /// What an order asks for and where it goes, as it will be printed.
    func orderValues(_ order: Order, _ catalogue: Catalogue, in language: Language) async -> [String: Any] {
        let shelf = await ItemFile.shelf(of: order.lines.compactMap { catalogue[$0.item] })
        let lines = order.lines.map { line in
            let item = catalogue[line.item]
            var values: [String: Any] = [
                "title": item?.title(in: language) ?? line.item, "copies": line.quantity.grouped,
                "isOneCopy": line.quantity == 1,
            ]
            if let pack = item?.pack, pack > 1, line.quantity % pack == 0 {
                values["packs"] = (line.quantity / pack).grouped
                values["isOnePack"] = line.quantity == pack
                values["pack"] = pack.grouped
            }
            if shelf.documents.contains(line.item) { values["download"] = "/items/\(line.item).pdf" }
            return values
        }
        return [
            "name": order.name, "lines": lines, "addressLines": order.address.printedLines(name: order.name),
            "hasDownloads": !shelf.documents.isEmpty,
        ]
    }

    static func hidden(_ pairs: [(name: String, value: String)]) -> [[String: Any]] {
        pairs.map { ["name": $0.name, "value": $0.value] }
    }
}
