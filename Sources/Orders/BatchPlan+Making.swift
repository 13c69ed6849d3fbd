extension BatchPlan {
    /// Plans all of these orders: one plan for each batch, in sorting order; none for no orders.
    ///
    /// All packets are sorted, then cut into batches, each at the last area boundary, else district boundary, after
    /// three quarters of the maximum, else at the maximum. An order is never split between two batches.
    public static func make(of orders: [PlannedOrder], catalogue: Catalogue, rules: BatchRules) -> [BatchPlan] {
        let sorted = orders.indices
            .map {
                Entry(index: $0, key: SortingKey(address: orders[$0].order.address, reference: orders[$0].reference))
            }
            .sorted { $0.key < $1.key }
            .map { entry in
                let order = orders[entry.index]
                return Candidate(
                    order: order, key: entry.key, packets: packets(of: order.order.lines, catalogue: catalogue))
            }
        var plans: [BatchPlan] = []
        var rest = sorted[...]
        while !rest.isEmpty {
            let batch = rest.prefix(upTo: cut(rest, maximum: rules.maximum))
            plans.append(BatchPlan(packets: bundled(batch, minimum: rules.bundleMinimum)))
            rest = rest.suffix(from: batch.endIndex)
        }
        return plans
    }

    /// An order to be sorted.
    private struct Entry {
        let index: Int
        let key: SortingKey
    }

    /// An order in its place, with what each of its packets carries.
    private struct Candidate {
        let order: PlannedOrder
        let key: SortingKey
        let packets: [[OrderLine]]
    }

    /// Where the first batch of these ends.
    private static func cut(_ rest: ArraySlice<Candidate>, maximum: Int) -> Int {
        var count = 0
        var atArea: Int?
        var atDistrict: Int?
        for index in rest.indices {
            if index > rest.startIndex, 4 * count >= 3 * maximum {
                let (before, after) = (rest[index - 1].key, rest[index].key)
                if !before.sharesArea(with: after) {
                    atArea = index
                }
                if !before.sharesDistrict(with: after) {
                    atDistrict = index
                }
            }
            count += rest[index].packets.count
            if count > maximum {
                return atArea ?? atDistrict ?? max(index, rest.startIndex + 1)
            }
        }
        return rest.endIndex
    }

    /// The packets of one batch in packing order: the urgent bundle; for each area that is large enough its large
    /// districts and then its rest; the mixed bundle.
    private static func bundled(_ batch: ArraySlice<Candidate>, minimum: Int) -> [PlannedPacket] {
        var packets: [PlannedPacket] = []
        packets.reserveCapacity(batch.reduce(0) { $0 + $1.packets.count })
        func add(_ candidates: some Sequence<Candidate>, as bundle: String) {
            for candidate in candidates {
                for (index, lines) in candidate.packets.enumerated() {
                    packets.append(
                        PlannedPacket(
                            bundle: bundle, part: index + 1, of: candidate.packets.count,
                            reference: candidate.order.reference, lines: lines))
                }
            }
        }

        add(batch.lazy.filter(\.order.urgent), as: "urgent")
        var mixed: [Candidate] = []
        for area in runs(of: batch.filter { !$0.order.urgent }[...], where: { $0.sharesArea(with: $1) }) {
            guard isBundle(area, minimum), let name = area.first?.key.area else {
                mixed += area
                continue
            }
            var others: [Candidate] = []
            for district in runs(of: area, where: { $0.sharesDistrict(with: $1) }) {
                if isBundle(district, minimum), let name = district.first?.key.district {
                    add(district, as: name)
                } else {
                    others += district
                }
            }
            add(others, as: name)
        }
        add(mixed, as: "mixed")
        return packets
    }

    private static func isBundle(_ candidates: ArraySlice<Candidate>, _ minimum: Int) -> Bool {
        candidates.reduce(0) { $0 + $1.packets.count } >= minimum
    }

    /// The longest stretches in which neighbours belong together.
    private static func runs(
        of candidates: ArraySlice<Candidate>, where together: (SortingKey, SortingKey) -> Bool
    ) -> [ArraySlice<Candidate>] {
        var runs: [ArraySlice<Candidate>] = []
        var start = candidates.startIndex
        for index in candidates.indices.dropFirst() where !together(candidates[index - 1].key, candidates[index].key) {
            runs.append(candidates[start..<index])
            start = index
        }
        if start < candidates.endIndex {
            runs.append(candidates[start...])
        }
        return runs
    }
}
