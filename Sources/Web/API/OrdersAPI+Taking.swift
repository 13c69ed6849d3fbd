import Fulfilment
import HTTPTypes
import Orders
import Store

/// `POST /api/v1/orders`
extension OrdersAPI {
    func take(_ request: WebRequest, from caller: APIToken) async throws -> WebAnswer {
        let isSeveral = RequestBody.isSeveral(request.body)
        let limit = isSeveral ? Self.arrayBytes : Self.orderBytes
        guard request.body.count <= limit else { return APIProblem.tooLarge(limit: limit).answer }
        let key: String?
        do throws(APIProblem.Thrown) {
            key = try Self.key(of: request)
        } catch {
            return error.problem.answer
        }
        let body: RequestBody
        do throws(RequestBody.Flaw) {
            body = try RequestBody(reading: request.body, atMost: Self.mostOrders)
        } catch {
            return APIProblem(error).answer
        }
        guard let key else { return try await take(body, nil, from: caller) }
        let inFlight = RequestsInFlight.Key(producer: caller.producer, key: key)
        guard memory.inFlight.enter(inFlight) else { return APIProblem.inFlight.answer }
        defer { memory.inFlight.leave(inFlight) }
        return try await take(
            body, RequestKey(producer: caller.producer, key: key, body: request.body), from: caller)
    }

    private func take(_ body: RequestBody, _ key: RequestKey?, from caller: APIToken) async throws -> WebAnswer {
        let sender = Receiver.Sender(producer: caller.producer, who: "token \(caller.name)")
        var rules = parts.rules
        rules.today = parts.clock.today
        let script = ReplyScript(body, links: parts.links, rules: rules)
        let enclosure = Enclosure(
            request: key, words: { script.object(for: $0) },
            reply: { key == nil ? nil : script.reply(to: script.answers($0)) })
        let deliveries = script.deliveries(from: caller)
        // Also what can't be an order is no answer to a key that was used.
        if deliveries.isEmpty, key == nil {
            return answer(script, Reception(answers: []))
        }
        let reception: Reception
        do {
            reception = try await parts.receiver.takeNow(deliveries, from: sender, enclosing: enclosure)
        } catch StoreError.requestKeyUsed {
            return APIProblem.keyUsed.answer
        }
        return answer(script, reception)
    }

    /// What is said once everything is on disk.
    private func answer(_ script: ReplyScript, _ reception: Reception) -> WebAnswer {
        if reception.isReplay, let reply = reception.reply {
            return script.answer(reply, naming: script.reference(in: reply), isReplay: true)
        }
        let answers = script.answers(reception.answers)
        parts.count.note(door: .api, answers: answers)
        if let reply = reception.reply ?? script.reply(to: answers) {
            return script.answer(
                reply, naming: script.isSeveral ? nil : answers.first?.reference, isReplay: script.isRepeated(answers))
        }
        return APIProblem.refused("every problem is listed", answers.first?.problems ?? []).answer
    }

    /// The header `Idempotency-Key`: 1 to 255 visible characters, as they stand.
    ///
    /// - Throws: `APIProblem.Thrown`, if it is there and is none.
    private static func key(of request: WebRequest) throws(APIProblem.Thrown) -> String? {
        guard let key = request.headers.value(of: .idempotencyKey) else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let problem = Problem(
                field: "Idempotency-Key", problem: "is no key", hint: "1 to 255 visible ASCII characters, once")
            throw APIProblem.Thrown(problem: .malformed("the header Idempotency-Key can't be read", problem))
        }
        return key
    }
}

extension APIProblem {
    /// A problem on its way up.
    struct Thrown: Error {
        var problem: APIProblem
    }

    init(_ flaw: RequestBody.Flaw) {
        switch flaw {
        case .syntax(let line, let column, let problem):
            self = .malformed(
                "broken JSON in line \(line), column \(column): \(problem)",
                Problem(
                    field: ReadRow.wholeRow, problem: "is broken JSON in line \(line), column \(column): \(problem)",
                    hint: "mend it there"))
        case .noOrder(let kind):
            self = .refused(
                "the body is \(kind)",
                [
                    Problem(
                        field: ReadRow.wholeRow, problem: "is \(kind), not an object",
                        hint: "an order is written in { and }, several in [ and ]")
                ])
        case .empty:
            self = .refused(
                "the array is empty",
                [Problem(field: ReadRow.wholeRow, problem: "holds no orders", hint: "send at least one")])
        case .tooMany(let count):
            self = .refused(
                "the array holds \(count) orders",
                [
                    Problem(
                        field: ReadRow.wholeRow, problem: "holds \(count) orders",
                        hint: "send at most \(OrdersAPI.mostOrders) at once")
                ])
        }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = Self("Idempotency-Key") ?? .expect
    static let idempotentReplayed = Self("Idempotent-Replayed") ?? .expect
}
