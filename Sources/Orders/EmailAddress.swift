/// An e-mail address that can be handed to a mail server: one mailbox, nothing else.
///
/// Stricter than RFC 5321: no quoted local part, no address literal, a domain of at least two labels. What gets through
/// holds no blank, no control character, no angle bracket, so that it can't end a header or an SMTP command.
public struct EmailAddress: Sendable, Hashable {
    /// As written, without blanks around it: at most 254 bytes.
    public let text: String

    private init(checked text: String) {
        self.text = text
    }

    /// An address that was checked when it was stored: a rule that has become stricter since must not make what is
    /// stored unreadable.
    package init(stored text: String) {
        self.text = text
    }

    /// Whether it isn't plain ASCII, so that only a server with SMTPUTF8 (RFC 6531) takes it.
    public var needsSMTPUTF8: Bool {
        text.utf8.contains { $0 >= 0x80 }
    }

    /// Reads an address as people type it, without blanks around it.
    ///
    /// - Returns: a problem with `email` as its field.
    public static func read(_ text: String) -> Result<EmailAddress, Problem> {
        let text = text.trimmed
        guard let fault = Fault(in: text) else { return .success(EmailAddress(checked: text)) }
        return .failure(Problem(field: "email", problem: fault.problem, hint: hint(for: text, fault) ?? fault.hint))
    }

    private static func hint(for text: String, _ fault: Fault) -> String? {
        guard fault != .controls, text.utf8.count <= 254 else { return nil }
        return mended(text).map { "did you mean \($0)?" }
    }

    /// The one address that was surely meant: without "mailto:", a display name, blanks, a comma for a full stop.
    private static func mended(_ text: String) -> String? {
        var rest = Substring(text)
        if let open = rest.lastIndex(of: "<"), let close = rest.lastIndex(of: ">"), open < close {
            rest = rest[rest.index(after: open)..<close]
        }
        if rest.lowercased().hasPrefix("mailto:") {
            rest = rest.dropFirst(7)
        }
        var candidate = String(rest.compactMap { $0 == " " ? nil : $0 == "," ? "." : $0 })
        while let last = candidate.last, last == "." || last == ";" {
            candidate.removeLast()
        }
        return candidate != text && Fault(in: candidate) == nil ? candidate : nil
    }
}

extension EmailAddress {
    /// Why a text is no address.
    enum Fault: Equatable {
        case controls, at, local, domain, long

        /// The first fault, nil if there is none.
        init?(in text: String) {
            var at: String.UTF8View.Index?
            var controls = false
            var ats = 0
            let bytes = text.utf8
            for index in bytes.indices {
                let byte = bytes[index]
                if byte < 0x20 || byte == 0x7F { controls = true }
                if byte == UInt8(ascii: "@") {
                    at = index
                    ats += 1
                }
            }
            if controls || !text.hasOnlyASCII && text.unicodeScalars.contains(where: \.isUnfitForAField) {
                self = .controls
            } else if bytes.count > 254 {
                self = .long
            } else if let at, ats == 1 {
                if !Self.isLocalPart(text[..<at]) {
                    self = .local
                } else if !Self.isDomain(text[bytes.index(after: at)...]) {
                    self = .domain
                } else {
                    return nil
                }
            } else {
                self = .at
            }
        }

        var problem: String {
            switch self {
            case .controls: "must not hold line breaks or hidden characters"
            case .at: "needs exactly one @"
            case .local: "is no e-mail address: what stands before the @ isn't right"
            case .domain: "is no e-mail address: what stands after the @ isn't right"
            case .long: "is too long for an e-mail address"
            }
        }

        var hint: String {
            switch self {
            case .long: "at most 254 characters"
            default: "write one address, in the form name@example.org"
            }
        }

        /// RFC 5322's dot-atom, letters of any script allowed (RFC 6532), at most 64 bytes.
        private static func isLocalPart(_ part: Substring) -> Bool {
            guard (1...64).contains(part.utf8.count) else { return false }
            var previous = UInt8(ascii: ".")
            for byte in part.utf8 {
                if byte == UInt8(ascii: ".") {
                    guard previous != byte else { return false }
                } else {
                    guard byte >= 0x80 || isAtomText(byte) else { return false }
                }
                previous = byte
            }
            return previous != UInt8(ascii: ".") && hasOnlyWordsBeyondASCII(part)
        }

        private static func isAtomText(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
                UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"),
                UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
                UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"):
                true
            default: byte.isASCIILetter || byte.isASCIIDigit
            }
        }

        /// Two or more labels of letters, digits and inner hyphens, at most 63 bytes each; the last isn't a number.
        private static func isDomain(_ part: Substring) -> Bool {
            var labels = 0
            var length = 0
            var last: UInt8 = 0
            var letters = false
            for byte in part.utf8 {
                if byte == UInt8(ascii: ".") {
                    guard length > 0, last != UInt8(ascii: "-") else { return false }
                    labels += 1
                    length = 0
                    letters = false
                } else {
                    if byte == UInt8(ascii: "-") {
                        guard length > 0 else { return false }
                    } else {
                        guard byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit else { return false }
                        letters = letters || !byte.isASCIIDigit
                    }
                    length += 1
                    guard length <= 63 else { return false }
                }
                last = byte
            }
            return labels >= 1 && length >= 2 && letters && last != UInt8(ascii: "-") && hasOnlyWordsBeyondASCII(part)
        }

        /// Beyond ASCII only letters, digits and their marks: no exotic blank, no symbol that looks like an @.
        private static func hasOnlyWordsBeyondASCII(_ part: Substring) -> Bool {
            guard !String(part).hasOnlyASCII else { return true }
            return part.unicodeScalars.allSatisfy {
                $0.isASCII || $0.isLetterOrDigit || $0.properties.generalCategory == .nonspacingMark
                    || $0.properties.generalCategory == .spacingMark
            }
        }
    }
}

extension EmailAddress: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard case .success(let address) = Self.read(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an e-mail address"))
        }
        self = address
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
