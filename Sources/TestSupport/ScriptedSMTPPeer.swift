import Foundation

/// A mail server in Python that does what a test tells it to: `Tests/Peers/smtp_peer.py`.
public final class ScriptedSMTPPeer: Sendable {
    public let port: Int
    private let process: ChildProcess

    /// What the server says to each command.
    ///
    /// Keys are `CONNECT`, the commands, and `.` for the end of the text; values are the answers in turn, of which the
    /// last repeats. Lines of an answer are separated by a line feed. A line may also be an act: `!drop` closes the
    /// connection, `!reset` breaks it, `!hang` never answers, `!tls` begins TLS, `!line` waits for a further line, and
    /// `!close` in `DATA` closes without reading the text. Commands without an entry get a sensible answer.
    public typealias Script = [String: [String]]

    /// What the server has seen.
    public struct Event: Sendable, Hashable, Decodable {
        /// `connection`, `command`, `mail`, `hang` or `end` (of a connection).
        public var event: String
        /// The command's line, or where it hangs.
        public var line: String?
        public var from: String?
        public var to: [String]?
        /// The message as it came, CRLF line ends included, stuffed dots taken out.
        public var text: String?
        public var isEncrypted: Bool?
    }

    /// Starts a server that follows a script.
    public convenience init(script: Script = [:], certificate: TestCertificate? = nil) throws {
        let json = String(decoding: try JSONEncoder().encode(script), as: UTF8.self)
        try self.init(arguments: ["--script", json] + Self.arguments(for: certificate))
    }

    /// Starts aiosmtpd, which does TLS and login as real servers do.
    ///
    /// - Parameters:
    ///   - certificate: for STARTTLS, or for TLS from the first byte with `implicitTLS`; nil means no TLS.
    ///   - user: with `password`, what it accepts; then nobody may send without login.
    public convenience init(
        aiosmtpdWith certificate: TestCertificate?, implicitTLS: Bool = false, user: String? = nil,
        password: String? = nil
    ) throws {
        var arguments = ["--aiosmtpd"] + Self.arguments(for: certificate)
        if implicitTLS { arguments.append("--implicit-tls") }
        if let user, let password { arguments += ["--user", user, "--password", password] }
        try self.init(arguments: arguments)
    }

    private init(arguments: [String]) throws {
        process = try ChildProcess(PackageRoot.python, ["\(PackageRoot.path)/Tests/Peers/smtp_peer.py"] + arguments)
        guard let port = Int(try process.output.next()) else {
            throw ChildProcess.Failure("smtp_peer.py says no port: \(process.complaints)")
        }
        self.port = port
    }

    public var url: String { "smtp://127.0.0.1:\(port)" }

    /// The next thing that the server saw; waits for it up to ten seconds.
    public func next() throws -> Event {
        try JSONDecoder().decode(Event.self, from: Data(try process.output.next().utf8))
    }

    /// The next thing of a kind that the server saw; what came before it is passed over.
    public func next(_ kind: String) throws -> Event {
        while true {
            let event = try next()
            if event.event == kind { return event }
        }
    }

    /// Ends the server; its connections break.
    public func stop() {
        process.stop()
    }

    private static func arguments(for certificate: TestCertificate?) -> [String] {
        guard let certificate else { return [] }
        return ["--certificate", certificate.certificateFile, "--key", certificate.keyFile]
    }
}
