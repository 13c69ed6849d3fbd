import Fulfilment
import HTTPTypes
import Orders
import Store

/// What a supporter can do with her order until it is batched.
extension SupporterPages {
    /// Asks once more before an order is given up.
    func cancelPage(_ placed: PlacedOrder, _ language: Language) async -> WebAnswer {
        var values = await orderValues(placed.order, rules.catalogue, in: language)
        values.merge(linkValues(placed, language)) { $1 }
        return page("cancel", language, values)
    }

    /// `POST …/cancel`. Doing it twice is doing it once.
    func cancel(_ text: String, _ request: WebRequest) async throws -> WebAnswer {
        let fields = FormBody.fields(of: request.body)
        guard let placed = try await order(text, key: fields["key"] ?? request.query["key"]) else {
            return failed(.notFound, request)
        }
        let language = language(of: fields, placed)
        if placed.state != .cancelled {
            do {
                _ = try await parts.store.cancel(
                    placed.reference, ifIn: Self.changeable, at: parts.clock.now, who: "web")
            } catch let error as StoreError where error.isOfState {
                guard let now = try await parts.store.order(placed.reference) else {
                    return failed(.notFound, request)
                }
                if now.state != .cancelled { return tooLate(now, language) }
            }
        }
        return redirect(to: link(placed, language))
    }

    /// The address as it is, to be corrected.
    ///
    /// - Parameters:
    ///   - isStale: Whether it was corrected since the form was shown.
    ///   - seconds: After how many the same may be sent again, if too many corrections came.
    func addressPage(
        _ placed: PlacedOrder, _ language: Language, entry: AddressEntry? = nil, errors: [FieldError] = [],
        isStale: Bool = false, retryAfter seconds: Int? = nil
    ) -> WebAnswer {
        let entry = entry ?? AddressEntry(placed.order)
        var form = FormEntry(language: language)
        form.language = language
        let values = FormValues(entry: form, rules: rules, errors: errors, templates: parts.templates)
        var page: [String: Any] = values.summary.merging(linkValues(placed, language)) { $1 }
        var fields: [String: Any] = [:]
        for (name, value) in [("name", entry.name), ("town", entry.town), ("postcode", entry.postcode)] {
            fields[name] = values.field(name, value: value)
        }
        fields["country"] = values.field("country", value: entry.country)
        page["fields"] = fields
        page["addressFields"] = entry.lines.enumerated().map { index, line in
            var field = values.field("address-line\(index + 1)", value: line)
            if index > 2 { field["label"] = "field.address.label" }
            field["isOptional"] = index > 0
            field["number"] = String(index + 1)
            return field
        }
        page["countries"] = FormValues.countries(chosen: entry.country, in: language)
        page["hidden"] = Self.hidden([
            ("key", parts.store.statusKey(of: placed.reference)), ("lang", language.rawValue),
            ("seen", mark(of: placed)),
        ])
        page["isStale"] = isStale
        page["minutes"] = seconds.map(Self.minutes)
        let status: HTTPResponse.Status =
            seconds != nil ? .tooManyRequests : isStale ? .conflict : errors.isEmpty ? .ok : .unprocessableContent
        var answer = self.page("address", language, status: status, page)
        answer.headers[.retryAfter] = seconds.map(String.init)
        return answer
    }

    /// `POST …/address`: validated as a new order is. The same again changes nothing.
    func correct(_ text: String, _ request: WebRequest) async throws -> WebAnswer {
        let fields = FormBody.fields(of: request.body)
        // Somebody at the table may be changing it too: then it is looked at anew, a few times.
        for _ in 1...3 {
            guard let placed = try await order(text, key: fields["key"] ?? request.query["key"]) else {
                return failed(.notFound, request)
            }
            let language = language(of: fields, placed)
            guard Self.changeable.contains(placed.state) else { return tooLate(placed, language) }
            let entry = AddressEntry(fields)
            // Somebody corrected it since the form was shown: what she didn't see she doesn't undo.
            guard isMark(fields["seen"] ?? "", of: placed) else {
                if isSame(entry, as: placed.order) { return redirect(to: changedLink(placed, language)) }
                return addressPage(placed, language, isStale: true)
            }
            // Each correction sends a mail to an address that perhaps isn't the writer's.
            let reader = placed.order.email?.text.lowercased() ?? placed.reference.description
            var isCounted = correction(entry, of: placed.order).map { !$0.fields.isEmpty } ?? false
            if isCounted, let seconds = parts.limits.corrections.countStrictly(reader, at: parts.clock.now) {
                return addressPage(placed, language, entry: entry, retryAfter: seconds)
            }
            defer { if isCounted { parts.limits.corrections.takeBack(reader) } }
            do {
                let mended = try await parts.mender().amend(
                    placed.reference, entry.words(for: placed.order),
                    ifIn: Self.changeable, who: "web")
                if !mended.fields.isEmpty { isCounted = false }
                return redirect(
                    to: mended.fields.isEmpty ? link(placed, language) : changedLink(mended.after, language))
            } catch let refusal as Mender.Refusal {
                let form = FormEntry(fields, language: language)
                var errors: [FieldError] = []
                for error in refusal.problems.map({ FieldError($0, in: form, rules: rules) })
                where !errors.contains(where: { $0.field == error.field }) {
                    errors.append(error)
                }
                return addressPage(placed, language, entry: entry, errors: errors.inOrder(of: rules))
            } catch let error as StoreError where error.isOfState {
                continue
            }
        }
        return failed(.serviceUnavailable, request)
    }

