import HTTPTypes

/// Reads the body of a form that a browser sends: `application/x-www-form-urlencoded`, as the WHATWG's URL standard
/// reads it. Nothing in it is an error: what can't be read becomes U+FFFD, which validation finds.
struct FormBody {
    /// The most fields that are read: many times what our forms have.
    static let mostFields = 1_000

    /// Whether a request says that its body is such a form.
    static func isForm(_ request: WebRequest) -> Bool {
        guard let type = request.headers[.contentType] else { return false }
        let essence = type.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        return essence == "application/x-www-form-urlencoded"
    }

    static func fields(of body: [UInt8]) -> WebRequest.Fields {
        var pairs: [(name: String, value: String)] = []
        for pair in body.split(separator: UInt8(ascii: "&")).prefix(mostFields) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((text(of: parts[0]), parts.count > 1 ? text(of: parts[1]) : ""))
        }
        return WebRequest.Fields(pairs)
    }

    private static func text(of bytes: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                decoded.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2,
                let high = hex(rest[rest.startIndex]), let low = hex(rest[rest.startIndex + 1])
            {
                decoded.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
