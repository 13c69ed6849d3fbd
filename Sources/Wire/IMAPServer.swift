/// A mailbox server that speaks IMAP, and how we speak to it. Checked when it is made, so that a connection never
/// meets nonsense.
public struct IMAPServer: Sendable, Hashable {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    public let host: String
    public let port: Int
    /// TLS from the first byte (`imaps`), not by STARTTLS.
    public let implicitTLS: Bool
    public let tls: TLSMode
    let login: SMTPServer.Login
    /// PEM certificates that are trusted besides the system's, for a private authority.
    public let caFile: String?
    /// Seconds for connecting, TLS and login together. The default is 30.
    public let connectTimeout: Int
    /// Seconds for one command and all of its answer. The default is 120, enough for a megabyte over a slow line.
    public let commandTimeout: Int

    /// Reads the server from a URL: `imaps://imap.example.org`, `imap://[::1]:143`.
    ///
    /// Without a port it is 143, or 993 for `imaps`. The default of `tls` is `required`, and `opportunistic` for `imap`
    /// on the loopback interface, where nobody listens in between; elsewhere it can only be `required`, for the
    /// password travels.
    ///
    /// - Throws: `WireProblem` for any other scheme, a user or path in the URL, an impossible host, port, user or
    ///   password, and combinations that contradict each other. It repeats none of them.
    public init(
        url: String, tls: TLSMode? = nil, user: String, password: String, caFile: String? = nil,
        connectTimeout: Int = 30, commandTimeout: Int = 120
    ) throws(WireProblem) {
        let address = try Self.read(url)
        let mode = tls ?? (address.isLoopback && !address.implicitTLS ? .opportunistic : .required)
        if address.implicitTLS, mode == .none {
            throw WireProblem(
                subject: "imap.url", problem: "is to be reached without TLS, but imaps is always encrypted",
                hint: "write imap:// for a server on this machine that speaks none")
        }
        if mode != .required, !address.isLoopback {
            throw WireProblem(
                subject: "imap.url",
                problem: "is to be reached with TLS \(mode), which could show the password to others",
                hint: "beyond this machine it must be required")
        }
        guard !user.isEmpty, user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw WireProblem(
                subject: "imap.user", problem: "is empty or has control characters",
                hint: "write the name with which the mail server knows the mailbox")
        }
        guard !password.isEmpty, password.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw WireProblem(
                subject: "imap.passwordFile",
                problem: "names a file with no password, or with control characters in it",
                hint: "write the password on its first line, and nothing else")
        }
        guard connectTimeout > 0, commandTimeout > 0 else {
            throw WireProblem(subject: "the mailbox's time-outs", problem: "are whole seconds, 1 or more")
        }

        host = address.host
        port = address.port
        implicitTLS = address.implicitTLS
        self.tls = mode
        login = SMTPServer.Login(user: user, password: password)
        self.caFile = caFile
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
    }

    /// `imap.example.org:993`, for messages to people.
    public var name: String { "\(bracketedHost):\(port)" }

    /// What libcurl gets. It names no folder: libcurl only connects and logs in.
    var curlURL: String { "\(implicitTLS ? "imaps" : "imap")://\(bracketedHost):\(port)/" }

    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Reads `imap://host[:port][/]` and `imaps://…`, and nothing else. What follows the scheme is what a mail
    /// server's URL may have.
    private static func read(_ url: String) throws(WireProblem) -> SMTPServer.URLParts {
        let subject = "imap.url"
        let hint = "write imaps://imap.example.org or imap://host:143"
        guard let scheme = ["imaps", "imap"].first(where: { url.lowercased().hasPrefix($0 + "://") }) else {
            throw WireProblem(subject: subject, problem: "begins with neither imap:// nor imaps://", hint: hint)
        }
        var rest = url.dropFirst(scheme.count + 3)
        if rest.last == "/" { rest.removeLast() }
        do {
            var parts = try SMTPServer.read("smtp://" + rest)
            parts.implicitTLS = scheme == "imaps"
            // Inside brackets colons belong to the address.
            let afterHost = rest.first == "[" ? rest.drop { $0 != "]" } : rest
            if !afterHost.contains(":") { parts.port = parts.implicitTLS ? 993 : 143 }
            return parts
        } catch {
            throw WireProblem(subject: subject, problem: error.problem, hint: hint)
        }
    }
}
