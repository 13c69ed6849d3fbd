/// A piece of JSON as it is written: numbers keep their digits and objects the order of their keys, twice or not.
enum JSONValue: Sendable, Hashable {
    case object([Member])
    case array([JSONValue])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    struct Member: Sendable, Hashable {
        var key: String
        var value: JSONValue
    }

    /// What it is, for "is a number, not a text".
    var kind: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a text"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }
}

/// Where JSON is broken, and what should stand there.
struct JSONFlaw: Error, Sendable, Hashable {
    /// Bytes from the beginning of the text.
    var offset: Int
    /// "expected a comma or }".
    var problem: String

    /// The line, counted on from the one in which the text begins, and the column in characters, from 1.
    func position(in bytes: [UInt8], line: Int, column: Int) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let breaks = before.count { $0 == 0x0A }
        let lastBreak = before.lastIndex(of: 0x0A)
        let sameLine = lastBreak.map { before[($0 + 1)...] } ?? before
        // Bytes that continue a character aren't counted.
        let characters = sameLine.count { $0 & 0xC0 != 0x80 }
        return (line + breaks, (lastBreak == nil ? column : 1) + characters)
    }
}
