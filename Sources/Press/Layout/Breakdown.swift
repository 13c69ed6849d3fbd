import Orders

/// So many copies as the hands at the table take them: whole packs, and loose copies beside them.
struct Breakdown: Hashable {
    var copies = 0
    var packs = 0
    var loose = 0

    init() {}

    /// - Parameter pack: copies in a pack; with 1 or less there are no packs, every copy is loose.
    init(copies: Int, pack: Int) {
        self.copies = copies
        packs = pack > 1 ? copies / pack : 0
        loose = copies - packs * max(pack, 1)
        if pack <= 1 { loose = copies }
    }

    /// What two breakdowns are together. Loose copies of different packets stay loose: each comes out of an open pack.
    static func + (left: Breakdown, right: Breakdown) -> Breakdown {
        var sum = left
        sum.copies += right.copies
        sum.packs += right.packs
        sum.loose += right.loose
        return sum
    }

    /// `4 packs of 25`, `loose 3`: one line each, as far as there are any.
    func lines(pack: Int) -> [String] {
        var lines: [String] = []
        if packs > 0 { lines.append("\(packs.of("pack")) of \(pack.grouped)") }
        if loose > 0 || lines.isEmpty { lines.append("loose \(loose.grouped)") }
        return lines
    }
}

/// How many of each item, in the catalogue's order.
struct ItemTotals {
    private let items: [SnapshotItem]
    private var sums: [String: Breakdown] = [:]

    init(of packets: some Sequence<PacketSnapshot>, items: [SnapshotItem]) {
        self.items = items
        let packs = Dictionary(items.map { ($0.sku, $0.pack) }, uniquingKeysWith: { first, _ in first })
        for line in packets.lazy.flatMap(\.orders).flatMap(\.lines) {
            sums[line.item, default: Breakdown()] =
                sums[line.item, default: Breakdown()]
                + Breakdown(copies: line.quantity, pack: packs[line.item] ?? 1)
        }
    }

    /// The items that occur; one that the snapshot doesn't describe comes last, under its sku.
    var rows: [(item: SnapshotItem, sum: Breakdown)] {
        let known = Set(items.map(\.sku))
        let others = sums.keys.filter { !known.contains($0) }.sorted().map {
            SnapshotItem(sku: $0, title: $0, pack: 1, weightGrams: 0, thicknessMillimetres: 0)
        }
        return (items + others).compactMap { item in sums[item.sku].map { (item, $0) } }
    }

    var copies: Int {
        sums.values.reduce(0) { $0 + $1.copies }
    }
}
