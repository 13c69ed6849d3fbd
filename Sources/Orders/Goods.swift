/// What packing needs to know of an item.
struct Goods: Sendable {
    /// One copy; nothing where its weight or thickness isn't known, or not even one copy goes into any packaging.
    var copy = Measure()
    var isKnown = false
    /// Whether not even one copy goes into any packaging: then each copy is a packet of its own.
    var isOversize = false
    /// The smallest packaging that it goes into, by its place in the tariff.
    var smallest = 0
    /// The most copies in a packet by `perPacket`, whole packs where one fits; nil for no limit.
    var limit: Int?
    /// Copies that stay together: a pack, or what of one goes into a packet.
    var unit = 1

    init() {}

    init(_ item: Item, smallest: Int, options: [PackingOption]) {
        self.smallest = smallest
        let pack = max(1, item.pack)
        limit = item.perPacket.map { max(1, $0 >= pack ? $0 / pack * pack : $0) }
        unit = min(pack, limit ?? pack)
        guard item.isMeasured else { return }
        let measure = Measure(grams: item.weightGrams, millimetres: item.thicknessMillimetres)
        let most = options.filter { $0.packaging >= smallest }.map { $0.room.holds(measure) }.max() ?? 0
        guard most > 0 else {
            self.smallest = 0
            isOversize = true
            return
        }
        copy = measure
        isKnown = true
        unit = min(unit, most)
    }

    /// A unit of it.
    var whole: Measure {
        var whole = Measure()
        whole.add(unit, of: copy)
        return whole
    }
}
