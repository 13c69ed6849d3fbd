import Fulfilment
import HTTPTypes
import Orders
import Store

/// What a form became that was sent before: it leads there, whatever came in between.
extension SupporterPages {
    /// What a ticket was used for.
    enum Earlier: Sendable, Hashable {
        /// The same order: the path of its confirmation.
        case same(String)
        /// An order with other content; nil if nobody knows which any more.
        case other(Reference?)
    }

    static let source = Source(door: .web, origin: "web", row: nil)
    static let sender = Receiver.Sender(producer: "web", who: "web")

    /// The order that the ticket made already; nil if it made none. Nothing is stored.
    ///
    /// The language is that of the page, and no part of what was ordered: the same in the other one is the same.
    func earlier(_ submission: Submission, _ ticket: FormTicket) async throws -> Earlier? {
        let languages = Language.allCases.sorted { one, _ in one.rawValue == submission.language }
        let deliveries = languages.map { language in
            var submission = submission
            submission.id = ticket.nonce
            submission.language = language.rawValue
            // With something wrong, an order that isn't known yet isn't tried out.
            return Receiver.Delivery(
                submission: submission, source: Self.source, original: "",
                problems: [Problem(field: "form", problem: "is only asked for")])
        }
        let receiver = parts.receiver()
        let answers = try await receiver.check(receiver.prepare(receiver.examine(deliveries, from: Self.sender)))
        for (language, answer) in zip(languages, answers) where answer.outcome == .duplicate {
            guard let reference = answer.reference else { continue }
            let isOther = submission.language != nil && language.rawValue != submission.language
            return .same(confirmation(of: reference, in: isOther ? language.other : nil))
        }
        guard let used = answers.first(where: { $0.problems.contains { $0.field == "id" } }) else { return nil }
        return .other(used.reference)
    }

    /// The path of an order's page, the first time that she sees it.
    ///
    /// - Parameter language: nil for the order's own.
    func confirmation(of reference: Reference, in language: Language? = nil) -> String {
        parts.links.path(of: reference) + (language.map { "&lang=\($0.rawValue)" } ?? "") + "&sent=1"
    }

    /// To the order, or to the page that says what became of the form.
    func answer(to earlier: Earlier, _ entry: FormEntry) -> WebAnswer {
        switch earlier {
        case .same(let path): return redirect(to: path)
        case .other(let reference):
            var values: [String: Any] = ["hidden": Self.hidden(entry.hidden + [("another", "1")])]
            if let reference {
                values["reference"] = reference.description
                values["link"] = parts.links.path(of: reference)
            }
            return page("used", entry.language, status: .conflict, values).goingBack
        }
    }
}
