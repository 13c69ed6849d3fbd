import CCurl

/// Everything that is known when an attempt has ended, and what follows from it.
struct SMTPAttemptEnd {
    var code: CURLcode
    /// What libcurl says.
    var curlWords = ""
    /// The server's last answer.
    var reply: SMTPReply?
    /// The last answer was to MAIL, RCPT or DATA: what the server refused, it refused this message.
    var isAboutMessage = false
    /// The server's answer to the message itself.
    var verdict: SMTPReply?
    /// The final dot may have been sent.
    var isHandedOver = false
    /// The attempt went over a connection of an earlier one.
    var reusedConnection = false
    var recipient = ""

    /// An attempt that was never made, because we are stopping.
    static let stoppedBefore = SMTPAttemptEnd(code: CURLE_ABORTED_BY_CALLBACK)

    /// The server had closed the connection while it was idle, or used it up (421 after so many messages): nothing was
    /// refused, and a new connection may be tried at once.
    var metClosingConnection: Bool {
        let isOver = [CURLE_OK, CURLE_ABORTED_BY_CALLBACK, CURLE_OPERATION_TIMEDOUT].contains(code)
        return reusedConnection && !isHandedOver && !isOver && (reply == nil || reply?.code == 421)
    }

    var result: SMTPResult {
        if code == CURLE_OK { return .accepted }
        if isHandedOver { return resultAfterText }
        if code == CURLE_ABORTED_BY_CALLBACK, reply?.isPositive ?? true {
            return .unreachable(words: "stopped before the message was handed over")
        }
        guard let reply, !reply.isPositive else { return .unreachable(words: clean(curlWords)) }
        guard isAboutMessage, !reply.isAboutLogin else {
            return .unreachable(words: clean("\(reply.code) " + String(decoding: reply.text, as: UTF8.self)))
        }
        return refusal(by: reply) ?? .unreachable(words: clean(curlWords))
    }

    /// The text is out: only the server's answer to it can tell what became of it.
    private var resultAfterText: SMTPResult {
        guard let verdict else { return .ambiguous(words: clean("answer lost: \(curlWords)")) }
        if (200..<300).contains(verdict.code) { return .accepted }
        return refusal(by: verdict) ?? .ambiguous(words: clean("answer lost: \(curlWords)"))
    }

    private func refusal(by reply: SMTPReply) -> SMTPResult? {
        let words = clean(String(decoding: reply.text, as: UTF8.self))
        return switch reply.code {
        case 400..<500: .temporary(code: reply.code, words: words)
        case 500..<600: .permanent(code: reply.code, words: words)
        default: nil
        }
    }

    private func clean(_ words: String) -> String {
        ServerWords.cleaned(words, hiding: recipient)
    }
}
