import Fulfilment
import HTTPTypes
import Orders
import Store

/// What is said to a request with orders, worked out from the answers to them; the same answers, the same bytes.
struct ReplyScript: Sendable {
    private let rows: [ReadRow]
    let isSeveral: Bool
    private let links: StatusLinks
    private let rules: Rules

    /// - Parameter rules: What the receiver checks against as well.
    init(_ body: RequestBody, links: StatusLinks, rules: Rules) {
        self.links = links
        self.rules = rules
        switch body {
        case .one(let row): (rows, isSeveral) = ([row], false)
        case .several(let rows): (self.rows, isSeveral) = (rows, true)
        }
    }

    /// What goes to the receiver: everything that reading found nothing wrong with. Equal ones without an id are told
    /// apart by their place.
    func deliveries(from caller: APIToken) -> [Receiver.Delivery] {
        var places: [String: Int] = [:]
        return rows.compactMap { row in
            guard row.problems.isEmpty, let submission = row.submission else { return nil }
            var delivery = Receiver.Delivery(
                submission: submission,
                source: Source(door: .api, origin: caller.name, row: isSeveral ? row.row : nil),
                original: row.original, warnings: row.warnings)
            if isSeveral, submission.id == nil {
                let place = places[submission.canonicalText, default: 0] + 1
                places[submission.canonicalText] = place
                delivery.place = place
            }
            return delivery
        }
    }

    /// An answer for each order of the request, from the receiver's; what reading found something wrong with is rejected,
    /// with everything else that is wrong.
    func answers(_ received: [Answer]) -> [Answer] {
        var received = received[...]
        return rows.map { row in
            if row.problems.isEmpty, let answer = received.popFirst() { return answer }
            let found = row.submission.map { $0.validated(by: rules).problems } ?? []
            return Answer(outcome: .rejected, problems: row.problems(with: found))
        }
    }

    /// `{"reference", "outcome", "statusURL", "problems", "warnings"}`; what was said first where that is known.
    func object(for answer: Answer) -> String {
        if let words = answer.words { return words }
        var json = JSONText()
        json.object { json in
            json.key("reference")
            json.string(answer.reference?.description)
            json.key("outcome")
            json.string(answer.outcome.rawValue)
            json.key("statusURL")
            json.string(answer.reference.map { links.url(of: $0) ?? links.path(of: $0) })
            json.key("problems")
            json.problems(answer.problems)
            json.key("warnings")
            json.problems(answer.warnings)
        }
        return json.text
    }

    /// The reply to the whole request; nil for a single order that is rejected.
    func reply(to answers: [Answer]) -> KeptReply? {
        if isSeveral {
            return KeptReply(status: 200, body: "[\(answers.map(object).joined(separator: ","))]")
        }
        guard let answer = answers.first, answer.outcome != .rejected else { return nil }
        return KeptReply(status: 201, body: object(for: answer))
    }

    /// Whether all that was brought had been taken before, and what was said then is said again.
    func isRepeated(_ answers: [Answer]) -> Bool {
        answers.allSatisfy { $0.outcome == .duplicate && $0.words != nil }
    }

    /// - Parameter reference: the order that a reply to a single one is about.
    func answer(_ reply: KeptReply, naming reference: Reference?, isReplay: Bool) -> WebAnswer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if isReplay { headers[.idempotentReplayed] = "true" }
        if let reference { headers[.location] = "/api/v1/orders/\(reference)" }
        return WebAnswer(status: reply.status == 201 ? .created : .ok, headers: headers, body: Array(reply.body.utf8))
    }

    /// The reference with which one order's kept reply begins, as `object` writes it.
    func reference(in reply: KeptReply) -> Reference? {
        let opening = "{\"reference\":\""
        guard reply.body.hasPrefix(opening) else { return nil }
        return try? Reference(reading: reply.body.dropFirst(opening.count).prefix(11))
    }
}
