/// Where one order ends and the next begins in JSON text, told without reading it: by brackets and quotes.
///
/// It is tolerant, so that one broken order doesn't take its neighbours with it: a line end closes a string that was
/// left open, a closing bracket closes what was left open inside it, and a `{` where only a key may stand begins
/// another order. What was cut is then read strictly, by `JSONParser`.
enum JSONSyntax {
    /// The longest order, in bytes.
    static let longestOrder = 1_048_576
    /// Brackets inside brackets, as deep as the search goes.
    private static let deepest = 1_000

    /// Where an order ends.
    enum Extent: Sendable, Hashable {
        /// More bytes are needed to tell.
        case unknown
        /// After so many bytes.
        case length(Int)
        /// Nowhere within `longestOrder`, or too deep to tell.
        case lost
    }

    /// The extent of the value that begins at `start`, inside an array or on its own.
    static func extent(of bytes: borrowing Span<UInt8>, from start: Int, isLast: Bool) -> Extent {
        let available = bytes.count - start
        let end = min(available, longestOrder)
        var open: [UInt8] = []
        var previous: UInt8 = 0
        var index = 0
        while index < end {
            let byte = bytes[start + index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                while index < end, bytes[start + index] != UInt8(ascii: "\""), bytes[start + index] != 0x0A {
                    index += bytes[start + index] == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                // Inside an object, a `{` comes only after a colon.
                let isMisplaced = previous != UInt8(ascii: ":") && previous != UInt8(ascii: "{")
                if byte == UInt8(ascii: "{"), open.last == byte, isMisplaced { return .length(index) }
                guard open.count < deepest else { return .lost }
                open.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                let opening = byte == UInt8(ascii: "}") ? UInt8(ascii: "{") : UInt8(ascii: "[")
                if let match = open.lastIndex(of: opening) {
                    open.removeSubrange(match...)
                    if open.isEmpty { return .length(index + 1) }
                } else if byte == UInt8(ascii: "]") {
                    // The array around it ends here, and with it whatever is still open.
                    return .length(index)
                }
            case UInt8(ascii: ",") where open.isEmpty:
                return .length(index)
            default:
                break
            }
            if !isWhitespace(byte) { previous = byte }
            index += 1
        }
        if available > longestOrder { return .lost }
        return isLast ? .length(available) : .unknown
    }

    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
