extension BatchPlan {
    /// Lets orders share a packet that have the same label, however it was typed: one label, that of the first, one stamp,
    /// their sheets together.
    ///
    /// They must be whole in it, and it must cost no more than they do apart; where that can't be known, it is one packet.
    /// Tried in sorting order, each with those that went together before.
    ///
    /// - Parameter orders: those that the candidates' places are of.
    static func combined(_ sorted: [Candidate], of orders: [PlannedOrder], with packer: Packer) -> [Candidate] {
        var labels: [LabelKey: Int] = [:]
        var kept: [Candidate] = []
        kept.reserveCapacity(sorted.count)
        for index in sorted.indices {
            let candidate = sorted[index]
            // Who shares no postcode with a neighbour shares no label with anybody.
            let hasNeighbour =
                index > 0 && sorted[index - 1].key.sharesPostcode(with: candidate.key)
                || index + 1 < sorted.count && sorted[index + 1].key.sharesPostcode(with: candidate.key)
            guard hasNeighbour, candidate.packings.count == 1, let place = candidate.places.first else {
                kept.append(candidate)
                continue
            }
            let order = orders[place].order
            let label = LabelKey(order.address.printedLines(name: order.name))
            if let first = labels[label],
                let together = kept[first].together(with: candidate, of: orders, packer: packer)
            {
                kept[first] = together
            } else {
                labels[label] = kept.count
                kept.append(candidate)
            }
        }
        return kept
    }
}

extension BatchPlan.Candidate {
    /// Both in one packet; nil if they don't go into one, or are cheaper apart.
    fileprivate func together(with other: Self, of orders: [PlannedOrder], packer: Packer) -> Self? {
        let places = places + other.places
        let shares = places.map { PacketShare(reference: orders[$0].reference, lines: orders[$0].order.lines) }
        guard let packing = packer.packing(of: shares.flatMap(\.lines).summed, isAbroad: abroad != nil) else {
            return nil
        }
        if let price = packing.postage?.pricePence, let apart = (packings + other.packings).price, price > apart {
            return nil
        }
        var together = self
        together.places = places
        together.shares = shares
        together.packings = [packing]
        together.isUrgent = isUrgent || other.isUrgent
        return together
    }
}

extension [OrderLine] {
    /// Each item once, in the order of first appearance.
    fileprivate var summed: [OrderLine] {
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
