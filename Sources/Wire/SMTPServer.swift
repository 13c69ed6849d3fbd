/// A mail server, and how we speak to it. Checked when it is made, so that a connection never meets nonsense.
public struct SMTPServer: Sendable, Hashable {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    public let host: String
    public let port: Int
    /// TLS from the first byte (`smtps`), not by STARTTLS.
    public let implicitTLS: Bool
    public let tls: TLSMode
    /// What we log in as; nil means without login.
    public let login: Login?
    /// PEM certificates that are trusted besides the system's, for a private authority.
    public let caFile: String?
    /// What we call ourselves in EHLO; nil means the machine's host name.
    public let heloName: String?
    /// Seconds for connecting, TLS, EHLO and login together. The default is 30.
    public let connectTimeout: Int
    /// Seconds for the answer to one command or to the message itself. The default is 600: RFC 5321, section 4.5.3.2,
    /// asks for 5 minutes after MAIL and RCPT and 10 after the final dot, and giving up early there sends mail twice.
    public let responseTimeout: Int

    /// A user's name and password.
    public struct Login: Sendable, Hashable, CustomStringConvertible {
        public var user: String
        public var password: String

        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }

        /// The password never reaches a log by way of string interpolation.
        public var description: String { "Login(…)" }
    }

    /// Reads the server from a URL: `smtp://host`, `smtp://host:587`, `smtps://[::1]:465`.
    ///
    /// Without a port it is 25, or 465 for `smtps`. The default of `tls` is `required`, and `opportunistic` for `smtp`
    /// on the loopback interface, where nobody listens in between.
    ///
    /// A password never travels unprotected: with a login, `tls` must be `required`, except on the loopback interface.
    ///
    /// - Throws: `WireProblem` for any other scheme, a user or path in the URL, an impossible host, port or name, and
    ///   combinations that contradict each other.
    public init(
        url: String, tls: TLSMode? = nil, login: Login? = nil, caFile: String? = nil, heloName: String? = nil,
        connectTimeout: Int = 30, responseTimeout: Int = 600
    ) throws(WireProblem) {
        let address = try Self.read(url)
        let mode = tls ?? (address.isLoopback && !address.implicitTLS ? .opportunistic : .required)

        if address.implicitTLS, mode == .none {
            throw WireProblem(
                subject: "mail.tls", problem: "is none, but smtps is always encrypted", hint: "smtp, or tls: required")
        }
        if let login {
            if mode != .required, !address.isLoopback {
                throw WireProblem(
                    subject: "mail.tls", problem: "is \(mode), which could show the password to others",
                    hint: "with mail.user it must be required")
            }
            if login.user.isEmpty || (login.user + login.password).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                throw WireProblem(
                    subject: "the mail server's user or password", problem: "is empty or has control characters",
                    hint: "the password file holds the password on one line, nothing else")
            }
        }
        if let heloName, !Self.isHostName(heloName) {
            throw WireProblem(subject: "the EHLO name", problem: "is no host name", hint: "mail.example.org")
        }
        guard connectTimeout > 0, responseTimeout > 0 else {
            throw WireProblem(subject: "the mail server's time-outs", problem: "are whole seconds, 1 or more")
        }

        host = address.host
        port = address.port
        implicitTLS = address.implicitTLS
        self.tls = mode
        self.login = login
        self.caFile = caFile
        self.heloName = heloName
        self.connectTimeout = connectTimeout
        self.responseTimeout = responseTimeout
    }

    /// `smtp.example.org:587`, for messages to people.
    public var name: String { "\(bracketedHost):\(port)" }

    /// What libcurl gets. In its SMTP URLs the path is the EHLO name.
    var curlURL: String {
        "\(implicitTLS ? "smtps" : "smtp")://\(bracketedHost):\(port)/\(heloName ?? "")"
    }

    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
}
