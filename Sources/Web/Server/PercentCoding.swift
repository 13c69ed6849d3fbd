/// Percent-encoding as URLs have it (RFC 3986, section 2.1), read strictly.
enum PercentCoding {
    /// The text, or nil if a `%` has no two digits, what comes out is no UTF-8, or it holds a control character.
    ///
    /// - Parameter plusIsBlank: whether `+` stands for a blank, as in queries that forms make.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                let value = high << 4 | low
                guard value >= 0x20, value != 0x7F else { return nil }
                bytes.append(value)
            case UInt8(ascii: "+") where plusIsBlank:
                bytes.append(UInt8(ascii: " "))
            case 0..<0x21, 0x7F:
                return nil
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The fields of a query; nil if one isn't properly encoded.
    static func fields(_ query: some StringProtocol) -> WebRequest.Fields? {
        var fields = WebRequest.Fields()
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(pair[0], plusIsBlank: true) else { return nil }
            guard let value = pair.count == 2 ? decoded(pair[1], plusIsBlank: true) : "" else { return nil }
            fields.pairs.append((name, value))
        }
        return fields
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
