/// The name of a batch: `2026-12-17-1`, the local date of its closing and a number that counts from 1 on that date.
public struct BatchID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var date: LocalDate
    public var number: Int

    public init(date: LocalDate, number: Int) {
        self.date = date
        self.number = number
    }

    public init?(_ text: some StringProtocol) {
        guard text.utf8.count >= 12, let date = LocalDate(text.prefix(10)), text.dropFirst(10).first == "-",
            let number = Int(text.dropFirst(11)), number >= 1, String(number) == text.dropFirst(11)
        else { return nil }
        self.init(date: date, number: number)
    }

    public var description: String {
        "\(date)-\(number)"
    }

    public static func < (left: BatchID, right: BatchID) -> Bool {
        (left.date, left.number) < (right.date, right.number)
    }
}

extension BatchID: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = BatchID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a batch id"))
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
