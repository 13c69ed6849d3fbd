/// Writes JSON as RFC 8259 has it, compact, in the order in which it is told.
struct JSONText {
    private(set) var text = ""
    /// Whether the next member or element needs a comma before it.
    private var isFollowing = false

    init() {}

    /// The text as bytes.
    var bytes: [UInt8] { Array(text.utf8) }

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
        text += "\""
        text += key.description
        text += "\":"
        isFollowing = false
    }

    mutating func string(_ value: String?) {
        guard let value else { return raw("null") }
        separate()
        Self.append(value, to: &text)
    }

    mutating func number(_ value: Int) {
        raw(String(value))
    }

    mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// JSON that is written already.
    mutating func raw(_ json: some StringProtocol) {
        separate()
        text += json
    }

    private mutating func nest(_ open: String, _ close: String, _ body: (inout JSONText) -> Void) {
        separate()
        text += open
        isFollowing = false
        body(&self)
        text += close
        isFollowing = true
    }

    private mutating func separate() {
        if isFollowing { text += "," }
        isFollowing = true
    }

    /// Only what must be escaped is; a run that needs none is copied whole.
    private static func append(_ value: String, to text: inout String) {
        text += "\""
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            text += value
        } else {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\r": text += "\\r"
                case "\t": text += "\\t"
                case "\u{0}"..<"\u{20}":
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
