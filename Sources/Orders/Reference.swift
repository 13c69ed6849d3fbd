/// What people read out: `HB-` and 8 characters of Crockford's base 32 (0–9, A–Z without I L O U), the last of them a
/// Luhn mod 32 check character over the seven before it.
///
/// The check finds every single wrong character and nearly every swap of two neighbours.
public struct Reference: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The eight characters, without the prefix.
    public let characters: String

    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The reference with this number.
    ///
    /// - Parameter number: 35 bits; higher ones are ignored.
    public init(number: UInt64) {
        var values = (0..<7).map { UInt8(truncatingIfNeeded: (number >> (5 * UInt64(6 - $0))) & 31) }
        values.append(Self.check(values))
        self.init(values: values)
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> Reference {
        Reference(number: generator.next())
    }

    public var description: String {
        "HB-" + characters
    }

    public static func < (left: Reference, right: Reference) -> Bool {
        left.characters.utf8.lexicographicallyPrecedes(right.characters.utf8)
    }

    /// The Luhn mod 32 check value of these values, each 0 to 31.
    static func check(_ values: some BidirectionalCollection<UInt8>) -> UInt8 {
        var factor = 2
        var sum = 0
        for value in values.reversed() {
            let addend = Int(value) * factor
            sum += addend / 32 + addend % 32
            factor = factor == 2 ? 1 : 2
        }
        return UInt8((32 - sum % 32) % 32)
    }
}

extension Reference {
    /// What a person may have got wrong in a reference.
    public enum ReadingError: Error, Equatable {
        /// Not eight characters of the alphabet.
        case malformed
        /// Eight characters, but the check character doesn't fit.
        case wrongCheck
    }

    /// Reads a reference as people write it: lower case, I and L for 1, O for 0, spaces and hyphens anywhere, no
    /// prefix.
    ///
    /// - Throws: `ReadingError`.
    public init(reading text: some StringProtocol) throws(ReadingError) {
        guard let read = Self.values(reading: text) else { throw .malformed }
        let values = read.compactMap { $0 }
        guard values.count == 8 else { throw .malformed }
        guard Self.check(values.dropLast()) == values[7] else { throw .wrongCheck }
        self.init(values: values)
    }

    /// The values of eight characters, nil for one outside the alphabet; nil for more or fewer characters.
    static func values(reading text: some StringProtocol) -> [UInt8?]? {
        var bytes = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }.map(\.asciiUppercased)
        if bytes.count == 10, bytes.starts(with: "HB".utf8) {
            bytes.removeFirst(2)
        }
        return bytes.count == 8 ? bytes.map(value) : nil
    }

    /// - Parameter values: eight, the last of them the check over the others.
    init(values: [UInt8]) {
        characters = String(decoding: values.map { Self.alphabet[Int($0)] }, as: UTF8.self)
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "I"), UInt8(ascii: "L"): 1
        case UInt8(ascii: "O"): 0
        default: alphabet.firstIndex(of: byte).map(UInt8.init)
        }
    }
}

extension Reference: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            self = try Reference(reading: text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a reference"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
