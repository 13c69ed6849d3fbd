/// One whole answer of a server: its code, and its text as it came.
struct SMTPReply: Hashable {
    var code: Int
    /// The text of all lines without their codes, line ends left in.
    var text: [UInt8]

    /// 2xx and 3xx.
    var isPositive: Bool { (200..<400).contains(code) }

    /// Codes that say something about our login or the lack of one, not about the message, whatever command they
    /// answer (RFC 4954, section 6).
    var isAboutLogin: Bool { [454, 530, 534, 535, 538].contains(code) }

    /// The code that a line begins with; nil if it isn't a line of an answer.
    static func code(of line: UnsafeRawBufferPointer) -> Int? {
        guard line.count >= 3, line.prefix(3).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return line.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
