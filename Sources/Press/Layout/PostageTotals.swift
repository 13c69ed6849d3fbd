import Orders

/// How many packets go as what, and what that costs, as far as it is known.
struct PostageTotals {
    /// One kind of postage.
    struct Row: Hashable {
        /// `Large letter`; for packets without a price what to do with them.
        var format: String
        var service: String
        /// The most that the band takes; nil for packets without a price.
        var bandGrams: Int?
        /// What one costs.
        var pricePence: Int?
    }

    /// The kinds that occur, by price and then by weight; what is for the counter last.
    let rows: [(row: Row, count: Int)]
    /// In pence, of the packets that have a price.
    let pence: Int
    /// How many have one.
    let priced: Int
    /// How many have none.
    let atCounter: Int

    init(of packets: some Sequence<PacketSnapshot>) {
        var counts: [Row: Int] = [:]
        for postage in packets.lazy.compactMap(\.postage) {
            let row =
                if let format = postage.format, let price = postage.pricePence {
                    Row(
                        format: PacketPostage.words(of: format), service: postage.serviceInWords,
                        bandGrams: postage.bandGrams, pricePence: price)
                } else {
                    Row(format: PacketPostage.words(of: postage.atCounter), service: postage.serviceInWords)
                }
            counts[row, default: 0] += 1
        }
        rows = counts.map { (row: $0.key, count: $0.value) }.sorted { left, right in
            Self.key(left.row).lexicographicallyPrecedes(Self.key(right.row))
                || Self.key(left.row) == Self.key(right.row)
                    && (left.row.format, left.row.service) < (right.row.format, right.row.service)
        }
        pence = rows.reduce(0) { $0 + ($1.row.pricePence ?? 0) * $1.count }
        priced = rows.reduce(0) { $0 + ($1.row.pricePence == nil ? 0 : $1.count) }
        atCounter = rows.reduce(0) { $0 + ($1.row.pricePence == nil ? $1.count : 0) }
    }

    private static func key(_ row: Row) -> [Int] {
        [row.pricePence ?? .max, row.bandGrams ?? .max]
    }
}
