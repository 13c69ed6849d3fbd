/// Splits what a server sends into responses (RFC 3501, section 2.2.2 and 4.3), whatever pieces it comes in.
///
/// It holds no more than its limits, however much a server says: of longer lines and literals the beginning.
struct IMAPReader {
    /// What no server may do.
    enum Fault: Error {
        case tooManyLiterals
    }

    /// A line of UIDs of 1 MiB tells of a hundred thousand messages.
    static let longestLine = 1 << 20
    private static let mostLiterals = 16

    private let longestLine: Int
    /// The bytes of literals that are kept of one response.
    private let longestLiteral: Int
    private var response = IMAPResponse()
    /// The bytes of a literal that are still to come; nil in a line.
    private var missing: Int?
    private var room: Int

    init(longestLiteral: Int, longestLine: Int = longestLine) {
        self.longestLiteral = max(0, longestLiteral)
        self.longestLine = longestLine
        room = self.longestLiteral
    }

    /// Takes the next bytes, and gives each response that they complete.
    mutating func take(_ bytes: [UInt8], each: (IMAPResponse) -> Void) throws(Fault) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            if let missing {
                takeLiteral(&bytes, missing)
            } else if let end = bytes.firstIndex(of: 0x0A) {
                takeLine(bytes[..<end])
                bytes = bytes[(end + 1)...]
                if response.line.last == 0x0D { response.line.removeLast() }
                if let count = announcedLiteral {
                    guard response.literals.count < Self.mostLiterals else { throw .tooManyLiterals }
                    response.literals.append(.init(count: count))
                    missing = count == 0 ? nil : count
                } else {
                    each(response)
                    response = IMAPResponse()
                    room = longestLiteral
                }
            } else {
                takeLine(bytes)
                bytes = []
            }
        }
    }

    private mutating func takeLine(_ bytes: ArraySlice<UInt8>) {
        let kept = bytes.prefix(max(0, longestLine - response.line.count))
        response.line += kept
        if kept.count < bytes.count { response.isCut = true }
    }

    private mutating func takeLiteral(_ bytes: inout ArraySlice<UInt8>, _ missing: Int) {
        let part = bytes.prefix(missing)
        let kept = part.prefix(room)
        response.literals[response.literals.count - 1].bytes += kept
        room -= kept.count
        bytes = bytes[part.endIndex...]
        self.missing = missing == part.count ? nil : missing - part.count
    }

    /// The count of `{123}` at the end of a line of data. Words for people may end so too, and mean nothing by it.
    private var announcedLiteral: Int? {
        let line = response.line
        guard line.last == 0x7D, line.starts(with: [0x2A, 0x20]), response.status == nil,
            let start = line.lastIndex(of: 0x7B)
        else { return nil }
        let digits = line[(start + 1)..<(line.count - 1)]
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
