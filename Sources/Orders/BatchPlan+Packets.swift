extension Item {
    /// The most copies that go in one packet, whole packs where one fits; nil for no limit.
    var copiesPerPacket: Int? {
        guard let perPacket else { return nil }
        let pack = max(1, pack)
        return max(1, perPacket >= pack ? perPacket / pack * pack : perPacket)
    }
}

extension BatchPlan {
    /// How many packets an order of these lines takes, 1 or more: what its labels say behind "1 of".
    public static func packetCount(of lines: [OrderLine], catalogue: Catalogue) -> Int {
        var count = 1
        for line in lines {
            if let limit = catalogue[line.item]?.copiesPerPacket {
                count = max(count, line.quantity / limit + (line.quantity % limit == 0 ? 0 : 1))
            }
        }
        return count
    }

    /// What goes in each packet of an order, by the items' `perPacket`; never an empty packet.
    ///
    /// The i-th packet takes the i-th slice of every item; what has no limit goes in the first. An item that the
    /// catalogue no longer has counts as one without a limit.
    static func packets(of lines: [OrderLine], catalogue: Catalogue) -> [[OrderLine]] {
        let count = packetCount(of: lines, catalogue: catalogue)
        guard count > 1 else { return [lines] }
        let limits = lines.map { catalogue[$0.item]?.copiesPerPacket }
        return (0..<count).map { index in
            zip(lines, limits).compactMap { line, limit in
                guard let limit else { return index == 0 ? line : nil }
                let left = line.quantity - index * limit
                return left > 0 ? OrderLine(item: line.item, quantity: min(limit, left)) : nil
            }
        }
    }
}
