/// Writes JSON as RFC 8259 has it, compact, in the order in which it is told.
struct JSONText {
    /// The text as bytes: a string looks at itself again for each piece that it is given.
    private(set) var bytes: [UInt8] = []
    /// Whether the next member or element needs a comma before it.
    private var isFollowing = false

    init() {
        bytes.reserveCapacity(256)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func object(_ body: (inout JSONText) -> Void) {
        nest("{", "}", body)
    }

    mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONText, Element) -> Void) {
        nest("[", "]") { json in
            for element in elements { body(&json, element) }
        }
    }

    /// An object's key; its value comes next.
    mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        put(key)
        put("\":")
        isFollowing = false
    }

    mutating func string(_ value: String?) {
        guard let value else { return raw("null") }
        separate()
        append(value)
    }

    mutating func number(_ value: Int) {
        raw(String(value))
    }

    mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// JSON that is written already.
    mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
    }

    private mutating func nest(_ open: StaticString, _ close: StaticString, _ body: (inout JSONText) -> Void) {
        separate()
        put(open)
        isFollowing = false
        body(&self)
        put(close)
        isFollowing = true
    }

    private mutating func separate() {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
        isFollowing = true
    }

    private mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Only what must be escaped is; a text that needs none is copied whole.
    private mutating func append(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { text in
            if text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: text)
            } else {
                for byte in text { appendEscaped(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// - Parameter byte: of UTF-8; those beyond ASCII stand for themselves.
    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case UInt8(ascii: "\n"): put("\\n")
        case UInt8(ascii: "\r"): put("\\r")
        case UInt8(ascii: "\t"): put("\\t")
        case 0..<0x20:
            put("\\u00")
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        default: bytes.append(byte)
        }
    }
}
