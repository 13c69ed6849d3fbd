import Foundation

/// Postfix's own test server, `smtp-sink`, on a port of 127.0.0.1: a real peer for what a mail server does to mail.
///
/// Its options make it refuse (`-f RCPT` 5xx, `-r RCPT` 4xx), hang up (`-q DATA`, with 421 `-Q MAIL`) and wait
/// (`-W .:3`) at any command; see smtp-sink(1). It knows no STARTTLS.
public final class SMTPSink: Sendable {
    public let port: Int
    private let reserved: ReservedPort
    private let process: ChildProcess
    private let folder: TemporaryDirectory

    /// A message that the sink has taken, or refused only after its text.
    public struct ReceivedMail: Sendable, Hashable {
        public var from: String
        public var to: [String]
        /// The message with LF line ends, as the sink writes it.
        public var text: String
    }

    /// Starts a sink and waits until it listens.
    ///
    /// - Parameters:
    ///   - options: further options of smtp-sink(1).
    ///   - keepsMail: write every message to a file, for `received`; false is several times faster.
    public init(options: [String] = [], keepsMail: Bool = true) throws {
        // Started by root, the sink insists on becoming somebody else, who then writes the messages.
        folder = try TemporaryDirectory(mode: 0o777)
        reserved = try ReservedPort()
        port = reserved.number
        var arguments = options
        if geteuid() == 0 { arguments += ["-u", "nobody"] }
        if keepsMail { arguments += ["-d", folder.path("mail.")] }
        process = try ChildProcess("/usr/sbin/smtp-sink", arguments + ["127.0.0.1:\(port)", "128"])
        try process.wait(until: { [reserved] in reserved.answers })
    }

    public var url: String { "smtp://127.0.0.1:\(port)" }

    /// Ends the sink; its connections break.
    public func stop() {
        process.stop()
    }

    /// The messages so far, in no particular order.
    public var received: [ReceivedMail] {
        get throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return try names.filter { $0.hasPrefix("mail.") }.map { name in
                let data = try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
                return Self.read(String(decoding: data, as: UTF8.self))
            }
        }
    }

    /// Reads smtp-sink's file: its own headers, which end with a Received header of three lines, then the message and
    /// an empty line.
    private static func read(_ file: String) -> ReceivedMail {
        var mail = ReceivedMail(from: "", to: [], text: "")
        var lines = file.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst(), !line.hasPrefix("Received:") {
            let argument = line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }
            if line.hasPrefix("X-Mail-Args:") { mail.from = String(argument) }
            if line.hasPrefix("X-Rcpt-Args:") { mail.to.append(String(argument)) }
        }
        mail.text = lines.drop { $0.first == "\t" || $0.first == " " }.dropLast().joined(separator: "\n")
        return mail
    }
}
