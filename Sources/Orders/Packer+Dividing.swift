extension Packer {
    /// What goes in each packet by `perPacket` alone: the i-th packet takes the i-th slice of every item; what has no
    /// limit goes in the first.
    func slices(of lines: [OrderLine]) -> [[OrderLine]] {
        let limits = lines.map { goods($0).limit }
        let count = zip(lines, limits).map { line, limit in limit.map { ceiling(line.quantity, $0) } ?? 1 }.max() ?? 1
        guard count > 1 else { return [lines] }
        return (0..<count).map { index in
            zip(lines, limits).compactMap { line, limit in
                guard let limit else { return index == 0 ? line : nil }
                let left = line.quantity - index * limit
                return left > 0 ? OrderLine(item: line.item, quantity: min(limit, left)) : nil
            }
        }
    }

    /// The fewest packets.
    mutating func divided(_ lines: [OrderLine]) -> [[OrderLine]] {
        let items = lines.map(\.item)
        var division = divisions[items] ?? Division(of: lines.map(goods), options: options.largest, isPriced: false)
        let found = division.packets(of: lines)
        divisions[items] = division
        return found ?? slices(of: lines)
    }

    /// The cheapest packets, of those ways to send something whose price is known; nil where they don't take everything,
    /// or something's weight isn't known.
    mutating func cheapest(of lines: [OrderLine]) -> [[OrderLine]]? {
        let items = lines.map(\.item)
        let goods = lines.map(goods)
        guard goods.allSatisfy(\.isKnown) else { return nil }
        var division = cheapest[items] ?? Division(of: goods, options: priced.cheapest, isPriced: true)
        let found = division.packets(of: lines)
        cheapest[items] = division
        return found
    }
}

extension [PackingOption] {
    /// Those that take what no other takes.
    fileprivate var largest: [PackingOption] {
        reversed().reduce(into: []) { kept, option in
            guard !kept.contains(where: { $0.takesAll(of: option) }) else { return }
            kept.removeAll { option.takesAll(of: $0) }
            kept.append(option)
        }
    }

    /// Of these, the cheapest first, those that take what no cheaper one takes.
    fileprivate var cheapest: [PackingOption] {
        reduce(into: []) { kept, option in
            if !kept.contains(where: { $0.takesAll(of: option) }) { kept.append(option) }
        }
    }
}

/// `total` by `size`, rounded up.
func ceiling(_ total: Int, _ size: Int) -> Int {
    total / size + (total % size == 0 ? 0 : 1)
}
