/// What libcurl says to a server, as far as the outcome depends on it.
enum SMTPCommand: String {
    /// Nothing yet: the server greets first.
    case connect
    case ehlo, helo, starttls, auth
    case mail, rcpt, data
    case noop, quit

    /// Reads the command at the beginning of a line; nil if there is none that we know.
    init?(line: UnsafeRawBufferPointer) {
        let word = line.prefix(9).prefix { (0x41...0x5A).contains($0) }
        self.init(rawValue: String(decoding: word, as: UTF8.self).lowercased())
    }

    /// Whether a refusal of this command is about this message, rather than about us.
    var isAboutMessage: Bool { self == .mail || self == .rcpt || self == .data }
}
