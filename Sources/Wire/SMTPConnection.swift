import CCurl

/// A connection to a mail server that is reused from message to message.
///
/// One connection is one libcurl handle and belongs to one thread: make it there, use it there. `send` blocks, for up
/// to ten minutes where a server is slow, so that thread is never one of an event loop or of Swift's own pool. The
/// connection is made by the first message, made anew where the server has closed it, and ended with QUIT on deinit.
public final class SMTPConnection {
    private let server: SMTPServer
    private let stop: StopFlag
    private let handle: SMTPHandle

    /// - Parameters:
    ///   - server: where to, and how.
    ///   - stop: raise it to end a running `send` within a second or so.
    /// - Throws: `WireProblem` if libcurl has no memory. Nothing is connected yet.
    public init(to server: SMTPServer, stop: StopFlag = StopFlag()) throws(WireProblem) {
        self.server = server
        self.stop = stop
        handle = try SMTPHandle(server: server, stop: stop)
        // No INFILESIZE: libcurl 7.88 would stop at that count of sent bytes, which stuffed dots reach too early.
        handle.set(CURLOPT_UPLOAD, 1)
    }

    /// Makes one attempt to hand over a message to one recipient.
    ///
    /// Exactly one: with several, the refusal of one hides behind the acceptance of another.
    ///
    /// - Parameters:
    ///   - message: the whole message, CRLF line ends throughout. It is sent as it is, but for stuffed dots.
    ///   - sender: the envelope's sender, without angle brackets.
    ///   - recipient: the envelope's recipient, without angle brackets.
    public func send(_ message: [UInt8], from sender: String, to recipient: String) -> SMTPResult {
        if let problem = EnvelopeAddress.problem(in: sender) {
            return .refusedLocally(words: "the sender's address \(problem)")
        }
        if let problem = EnvelopeAddress.problem(in: recipient) {
            return .refusedLocally(words: "the address \(problem)")
        }
        if let problem = MessageBytes.problem(in: message) {
            return .refusedLocally(words: "the message \(problem)")
        }

        let recipients = curl_slist_append(nil, recipient)
        defer { curl_slist_free_all(recipients) }
        ccurl_set_list(handle.curl, CURLOPT_MAIL_RCPT, recipients)
        defer { ccurl_set_list(handle.curl, CURLOPT_MAIL_RCPT, nil) }
        handle.set(CURLOPT_MAIL_FROM, sender)

        var end = attempt(message, hiding: recipient)
        if end.metClosingConnection { end = attempt(message, hiding: recipient) }
        return end.result
    }

    /// Asks the server whether it would take mail from us, without sending any: connects, greets, does TLS and logs in
    /// as `send` would, says NOOP and QUIT.
    public func probe() -> Result<SMTPProbe, WireProblem> {
        SMTPProbe.run(on: server, stop: stop)
    }

    private func attempt(_ message: [UInt8], hiding recipient: String) -> SMTPAttemptEnd {
        guard !stop.isRaised else { return .stoppedBefore }
        let code = handle.perform(message)
        return SMTPAttemptEnd(
            code: code,
            curlWords: code == CURLE_OK ? "" : handle.words(for: code),
            reply: handle.dialogue.reply,
            isAboutMessage: handle.dialogue.isAboutMessage,
            verdict: handle.dialogue.verdict,
            isHandedOver: handle.dialogue.isHandedOver,
            reusedConnection: handle.reusedConnection,
            recipient: recipient)
    }
}
