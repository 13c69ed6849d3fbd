/// How many packets go as what, and what that costs, as far as it is known: what to buy at the post.
public struct PostageTotals: Sendable, Hashable {
    /// One kind of postage, and how many packets need it.
    public struct Row: Sendable, Hashable {
        /// By the tariff's name, `large-letter`; nil for packets without a price.
        public var format: String?
        /// `2nd`; empty where nothing was reckoned.
        public var service: String
        /// The most that the band takes; nil for packets without a price.
        public var bandGrams: Int?
        /// What one costs; nil: at the counter.
        public var pricePence: Int?
        public var packets: Int

        /// `Large letter`; for packets without a price what to do with them.
        public var formatInWords: String {
            let postage = PacketPostage(service: service)
            return (format.map(PostalFormat.words) ?? postage.atCounter).capitalisedFirst
        }

        /// `2nd class`.
        public var serviceInWords: String { PacketPostage(service: service).serviceInWords }

        /// `2nd large letter up to 100 g`, `weigh at the counter`.
        public var inWords: String {
            guard let format else { return PacketPostage(service: service).atCounter }
            let band = bandGrams.map { " up to \($0.grouped) g" } ?? ""
            return "\(service) \(PostalFormat.words(of: format))\(band)"
        }
    }

    /// The kinds that occur, by price and then by weight; what is for the counter last.
    public let rows: [Row]
    /// In pence, of the packets that have a price.
    public let pence: Int
    /// How many have one.
    public let priced: Int
    /// How many have none.
    public let atCounter: Int

    /// - Parameter postage: of each packet; nil where none was reckoned, which is for the counter too.
    public init(_ postage: some Sequence<PacketPostage?>) {
        self.init(counts: postage.map { ($0, 1) })
    }

    /// - Parameter counts: postages, and how many packets need each.
    public init(counts: [(postage: PacketPostage?, packets: Int)]) {
        var sums: [Row: Int] = [:]
        for (postage, packets) in counts {
            var row = Row(service: postage?.service ?? "", packets: 0)
            if let postage, let format = postage.format, let price = postage.pricePence {
                (row.format, row.bandGrams, row.pricePence) = (format, postage.bandGrams, price)
            }
            sums[row, default: 0] += packets
        }
        rows = sums.map { row, packets in
            var row = row
            row.packets = packets
            return row
        }.sorted { left, right in
            let (first, second) = (Self.key(left), Self.key(right))
            return first.lexicographicallyPrecedes(second)
                || first == second && (left.formatInWords, left.service) < (right.formatInWords, right.service)
        }
        pence = rows.reduce(0) { $0 + ($1.pricePence ?? 0) * $1.packets }
        priced = rows.reduce(0) { $0 + ($1.pricePence == nil ? 0 : $1.packets) }
        atCounter = rows.reduce(0) { $0 + ($1.pricePence == nil ? $1.packets : 0) }
    }

    private static func key(_ row: Row) -> [Int] {
        [row.pricePence ?? .max, row.bandGrams ?? .max]
    }
}
