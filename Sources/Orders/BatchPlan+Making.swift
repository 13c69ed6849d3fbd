extension BatchPlan {
    /// Plans all of these orders: one plan for each batch, in sorting order; none for no orders.
    ///
    /// All packets are sorted, then cut into batches, each at the last area boundary, else district boundary, after
    /// three quarters of the maximum, else at the maximum. An order is never split between two batches.
    ///
    /// - Parameter postage: what packets are packed and paid by; nil, and none is reckoned.
    public static func make(
        of orders: [PlannedOrder], catalogue: Catalogue, rules: BatchRules, postage: Postage? = nil
    ) -> [BatchPlan] {
        var packer = Packer(catalogue: catalogue, postage: postage)
        let sorted = orders.indices
            .map {
                Entry(index: $0, key: SortingKey(address: orders[$0].order.address, reference: orders[$0].reference))
            }
            .sorted { $0.key < $1.key }
            .map { Candidate(orders[$0.index], at: $0.index, key: $0.key, packer: &packer) }
        let candidates = rules.combines ? combined(sorted, of: orders, with: packer) : sorted
        var plans: [BatchPlan] = []
        var rest = candidates[...]
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

    /// An order in its place, or several that share a packet, with what each of the packets carries.
    struct Candidate {
        /// The orders' places among all.
        var places: [Int]
        let key: SortingKey
        var isUrgent: Bool
        /// Where it goes, if that is another country.
        let abroad: Country?
        /// What is in each packet, all its orders together.
        var packings: [Packer.Packing]
        /// What of each order is in the packet that several share; nil for one order.
        var shares: [PacketShare]?
        let reference: Reference

        init(_ order: PlannedOrder, at place: Int, key: SortingKey, packer: inout Packer) {
            places = [place]
            self.key = key
            isUrgent = order.urgent
            abroad = order.order.address.isAbroad ? order.order.address.country : nil
            packings = packer.packings(of: order.order.lines, isAbroad: abroad != nil)
            reference = order.reference
        }
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
            count += rest[index].packings.count
            if count > maximum {
                return atArea ?? atDistrict ?? max(index, rest.startIndex + 1)
            }
        }
        return rest.endIndex
    }

    /// The packets of one batch in packing order: the urgent bundle; for each area that is large enough its large
    /// districts and then its rest; the mixed bundle; then one for each other country, urgent or not, since those go over
    /// the counter.
    private static func bundled(_ batch: ArraySlice<Candidate>, minimum: Int) -> [PlannedPacket] {
        var packets: [PlannedPacket] = []
        packets.reserveCapacity(batch.reduce(0) { $0 + $1.packings.count })
        func add(_ candidates: some Sequence<Candidate>, as bundle: String) {
            for candidate in candidates {
                for (index, packing) in candidate.packings.enumerated() {
                    packets.append(
                        PlannedPacket(
                            bundle: bundle, part: index + 1, of: candidate.packings.count,
                            orders: candidate.shares
                                ?? [PacketShare(reference: candidate.reference, lines: packing.lines)],
                            postage: packing.postage))
                }
            }
        }

        var urgent: [Candidate] = []
        var home: [Candidate] = []
        var abroad: [Candidate] = []
        for candidate in batch {
            if candidate.abroad != nil {
                abroad.append(candidate)
            } else if candidate.isUrgent {
                urgent.append(candidate)
            } else {
                home.append(candidate)
            }
        }
        add(urgent, as: "urgent")
        var mixed: [Candidate] = []
        for area in runs(of: home[...], where: { $0.key.sharesArea(with: $1.key) }) {
            guard isBundle(area, minimum), let name = area.first?.key.area else {
                mixed += area
                continue
            }
            var others: [Candidate] = []
            for district in runs(of: area, where: { $0.key.sharesDistrict(with: $1.key) }) {
                if isBundle(district, minimum), let name = district.first?.key.district {
                    add(district, as: name)
                } else {
                    others += district
                }
            }
            add(others, as: name)
        }
        add(mixed, as: "mixed")
        for country in runs(of: abroad[...], where: { $0.abroad == $1.abroad }) {
            if let name = country.first?.abroad { add(country, as: BatchSnapshot.bundle(abroad: name)) }
        }
        return packets
    }

    private static func isBundle(_ candidates: ArraySlice<Candidate>, _ minimum: Int) -> Bool {
        candidates.reduce(0) { $0 + $1.packings.count } >= minimum
    }

    /// The longest stretches in which neighbours belong together.
    private static func runs(
        of candidates: ArraySlice<Candidate>, where together: (Candidate, Candidate) -> Bool
    ) -> [ArraySlice<Candidate>] {
        var runs: [ArraySlice<Candidate>] = []
        var start = candidates.startIndex
        for index in candidates.indices.dropFirst() where !together(candidates[index - 1], candidates[index]) {
            runs.append(candidates[start..<index])
            start = index
        }
        if start < candidates.endIndex {
            runs.append(candidates[start...])
        }
        return runs
    }
}
