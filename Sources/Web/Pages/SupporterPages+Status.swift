import Fulfilment
import HTTPTypes
import Orders
import Store

/// The page of an order, behind a link that nobody can guess.
extension SupporterPages {
    /// The states in which a supporter may change or cancel her order: as long as nothing is printed.
    static let changeable: Set<OrderState> = [.accepted, .held, .backordered]

    /// `GET /order/{reference}?key=…`.
    ///
    /// - Parameter question: `cancel` or `address`, for the pages on which she does that.
    func status(_ text: String, _ request: WebRequest, asking question: String? = nil) async throws -> WebAnswer {
        let question = question ?? ["cancel", "address"].first { request.query[$0] != nil }
        guard let placed = try await order(text, key: request.query["key"]) else {
            return failed(.notFound, request)
        }
        let language = request.query["lang"].flatMap(Language.init(rawValue:)) ?? placed.order.language
        if let question {
            guard Self.changeable.contains(placed.state) else { return tooLate(placed, language) }
            return question == "cancel" ? await cancelPage(placed, language) : addressPage(placed, language)
        }
        return try await statusPage(placed, language, request)
    }

    /// The order, for whoever has its key; a wrong key and a wrong reference look the same.
    func order(_ text: String, key: String?) async throws -> PlacedOrder? {
        let reference = try? Reference(reading: text)
        // Without a reference there is no key that fits, and it takes as long to find out.
        let isRight = parts.store.isStatusKey(key ?? "", of: reference ?? Reference(number: 0))
        guard let reference, isRight else { return nil }
        return try await parts.store.order(reference)
    }

    private func statusPage(_ placed: PlacedOrder, _ language: Language, _ request: WebRequest) async throws
        -> WebAnswer
    {
        let order = placed.order
        let rules = rules
        var values = await orderValues(order, rules.catalogue, in: language)
        values.merge(linkValues(placed, language)) { $1 }
        // A confirmation that was kept as a bookmark is the order's page like any other.
        values["isSent"] = request.query["sent"] != nil && Self.changeable.contains(placed.state)
        values["isChanged"] = request.query["changed"].map { isMark($0, of: placed) }
        values["state"] = "state.\(placed.state.rawValue).title"
        values["stateText"] = "state.\(placed.state.rawValue).text"
        values["tag"] = placed.state.rawValue
        values["isHeld"] = placed.state == .held
        values["isBackordered"] = placed.state == .backordered
        values["isAccepted"] = placed.state == .accepted
        values["isBatched"] = placed.state == .batched
        values["isDispatched"] = placed.state == .dispatched
        values["isReturned"] = placed.state == .returned
        values["isCancelled"] = placed.state == .cancelled
        values["isOpen"] = Self.changeable.contains(placed.state)
        // Whoever held it by hand gave no reason of these.
        let reasons = placed.heldBecause.isEmpty ? [.manual] : placed.heldBecause
        values["reasons"] = reasons.map { ["words": "held.\($0.rawValue)"] }
        values["isUnprintable"] = reasons.contains(.unprintable)
        values["returned"] = placed.returnedBecause.map { "returned.\($0.rawValue)" }
        values["received"] = parts.clock.date(at: placed.receivedAt).words(in: language, .onIt)
        values["email"] = order.email?.text
        values["neededBy"] = order.neededBy?.words(in: language)
        values.merge(try await postValues(placed, rules, language)) { $1 }
        values["otherPage"] = parts.links.path(of: placed.reference) + "&lang=\(language.other.rawValue)"
        return page("order", language, values)
    }

    /// When it goes or went, and in how many packets.
    private func postValues(_ placed: PlacedOrder, _ rules: Rules, _ language: Language) async throws
        -> [String: Any]
    {
        let forecast = parts.forecast()
        var values: [String: Any] = [:]
        var posting: LocalDate?
        switch placed.state {
        case .accepted:
            posting = forecast.posting(ofOrderAt: parts.clock.now)
            let deadline = forecast.deadline(ofOrderAt: parts.clock.now)
            values["changeDay"] = deadline?.day.words(in: language, .onIt)
            values["changeTime"] = deadline?.minutes.map(Self.time)
        case .backordered:
            let outlook = Outlook(placed.order, rules: rules, forecast: forecast, now: parts.clock.now)
            values["expected"] = outlook.expected?.words(in: language, .onIt)
        case .batched: posting = placed.batch.map { forecast.posting(ofBatchOn: $0.date) }
        case .dispatched:
            posting = placed.dispatchedAt.map(forecast.posting(ofDispatchAt:))
            values["isGoing"] = placed.dispatchedAt.map { forecast.isGoing(ofDispatchAt: $0, on: parts.clock.today) }
        case .held, .returned, .cancelled: break
        }
        let address = placed.order.address
        if let posting {
            values["posting"] = posting.words(in: language, .onIt)
            if address.country.usesBritishPost, !address.isForces {
                let arrival = forecast.arrival(ofPostingOn: posting)
                values["arrivalFrom"] = arrival.lowerBound.words(in: language)
                values["arrivalUntil"] = arrival.upperBound.words(in: language)
            }
        }
        if address.country.usesBritishPost {
            values["isFirstClass"] = forecast.postClass == .first
            values["isSecondClass"] = forecast.postClass == .second
        }
        if placed.state == .batched || placed.state == .dispatched, let batch = placed.batch {
            let packets = try await parts.store.packets(of: batch)
            let count = Set(packets.filter { $0.reference == placed.reference }.map(\.sequence)).count
            values["packets"] = count > 1 ? count.grouped : nil
            values["isOnePacket"] = count == 1
        }
        return values
    }

    /// What every page about one order has.
    func linkValues(_ placed: PlacedOrder, _ language: Language) -> [String: Any] {
        let key = parts.store.statusKey(of: placed.reference)
        let path = parts.links.path(of: placed.reference)
        let tongue = language == placed.order.language ? "" : "&lang=\(language.rawValue)"
        return [
            "reference": placed.reference.description, "key": key, "link": path + tongue,
            "cancelPage": path + "&cancel=1" + tongue, "addressPage": path + "&address=1" + tongue,
            "cancelAction": "/order/\(placed.reference)/cancel", "addressAction": "/order/\(placed.reference)/address",
        ]
    }

    /// `16:00`.
    private static func time(_ minutes: Int) -> String {
        let (hour, minute) = (minutes / 60, minutes % 60)
        return "\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
