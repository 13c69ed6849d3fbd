import Fulfilment
import HTTPTypes
import Orders
import Store

/// `POST /order`: from the form through the one door.
extension SupporterPages {
    /// Takes the order, and leads to its page; by then it is on disk.
    ///
    /// What looks like a program's work is taken and held for a person; only far above a limit is anything refused.
    func place(_ request: WebRequest) async throws -> WebAnswer {
        let (entry, fields) = entry(of: request)
        let rules = rules
        let checked = entry.checked(by: rules, needsConsent: parts.privacy.needsConsent)
        let now = parts.clock.now
        let reading = FormTicket.read(fields, store: parts.store, at: now)
        guard checked.errors.isEmpty, let order = checked.verdict.order else {
            // What was taken already stays taken, whatever is wrong with it today.
            if let ticket = reading.good, case .same(let path)? = try await earlier(checked.submission, ticket) {
                return redirect(to: path)
            }
            return await formPage(entry, errors: checked.errors, ticket: reading.good ?? freshTicket())
        }
        switch reading {
        case .good, .none: break
        case .old(let ticket):
            if let earlier = try await earlier(checked.submission, ticket) { return self.answer(to: earlier, entry) }
            fallthrough
        case .unfit:
            return await checkPage(entry, order, checked.verdict, ticket: freshTicket(), rules, isStale: true)
        }
        var submission = checked.submission
        submission.id = reading.good?.nonce
        var concerns = concerns(about: entry, reading, at: now)
        // The e-mail address first: an order that is refused for it says nothing about the network.
        let senders = [
            (parts.limits.perEmail, order.email?.text.lowercased() ?? "", "one e-mail address has sent many orders"),
            (parts.limits.perAddress, request.client, "one network address has sent very many orders"),
        ]
        for (index, (limit, key, words)) in senders.enumerated() {
            switch limit.count(key, at: now) {
            case .within: break
            case .over: concerns.append(words)
            case .farOver(let seconds):
                senders.prefix(index).forEach { $0.0.takeBack($0.1) }
                if let ticket = reading.good, let earlier = try await earlier(submission, ticket) {
                    return self.answer(to: earlier, entry)
                }
                return again(.tooManyRequests, "often", after: seconds, entry, reading)
            }
        }
        do {
            let answer = try await take(submission, of: request, entry, concerns)
            if answer.outcome == .duplicate || answer.outcome == .rejected {
                senders.forEach { $0.0.takeBack($0.1) }
            }
            return try await self.answer(to: answer, entry, reading, submission, rules)
        } catch let full as WaitingRoom.Full {
            senders.forEach { $0.0.takeBack($0.1) }
            return again(.serviceUnavailable, "busy", after: full.retryAfter, entry, reading)
        } catch let error as StoreError where error.mayPass {
            senders.forEach { $0.0.takeBack($0.1) }
            return again(.serviceUnavailable, "busy", after: 5, entry, reading)
        }
    }

    /// What looks like a program's work.
    private func concerns(about entry: FormEntry, _ reading: FormTicket.Reading, at now: Int64) -> [String] {
        var concerns = entry.trap.isEmpty ? [] : ["a field of the form that people don't see was filled in"]
        if let ticket = reading.good {
            if .seconds(now - ticket.shownAt) < parts.minimumTime {
                concerns.append("the form was sent sooner than a person can fill it in")
            }
        } else {
            concerns.append("it didn't come from a form of ours")
        }
        return concerns
    }

    private func take(
        _ submission: Submission, of request: WebRequest, _ entry: FormEntry, _ concerns: [String]
    ) async throws -> Answer {
        let delivery = Receiver.Delivery(
            submission: submission, source: Self.source,
            original: String(decoding: request.body, as: UTF8.self),
            concern: concerns.isEmpty ? nil : concerns.joined(separator: "; "))
        let reception = try await parts.receiver().takeNow(
            [delivery], from: Self.sender,
            enclosing: Enclosure(
                agreement: Agreement(
                    notice: look.noticeVersion, isConsent: parts.privacy.needsConsent && entry.hasConsent)))
        guard let answer = reception.answers.first else {
            throw StoreError.database(cause: "an order without an answer")
        }
        return answer
    }

    private func answer(
        to answer: Answer, _ entry: FormEntry, _ reading: FormTicket.Reading, _ submission: Submission, _ rules: Rules
    ) async throws -> WebAnswer {
        if answer.outcome != .rejected, let reference = answer.reference {
            return redirect(to: confirmation(of: reference))
        }
        if answer.problems.contains(where: { $0.field == "id" }) {
            let earlier = if let ticket = reading.good { try await earlier(submission, ticket) } else { Earlier?.none }
            return self.answer(to: earlier ?? .other(answer.reference), entry)
        }
        let errors = answer.problems.map { FieldError($0, in: entry, rules: rules) }
        return await formPage(entry, errors: errors.inOrder(of: rules), ticket: reading.good ?? freshTicket())
    }

    /// A page that can be sent again as it is: nothing that was typed is lost, and it stays one order.
    private func again(
        _ status: HTTPResponse.Status, _ topic: String, after seconds: Int, _ entry: FormEntry,
        _ reading: FormTicket.Reading
    ) -> WebAnswer {
        let ticket = reading.good ?? freshTicket()
        var answer = page(
            "again", entry.language, status: status,
            [
                "title": "message.\(topic).title", "text": "message.\(topic).text",
                "minutes": Self.minutes(seconds),
                "hidden": Self.hidden(ticket.hidden + entry.hidden),
            ])
        answer.headers[.retryAfter] = String(seconds)
        return answer.goingBack
    }

    /// How long to wait, as pages say it: never "1 minutes".
    static func minutes(_ seconds: Int) -> String {
        String(max(2, (seconds + 59) / 60))
    }
}
