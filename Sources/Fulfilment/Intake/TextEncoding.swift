/// How the text of a CSV file is written down.
///
/// The bytes decide, all of them, before the first row is read: a file that is valid UTF-8 is UTF-8. One that isn't is
/// Windows-1252, what Excel writes in Western Europe, unless it holds more well-formed UTF-8 letters than broken ones:
/// then it is UTF-8 with damage, and the damaged rows are reported instead of every other name being garbled.
public enum TextEncoding: Sendable, Hashable {
    case utf8
    case windows1252

    /// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
    private static let upper: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Whether Windows-1252 has no character for this byte.
    static func isUndefinedInWindows1252(_ byte: UInt8) -> Bool {
        (0x80...0x9F).contains(byte) && upper[Int(byte) - 0x80] == 0
    }

    /// Writes Windows-1252 as UTF-8; each byte stands for itself, so a text may be cut anywhere.
    static func appendWindows1252(_ source: ArraySlice<UInt8>, to target: inout [UInt8]) {
        target.reserveCapacity(target.count + source.count)
        for byte in source {
            switch byte {
            case 0..<0x80:
                target.append(byte)
            case 0xA0...:
                target.append(0xC0 | byte >> 6)
                target.append(0x80 | byte & 0x3F)
            default:
                let code = upper[Int(byte) - 0x80]
                let scalar = Unicode.Scalar(code == 0 ? 0xFFFD : code) ?? "\u{FFFD}"
                target.append(contentsOf: String(scalar).utf8)
            }
        }
    }
}

/// Looks through all bytes of a file and says how they are written.
struct TextEncodingScan {
    private var line = 1
    private var letters = 0
    private var broken = 0
    private var firstBrokenLine: Int?
    private var hasUndefined = false
    /// What the next byte must be inside a letter of several bytes, and how many are still to come.
    private var expected: ClosedRange<UInt8> = 0x80...0xBF
    private var missing = 0

    /// Looks at the next bytes of the file.
    mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if missing == 0, byte < 0x80 {
                if byte == 0x0A { line += 1 }
                continue
            }
            if TextEncoding.isUndefinedInWindows1252(byte) { hasUndefined = true }
            if missing > 0 {
                if expected.contains(byte) {
                    missing -= 1
                    expected = 0x80...0xBF
                    if missing == 0 { letters += 1 }
                    continue
                }
                markBroken()
            }
            begin(byte)
        }
    }

    /// The encoding of everything that was fed.
    ///
    /// - Throws: `FileProblem`, if it is neither UTF-8 nor Windows-1252.
    mutating func verdict(name: String, hasByteOrderMark: Bool) throws(FileProblem) -> TextEncoding {
        if missing > 0 { markBroken() }
        if broken == 0 || hasByteOrderMark || letters > broken { return .utf8 }
        guard hasUndefined else { return .windows1252 }
        throw FileProblem(
            .content, name: name, line: firstBrokenLine, problem: "is neither UTF-8 nor Windows-1252",
            hint: "save it as “CSV UTF-8”")
    }

    /// Takes the first byte of a letter. The ranges of the second byte are those of RFC 3629, section 4.
    private mutating func begin(_ byte: UInt8) {
        switch byte {
        case 0..<0x80: if byte == 0x0A { line += 1 }
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, expected) = (2, 0xA0...0xBF)
        case 0xED: (missing, expected) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, expected) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, expected) = (3, 0x80...0x8F)
        default: markBroken()
        }
    }

    private mutating func markBroken() {
        missing = 0
        expected = 0x80...0xBF
        broken += 1
        if firstBrokenLine == nil { firstBrokenLine = line }
    }
}

/// What the first bytes of a file say before anybody tries to read it as text.
enum TextSignature {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Refuses what is surely no text in UTF-8 or Windows-1252, and says what to do instead.
    static func check(_ beginning: ArraySlice<UInt8>, name: String) throws(FileProblem) {
        let head = Array(beginning.prefix(64))
        let asUTF8 = "save it as “CSV UTF-8 (comma delimited)” and use that file"
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || hasEveryOtherByteZero(head) {
            throw FileProblem(.content, name: name, problem: "is UTF-16, not UTF-8", hint: asUTF8)
        }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw FileProblem(
                .content, name: name, problem: "is a spreadsheet or an archive, not text",
                hint: "open it in the spreadsheet program, \(asUTF8)")
        }
        if head.starts(with: "%PDF".utf8) || head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0, 0, 0, 0]) {
            throw FileProblem(.content, name: name, problem: "is no text file", hint: "drop orders as CSV or JSON")
        }
    }

    private static func hasEveryOtherByteZero(_ head: [UInt8]) -> Bool {
        guard head.count >= 4 else { return false }
        let even = stride(from: 0, to: head.count, by: 2).filter { head[$0] == 0 }.count
        let odd = stride(from: 1, to: head.count, by: 2).filter { head[$0] == 0 }.count
        return max(even, odd) > head.count / 3 && min(even, odd) == 0
    }
}
