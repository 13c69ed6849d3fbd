/// How some items are best divided among packets, for any number of their units: what has been worked out is remembered.
///
/// A packet that holds more never costs less, so each packet of a best division may be taken to be as full as one of the
/// ways to send it allows. One item is worked out from the bottom up; several are searched, from what is left to what
/// is left then. What would take too long is packed full in each of the ways, and the best of these is taken: that is
/// for orders of hundreds of packs of several items.
struct Division: Sendable {
    private let goods: [Goods]
    private let options: [PackingOption]
    private let isPriced: Bool
    /// The most units of each item in a packet of each option.
    private let most: [[Int]]
    /// The bits that each item's units take in a key.
    private let bits: Int
    private var known: [UInt64: Best] = [:]
    /// For one item: the best for each number of units.
    private var row: [Best?] = [Best(price: 0, packets: 0, first: 0)]

    /// What is best for what is left: the sum, and what goes in one of the packets.
    private struct Best: Sendable {
        var price: Int
        var packets: Int
        /// A key, or for one item its units.
        var first: UInt64

        func isBetter(than other: Best?) -> Bool {
            other.map { (price, packets) < ($0.price, $0.packets) } ?? true
        }
    }

    /// - Parameters:
    ///   - options: those worth looking at.
    ///   - isPriced: whether it goes by the price; otherwise by the number of packets.
    init(of goods: [Goods], options: [PackingOption], isPriced: Bool) {
        self.goods = goods
        self.options = options
        self.isPriced = isPriced
        bits = min(32, 64 / max(1, goods.count))
        most = options.map { option in
            goods.map { item in
                guard option.packaging >= item.smallest else { return 0 }
                return min(option.room.holds(item.whole), item.limit.map { $0 / item.unit } ?? .max)
            }
        }
    }

    /// The most units in all that several items are searched with, and the most combinations.
    private static let searchable = (units: 200, combinations: 4_000)
    /// The most units that one item is worked out with.
    private static let mostUnits = 20_000

    /// The packets, the fullest first; nil where the options don't take everything.
    mutating func packets(of lines: [OrderLine]) -> [[OrderLine]]? {
        let units = zip(lines, goods).map { ceiling($0.quantity, $1.unit) }
        let vectors =
            if goods.count == 1, units[0] <= Self.mostUnits {
                vectors(ofOne: units[0])
            } else if isSearchable(units) {
                vectors(of: units)
            } else {
                filled(units)
            }
        guard let vectors = vectors?.sorted(by: { $1.lexicographicallyPrecedes($0) }) else { return nil }
        var left = lines.map(\.quantity)
        return vectors.map { vector in
            vector.indices.compactMap { index in
                let copies = min(vector[index] * goods[index].unit, left[index])
                left[index] -= copies
                return copies > 0 ? OrderLine(item: lines[index].item, quantity: copies) : nil
            }
        }
    }

    private func price(_ option: Int) -> Int {
        isPriced ? options[option].price ?? 0 : 1
    }

    // MARK: One item

    private mutating func vectors(ofOne units: Int) -> [[Int]]? {
        while row.count <= units {
            var best: Best?
            for option in options.indices {
                let taken = min(row.count, most[option][0])
                guard taken > 0, let rest = row[row.count - taken] else { continue }
                let found = Best(
                    price: rest.price + price(option), packets: rest.packets + 1, first: UInt64(taken))
                if found.isBetter(than: best) { best = found }
            }
            row.append(best)
        }
        var vectors: [[Int]] = []
        var left = units
        while left > 0 {
            guard let best = row[left] else { return nil }
            vectors.append([Int(best.first)])
            left -= Int(best.first)
        }
        return vectors
    }

    // MARK: Several items

    private func isSearchable(_ units: [Int]) -> Bool {
        guard units.count <= 32, units.allSatisfy({ $0 >> bits == 0 && $0 <= Self.searchable.units }) else {
            return false
        }
        let combinations = units.reduce(1) { min($0 * ($1 + 1), Self.searchable.combinations + 1) }
        return units.reduce(0, +) <= Self.searchable.units && combinations <= Self.searchable.combinations
    }

    private mutating func vectors(of units: [Int]) -> [[Int]]? {
        var vectors: [[Int]] = []
        var left = key(units)
        while left > 0 {
            guard let best = best(left) else { return nil }
            vectors.append(counts(best.first))
            left -= best.first
        }
        return vectors
    }

    private func key(_ counts: [Int]) -> UInt64 {
        counts.reduce(0) { $0 << bits | UInt64($1) }
    }

    private func counts(_ key: UInt64) -> [Int] {
        goods.indices.map { Int(key >> (bits * (goods.count - 1 - $0)) & (1 << bits - 1)) }
    }

    /// The best for what is left; nil if the options don't take it.
    private mutating func best(_ left: UInt64) -> Best? {
        if left == 0 { return Best(price: 0, packets: 0, first: 0) }
        if let best = known[left] { return best.packets > 0 ? best : nil }
        let counts = counts(left)
        var best: Best?
        // Some packet takes of the first item that is left: it may as well be this one.
        let lead = counts.firstIndex { $0 > 0 } ?? 0
        for option in options.indices {
            var packet = Array(repeating: 0, count: counts.count)
            search(&packet, from: lead, lead: lead, in: option, room: options[option].room, of: counts, left, &best)
        }
        known[left] = best ?? Best(price: 0, packets: 0, first: 0)
        return best
    }

    /// Tries every filling of a packet that takes as much of the last item as goes in.
    private mutating func search(
        _ packet: inout [Int], from index: Int, lead: Int, in option: Int, room: Measure, of counts: [Int],
        _ left: UInt64, _ best: inout Best?
    ) {
        guard index < counts.count else {
            let first = key(packet)
            guard first > 0, let rest = self.best(left - first) else { return }
            let found = Best(price: rest.price + price(option), packets: rest.packets + 1, first: first)
            if found.isBetter(than: best) { best = found }
            return
        }
        let whole = goods[index].whole
        let most = min(counts[index], most[option][index], room.holds(whole))
        let least = index == counts.count - 1 ? most : index == lead ? 1 : 0
        guard least <= most else { return }
        for count in stride(from: most, through: max(0, least), by: -1) {
            packet[index] = count
            var rest = room
            rest.add(-count, of: whole)
            search(&packet, from: index + 1, lead: lead, in: option, room: rest, of: counts, left, &best)
        }
        packet[index] = 0
    }

    // MARK: Too many

    /// Packets filled one after the other, all in one way, in the way that is best so.
    private func filled(_ units: [Int]) -> [[Int]]? {
        var best: (price: Int, vectors: [[Int]])?
        for option in options.indices {
            var left = units
            var vectors: [[Int]] = []
            var sum = 0
            while left.contains(where: { $0 > 0 }) {
                var room = options[option].room
                let packet = left.indices.map { index in
                    let taken = min(left[index], most[option][index], room.holds(goods[index].whole))
                    room.add(-taken, of: goods[index].whole)
                    left[index] -= taken
                    return taken
                }
                guard packet.contains(where: { $0 > 0 }) else { break }
                vectors.append(packet)
                sum += price(option)
            }
            let least = best.map { ($0.price, $0.vectors.count) } ?? (.max, .max)
            if left.allSatisfy({ $0 == 0 }), (sum, vectors.count) < least {
                best = (sum, vectors)
            }
        }
        return best?.vectors
    }
}
