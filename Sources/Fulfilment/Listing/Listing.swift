public import Foundation

/// How every listing is written, on the command line and over HTTP.
public enum Listing {
    /// One JSON document, with sorted keys and a line end.
    public static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var document = try encoder.encode(value)
        document.append(UInt8(ascii: "\n"))
        return document
    }

    /// A moment as listings show it: RFC 3339 in UTC, whole seconds, `Z`.
    public static func time(_ moment: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601)
    }
}

/// Writes null where there is nothing, instead of leaving the key out: every key of a listing is always there.
@propertyWrapper
public struct OrNull<Wrapped: Encodable & Sendable>: Encodable, Sendable {
    public var wrappedValue: Wrapped?

    public init(wrappedValue: Wrapped?) {
        self.wrappedValue = wrappedValue
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}
