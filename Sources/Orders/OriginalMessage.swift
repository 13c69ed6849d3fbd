/// A message as it is kept with its order and shown to a person: a few fields of its head, an empty line, what it says.
public struct OriginalMessage: Sendable, Hashable {
    public var subject: String
    /// Without angle brackets; nil if it had none that a reply may repeat.
    public var messageID: String?
    /// What it says; it may have many lines.
    public var text: String

    /// - Parameter messageID: As it came; one that `canBeRepeated` doesn't allow is left out.
    public init(subject: String, messageID: String?, text: String) {
        self.subject = subject
        self.messageID = messageID.flatMap { Self.canBeRepeated($0) ? $0 : nil }
        self.text = text
    }

    /// Reads what `description` wrote, also before it wrote the Message-ID.
    public init(_ written: String) {
        let head = written.prefix { $0 != "\n" }
        subject = String(head.trimmingPrefix(Self.subjectLabel))
        var rest = written.dropFirst(head.count + 1)
        if rest.hasPrefix(Self.idLabel) {
            let line = rest.prefix { $0 != "\n" }
            let id = line.dropFirst(Self.idLabel.count).dropLast()
            messageID = line.last == ">" && Self.canBeRepeated(id) ? String(id) : nil
            rest = rest.dropFirst(line.count + 1)
        }
        text = String(rest.first == "\n" ? rest.dropFirst() : rest)
    }

    private static let subjectLabel = "Subject: "
    private static let idLabel = "Message-ID: <"

    /// Whether a Message-ID can stand in the head of a reply: left@right of the letters that RFC 5322 (3.6.4) allows, and
    /// at most 250 of them, so that its line stays short.
    public static func canBeRepeated(_ id: some StringProtocol) -> Bool {
        guard id.utf8.count <= 250 else { return false }
        let parts = Array(id.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0].allSatisfy(isOfAtom) else {
            return false
        }
        if parts[1].first == UInt8(ascii: "["), parts[1].last == UInt8(ascii: "]") {
            let literal = parts[1].dropFirst().dropLast()
            return !literal.isEmpty && literal.allSatisfy { isOfAtom($0) || $0 == UInt8(ascii: ":") }
        }
        return parts[1].allSatisfy(isOfAtom)
    }

    /// Letters, digits, a dot, and the other signs of an atom (RFC 5322, 3.2.3).
    private static func isOfAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): true
        default: signs.contains(byte)
        }
    }

    private static let signs = Set("!#$%&'*+-/=?^_`{|}~".utf8)
}

extension OriginalMessage: CustomStringConvertible {
    public var description: String {
        let id = messageID.map { "\(Self.idLabel)\($0)>\n" } ?? ""
        return "\(Self.subjectLabel)\(subject)\n\(id)\n\(text)"
    }
}
