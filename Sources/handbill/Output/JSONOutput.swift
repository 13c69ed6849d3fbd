import Foundation

/// Writes one JSON document to standard output: the whole of what `--json` prints.
enum JSONOutput {
    static func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var document = try encoder.encode(value)
        document.append(UInt8(ascii: "\n"))
        try StandardOutput.write(document)
    }

    /// A moment as listings show it: RFC 3339 in UTC, whole seconds, `Z`.
    static func time(_ moment: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601)
    }
}

/// Writes null where there is nothing, instead of leaving the key out: every key of a listing is always there.
@propertyWrapper
struct OrNull<Wrapped: Encodable>: Encodable {
    var wrappedValue: Wrapped?

    init(wrappedValue: Wrapped?) {
        self.wrappedValue = wrappedValue
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}
