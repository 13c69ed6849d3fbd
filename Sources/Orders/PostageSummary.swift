/// What the packets of a batch cost all together, as far as that is known.
public struct PostageSummary: Sendable {
    public let packets: Int
    /// How many of each format have a price, the most frequent first.
    public let formats: [(name: String, count: Int)]
    /// How many have none.
    public let atCounter: Int
    /// In pence, of those that have a price.
    public let pence: Int

    /// - Parameter postage: of each packet; nil where none was reckoned.
    public init(_ postage: some Sequence<PacketPostage?>) {
        var counts: [String: Int] = [:]
        var (packets, atCounter, pence) = (0, 0, 0)
        for postage in postage {
            packets += 1
            if let format = postage?.format, let price = postage?.pricePence {
                counts[format, default: 0] += 1
                pence += price
            } else {
                atCounter += 1
            }
        }
        self.packets = packets
        self.atCounter = atCounter
        self.pence = pence
        formats = counts.map { (name: $0.key, count: $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// `118 packets: 60 large letters, 50 letters, 8 at the counter; about £123.40`.
    public var inWords: String {
        var parts = formats.map { counted($0.count, PostalFormat.words(of: $0.name)) }
        if atCounter > 0 { parts.append("\(atCounter) at the counter") }
        let sum = formats.isEmpty ? "" : "; about \(pence.asPounds)" + (atCounter > 0 ? " without the counter" : "")
        return counted(packets, "packet") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")) + sum
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
