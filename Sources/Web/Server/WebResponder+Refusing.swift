import Fulfilment
import HTTPTypes

/// What is said to something that is no request of ours. The connection ends behind it.
///
/// Programs that use the API get a problem as RFC 9457 writes it down, whatever is wrong; so does whoever sends something
/// in which not even a target can be read. Everybody else gets a line of text.
extension WebResponder {
    /// - Parameter target: what the request asked for, as it was written.
    func reply(to flaw: RequestHead.Flaw, target: String) -> Reply {
        figures.noteRefusal("malformed")
        return refusal(.unreadable(flaw.status, flaw.words), target: target)
    }

    /// What the connection's guard says.
    ///
    /// - Parameter target: nil if none was read.
    func reply(to refusal: ConnectionGuard.Refusal, target: String?) -> Reply {
        switch refusal {
        case .malformed:
            figures.noteRefusal("malformed")
            return self.refusal(.malformed("this is no proper HTTP/1.1"), target: target)
        case .headerTooLarge:
            figures.noteRefusal("header-too-large")
            return self.refusal(.headerTooLarge, target: target)
        case .slowBody:
            figures.noteRefusal("slow-body")
            return self.refusal(.tooSlow, target: target)
        case .slowAnswer:
            figures.noteRefusal("slow-answer")
            return last(.text("503", .serviceUnavailable))
        }
    }

    private func refusal(_ problem: APIProblem, target: String?) -> Reply {
        let isForAPI = target.map(WebRoute.isOfAPI) ?? true
        return last(isForAPI ? problem.answer : .text("\(problem.status.code): \(problem.detail)", problem.status))
    }

    private func last(_ answer: WebAnswer) -> Reply {
        Reply(answer, isHead: false, closes: true, date: date.text(at: clock.now))
    }
}