    /// It is being packed, or gone: whom to write to.
    func tooLate(_ placed: PlacedOrder, _ language: Language) -> WebAnswer {
        var values = linkValues(placed, language)
        values["isCancelled"] = placed.state == .cancelled
        values["isBatched"] = placed.state == .batched
        values["isGone"] = placed.state == .dispatched || placed.state == .returned
        return page("closed", language, status: .conflict, values)
    }

    private func language(of fields: WebRequest.Fields, _ placed: PlacedOrder) -> Language {
        fields["lang"].flatMap(Language.init(rawValue:)) ?? placed.order.language
    }

    /// Signs the name and address that an order has now: a form or a link that carries it speaks of just these.
    private func mark(of placed: PlacedOrder) -> String {
        parts.store.signature(of: Self.label(of: placed), for: "address")
    }

    /// Whether it is the mark of what the order has now.
    func isMark(_ mark: String, of placed: PlacedOrder) -> Bool {
        parts.store.isSignature(mark, of: Self.label(of: placed), for: "address")
    }

    private static func label(of placed: PlacedOrder) -> String {
        let (order, address) = (placed.order, placed.order.address)
        let parts = [placed.reference.characters, order.name] + address.lines
        let rest = [address.town ?? "", address.postcode ?? "", address.country.rawValue]
        return (parts + rest).joined(separator: "\n")
    }

    /// Whether a form asks for just what the order has already, as the second click of a double one does.
    private func isSame(_ entry: AddressEntry, as order: Order) -> Bool {
        correction(entry, of: order)?.fields.isEmpty ?? false
    }

    /// What a form makes of an order; nil if it can't be taken.
    private func correction(_ entry: AddressEntry, of order: Order) -> AmendedOrder? {
        let rules = rules
        guard let amendment = try? Amendment(reading: entry.words(for: order), of: order, catalogue: rules.catalogue)
        else { return nil }
        let amended = order.amended(by: amendment, rules: rules)
        return amended.verdict.order == nil ? nil : amended
    }

    private func changedLink(_ placed: PlacedOrder, _ language: Language) -> String {
        link(placed, language) + "&changed=" + mark(of: placed)
    }

    private func link(_ placed: PlacedOrder, _ language: Language) -> String {
        parts.links.path(of: placed.reference)
            + (language == placed.order.language ? "" : "&lang=\(language.rawValue)")
    }
}

extension StoreError {
    /// Whether the order isn't any more where it was when it was looked at.
    fileprivate var isOfState: Bool {
        switch self {
        case .stateForbids, .changedMeanwhile: true
        default: false
        }
    }
}

/// The name and address of an order, as a form shows them and sends them back.
struct AddressEntry: Sendable, Hashable {
    var name: String
    var lines: [String]
    var town: String
    var postcode: String
    var country: String

    /// Of an order: three lines at least, so that there is room.
    init(_ order: Order) {
        name = order.name
        lines = order.address.lines + Array(repeating: "", count: max(0, 3 - order.address.lines.count))
        town = order.address.town ?? ""
        postcode = order.address.postcode ?? ""
        country = order.address.country.rawValue
    }

    /// What a form brought.
    init(_ fields: WebRequest.Fields) {
        name = fields["name"] ?? ""
        let sent = (1...Address.mostPrintedLines).map { fields["address-line\($0)"] }
        let count = max(3, (sent.lastIndex { $0 != nil } ?? 0) + 1)
        lines = sent.prefix(count).map { $0 ?? "" }
        town = fields["town"] ?? ""
        postcode = fields["postcode"] ?? ""
        country = fields["country"] ?? ""
    }

    /// As the Mender takes them. Lines that the order has and the form has not are emptied.
    func words(for order: Order) -> [String] {
        let count = max(lines.count, order.address.lines.count)
        let lines = (0..<min(count, Address.mostPrintedLines)).map { index in
            "addressLine\(index + 1)=" + (index < self.lines.count ? self.lines[index] : "")
        }
        return ["name=\(name)"] + lines + ["town=\(town)", "postcode=\(postcode)", "country=\(country)"]
    }
}
