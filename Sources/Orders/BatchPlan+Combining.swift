extension BatchPlan {
    /// Lets orders share a packet that have the very same label: one label, one stamp, their sheets together.
    ///
    /// They must be whole in it, and it must cost no more than they do apart; where that can't be known, it is one packet.
    /// Tried in sorting order, each with those that went together before.
    static func combined(_ sorted: [Candidate], with packer: Packer) -> [Candidate] {
        var places: [[String]: Int] = [:]
        var kept: [Candidate] = []
        kept.reserveCapacity(sorted.count)
        for candidate in sorted {
            guard candidate.packings.count == 1, let order = candidate.orders.first?.order else {
                kept.append(candidate)
                continue
            }
            let label = order.address.printedLines(name: order.name)
            if let place = places[label], let together = kept[place].together(with: candidate, packer: packer) {
                kept[place] = together
            } else {
                places[label] = kept.count
                kept.append(candidate)
            }
        }
        return kept
    }
}

extension BatchPlan.Candidate {
    /// Both in one packet; nil if they don't go into one, or are cheaper apart.
    fileprivate func together(with other: Self, packer: Packer) -> Self? {
        guard let own = packings.first, let next = other.packings.first else { return nil }
        let lines = (orders + other.orders).flatMap(\.order.lines).summed
        guard let packing = packer.packing(of: lines, isAbroad: countryAbroad != nil) else { return nil }
        if let price = packing.postage?.pricePence, let apart = [own, next].price, price > apart { return nil }
        var together = self
        together.orders += other.orders
        together.packings = [packing]
        return together
    }
}

extension [OrderLine] {
    /// Each item once, in the order of first appearance.
    var summed: [OrderLine] {
        var sums: [OrderLine] = []
        for line in self {
            if let index = sums.firstIndex(where: { $0.item == line.item }) {
                sums[index].quantity += line.quantity
            } else {
                sums.append(line)
            }
        }
        return sums
    }
}
