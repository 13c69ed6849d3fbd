/// Reads one JSON value, strictly as RFC 8259 says, and tells where and why it can't.
///
/// Foundation's reader says neither, and takes the last of two equal keys without a word.
struct JSONParser {
    /// Orders are nested three deep; more is refused before the stack is in danger.
    private static let deepest = 32

    private let bytes: [UInt8]
    private var index = 0

    /// Reads a text that holds one value and nothing else.
    static func value(of bytes: [UInt8]) throws(JSONFlaw) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value(depth: 0)
        parser.skipWhitespace()
        guard parser.index == bytes.count else { throw parser.flaw("expected nothing more after the order") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var current: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private func flaw(_ problem: String) -> JSONFlaw {
        JSONFlaw(offset: index, problem: current == nil ? "\(problem), but the text ends" : problem)
    }

    private mutating func skipWhitespace() {
        while let byte = current, JSONSyntax.isWhitespace(byte) { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFlaw) -> JSONValue {
        skipWhitespace()
        guard depth < Self.deepest else { throw flaw("nested deeper than any order") }
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case let byte? where byte == UInt8(ascii: "-") || byte.isDigit: return .number(try number())
        default: return try word()
        }
    }

    private mutating func object(depth: Int) throws(JSONFlaw) -> JSONValue {
        index += 1
        var members: [JSONValue.Member] = []
        skipWhitespace()
        if take("}") { return .object([]) }
        while true {
            skipWhitespace()
            guard current == UInt8(ascii: "\"") else { throw flaw("expected a key in double quotes") }
            let key = try string()
            skipWhitespace()
            guard take(":") else { throw flaw("expected a colon after the key") }
            members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
            skipWhitespace()
            if take("}") { return .object(members) }
            guard take(",") else { throw flaw("expected a comma or }") }
        }
    }

    private mutating func array(depth: Int) throws(JSONFlaw) -> JSONValue {
        index += 1
        var values: [JSONValue] = []
        skipWhitespace()
        if take("]") { return .array([]) }
        while true {
            values.append(try value(depth: depth + 1))
            skipWhitespace()
            if take("]") { return .array(values) }
            guard take(",") else { throw flaw("expected a comma or ]") }
        }
    }

    private mutating func word() throws(JSONFlaw) -> JSONValue {
        for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
        where bytes[index...].starts(with: word.utf8) {
            index += word.utf8.count
            return value
        }
        throw flaw("expected a value: a text in double quotes, a number, { or [")
    }

    /// RFC 8259, section 6: no leading zero, no bare point.
    private mutating func number() throws(JSONFlaw) -> String {
        let first = index
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        if current?.isDigit == true {
            throw flaw("expected no digit after a leading 0")
        }
        return String(decoding: bytes[first..<index], as: UTF8.self)
    }

    private mutating func digits() throws(JSONFlaw) {
        let first = index
        while current?.isDigit == true { index += 1 }
        guard index > first else { throw flaw("expected a digit") }
    }

    private mutating func string() throws(JSONFlaw) -> String {
        let opening = index
        index += 1
        let first = try piece(from: opening)
        if take("\"") { return first }
        var text = first
        while current == UInt8(ascii: "\\") {
            text.unicodeScalars.append(try escape())
            text += try piece(from: opening)
        }
        index += 1
        return text
    }

    /// What stands before the next quote or backslash; mostly that is a whole text.
    private mutating func piece(from opening: Int) throws(JSONFlaw) -> String {
        let first = index
        var isASCII = true
        scan: while let byte = current {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return try text(first..<index, isASCII: isASCII)
            case 0..<0x20: break scan
            default:
                isASCII = isASCII && byte < 0x80
                index += 1
            }
        }
        switch current {
        case nil:
            throw JSONFlaw(offset: opening, problem: "the text that begins here never closes")
        case 0x0A, 0x0D:
            throw JSONFlaw(offset: opening, problem: "the text that begins here never closes on its line")
        default:
            throw flaw("a control character must be written as an escape")
        }
    }

    private func text(_ range: Range<Int>, isASCII: Bool) throws(JSONFlaw) -> String {
        // The standard library's check of any UTF-8 takes five times as long as such a text.
        if isASCII { return bytes.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) } }
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw JSONFlaw(offset: range.lowerBound, problem: "the text that begins here is not UTF-8")
        }
        return text
    }

    /// One escape. Half of a pair of surrogates is no character, and NUL is none that a label could show.
    private mutating func escape() throws(JSONFlaw) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let byte = current else { throw flaw("expected an escape") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            if let scalar = Unicode.Scalar(unit), unit != 0 { return scalar }
            if UTF16.isLeadSurrogate(UInt16(unit)), take("\\"), take("u") {
                let second = try hexadecimal()
                if UTF16.isTrailSurrogate(UInt16(second)),
                    let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
                {
                    return scalar
                }
            }
            throw JSONFlaw(
                offset: start, problem: unit == 0 ? "\\u0000 is no character of a text" : "half of a surrogate pair")
        default:
            throw JSONFlaw(offset: start, problem: "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    private mutating func hexadecimal() throws(JSONFlaw) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw flaw("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}

extension UInt8 {
    /// Whether it is an ASCII digit.
    var isDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
