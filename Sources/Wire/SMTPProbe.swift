import CCurl

/// What a mail server answers when it is asked, without a message.
public struct SMTPProbe: Sendable, Hashable {
    /// The connection was encrypted.
    public var isEncrypted: Bool
    /// The server's certificate and name were verified.
    public var isVerified: Bool
    /// The server accepted our login.
    public var isLoggedIn: Bool

    /// For people: "answers, TLS with a verified certificate, login accepted".
    public var words: String {
        let encryption =
            switch (isEncrypted, isVerified) {
            case (true, true): "TLS with a verified certificate"
            case (true, false): "TLS, certificate not verified"
            default: "not encrypted"
            }
        return "answers, \(encryption), " + (isLoggedIn ? "login accepted" : "no login")
    }

    /// Runs on a handle of its own, so that a connection in use is left alone.
    static func run(on server: SMTPServer, stop: StopFlag) -> Result<SMTPProbe, WireProblem> {
        let handle: SMTPHandle
        do { handle = try SMTPHandle(server: server, stop: stop) } catch { return .failure(error) }
        handle.set(CURLOPT_CUSTOMREQUEST, "NOOP")
        // Somebody sits and waits.
        handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, server.connectTimeout)
        let code = handle.perform([])
        let dialogue = handle.dialogue
        let subject = "the mail server \(server.name)"

        guard code == CURLE_OK else {
            var words = handle.words(for: code)
            if let reply = dialogue.reply, !reply.isPositive {
                words = "\(reply.code) " + String(decoding: reply.text, as: UTF8.self)
            }
            return .failure(
                WireProblem(
                    subject: subject, problem: "doesn't take our mail: " + ServerWords.cleaned(words, hiding: ""),
                    hint: hint(for: code)))
        }
        guard server.login == nil || dialogue.isLoggedIn else {
            return .failure(
                WireProblem(
                    subject: subject, problem: "offers no login that we could use", hint: "mail.user, or mail.tls"))
        }
        let isEncrypted = server.implicitTLS || server.tls == .required || dialogue.readies > 1
        return .success(
            SMTPProbe(
                isEncrypted: isEncrypted, isVerified: isEncrypted && server.tls == .required,
                isLoggedIn: dialogue.isLoggedIn))
    }

    private static func hint(for code: CURLcode) -> String? {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: "mail.url"
        case CURLE_LOGIN_DENIED: "mail.user and mail.passwordFile"
        case CURLE_USE_SSL_FAILED: "the server offers no STARTTLS; mail.tls, or another port"
        case CURLE_PEER_FAILED_VERIFICATION: "the certificate must be valid for the name in mail.url"
        default: nil
        }
    }
}
