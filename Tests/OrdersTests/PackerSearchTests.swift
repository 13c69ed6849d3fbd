import Testing

@testable import Orders

/// The packer against every possible division, tried one by one.
@Suite struct PackerSearchTests {
    /// What a division of some items' packs among packets costs at least, by trying all of them.
    private final class BruteForce {
        let items: [Item]
        let tariff: Tariff
        private var found: [[Int]: Int?] = [:]

        init(items: [Item], tariff: Tariff) {
            (self.items, self.tariff) = (items, tariff)
        }

        /// In pence; nil where no division has a price.
        func least(_ packs: [Int]) -> Int? {
            if packs.allSatisfy({ $0 == 0 }) { return 0 }
            if let known = found[packs] { return known }
            var best: Int?
            for packet in fillings(packs) where packet.contains(where: { $0 > 0 }) {
                guard let price = price(packet), let rest = least(zip(packs, packet).map { $0 - $1 }) else { continue }
                best = min(best ?? .max, price + rest)
            }
            found[packs] = best
            return best
        }

        /// The fewest packets, whatever they cost.
        func fewest(_ packs: [Int]) -> Int? {
            if packs.allSatisfy({ $0 == 0 }) { return 0 }
            return fillings(packs).filter { $0.contains { $0 > 0 } && isPossible($0) }
                .compactMap { packet in fewest(zip(packs, packet).map { $0 - $1 }).map { $0 + 1 } }.min()
        }

        private func fillings(_ packs: [Int]) -> [[Int]] {
            packs.reduce([[]]) { found, most in found.flatMap { some in (0...most).map { some + [$0] } } }
        }

        private func isPossible(_ packet: [Int]) -> Bool {
            tariff.formats.contains { format in format.bands.indices.contains { goes(packet, format, $0) } }
        }

        private func price(_ packet: [Int]) -> Int? {
            let prices = tariff.tables[0].prices["2nd"] ?? [:]
            return tariff.formats.flatMap { format in
                format.bands.indices.filter { goes(packet, format, $0) }.compactMap { prices[format.name]?[$0] }
            }.min()
        }

        private func goes(_ packet: [Int], _ format: PostalFormat, _ band: Int) -> Bool {
            for (item, count) in zip(items, packet) {
                if let limit = item.perPacket, count * item.pack > limit { return false }
            }
            let copies = zip(items, packet).map { ($0, Double($1 * $0.pack)) }
            let grams = copies.reduce(0) { $0 + $1.0.weightGrams * $1.1 }
            let millimetres = copies.reduce(0) { $0 + $1.0.thicknessMillimetres * $1.1 }
            return tariff.packagings.enumerated().contains { place, packaging in
                let isLarge = copies.allSatisfy { item, count in
                    count == 0
                        || item.packaging == nil || item.packaging == packaging.name
                        || tariff.packagings[0...place].contains { $0.name == item.packaging }
                }
                guard isLarge, let most = packaging.mostContents(as: format) else { return false }
                return millimetres <= most + 1e-6
                    && grams <= (packaging.holdsGrams ?? .infinity) + 1e-6
                    && grams + packaging.weightGrams <= Double(format.bands[band]) + 1e-6
            }
        }
    }

    private static func randomTariff(_ generator: inout SeededGenerator, knowing: Bool) -> Tariff {
        func price(_ range: ClosedRange<Int>) -> Int? {
            !knowing && Int.random(in: 0..<4, using: &generator) == 0 ? nil : Int.random(in: range, using: &generator)
        }
        return .fixture(
            letter: [price(60...120)], large: [price(110...180), price(150...320)], parcel: [price(250...900)],
            holdsGrams: Bool.random(using: &generator) ? [:] : ["c5": 300, "c4": 550])
    }

    private static func randomItems(_ generator: inout SeededGenerator) -> [Item] {
        (0..<Int.random(in: 1...3, using: &generator)).map { number in
            let pack = [1, 5, 25][Int.random(in: 0..<3, using: &generator)]
            let weight = Double(Int.random(in: 20...500, using: &generator)) / Double(pack)
            return Item(
                sku: "item-\(number)", title: "Item", weightGrams: (weight * 10).rounded() / 10,
                thicknessMillimetres: Double(Int.random(in: 1...100, using: &generator)) / 10 / Double(pack),
                pack: pack,
                perPacket: Int.random(in: 0..<3, using: &generator) == 0
                    ? pack * Int.random(in: 1...3, using: &generator) : nil,
                packaging: Int.random(in: 0..<4, using: &generator) == 0 ? "c4" : nil)
        }
    }

    @Test(arguments: UInt64(1)...60)
    func `no division is cheaper, whole packs, each copy once`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let tariff = Self.randomTariff(&generator, knowing: true)
        let items = Self.randomItems(&generator)
        let packs = items.map { _ in Int.random(in: 1...(items.count == 3 ? 3 : 5), using: &generator) }
        var packer = Packer(catalogue: Catalogue(items: items), postage: tariff.onOpeningDay)
        let lines = zip(items, packs).map { OrderLine(item: $0.sku, quantity: $1 * $0.pack) }
        let packings = packer.packings(of: lines)
        let least = try #require(BruteForce(items: items, tariff: tariff).least(packs))
        #expect(packings.price == least)
        #expect(packings.allSatisfy { !$0.lines.isEmpty })
        for line in lines {
            let packed = packings.flatMap(\.lines).filter { $0.item == line.item }.map(\.quantity)
            #expect(packed.reduce(0, +) == line.quantity)
            #expect(packed.allSatisfy { $0 % (items.first { $0.sku == line.item }?.pack ?? 1) == 0 })
        }
    }

    @Test(arguments: UInt64(1)...60)
    func `with prices missing it is the fewest packets, or surely the cheapest`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed + 1_000)
        let tariff = Self.randomTariff(&generator, knowing: false)
        let items = Self.randomItems(&generator)
        let packs = items.map { _ in Int.random(in: 1...3, using: &generator) }
        var packer = Packer(catalogue: Catalogue(items: items), postage: tariff.onOpeningDay)
        let packings = packer.packings(of: zip(items, packs).map { OrderLine(item: $0.sku, quantity: $1 * $0.pack) })
        let brute = BruteForce(items: items, tariff: tariff)
        if let price = packings.price {
            #expect(price == brute.least(packs))
        } else {
            #expect(packings.count == brute.fewest(packs))
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `gives the same packets whatever the order of the orders`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed + 2_000)
        let tariff = Self.randomTariff(&generator, knowing: seed % 2 == 0)
        let items = Self.randomItems(&generator)
        let orders = (0..<40).map { number in
            PlannedOrder(
                reference: Reference(number: UInt64(number) * 7_654_321),
                order: Order(
                    name: "Aisha Khan",
                    address: Address(
                        lines: ["\(number / 4) Example Street"], town: "Town", postcode: "M1 1AA",
                        country: .unitedKingdom),
                    lines: items.map {
                        OrderLine(item: $0.sku, quantity: $0.pack * Int.random(in: 1...9, using: &generator))
                    }))
        }
        func plan(_ orders: [PlannedOrder]) -> [BatchPlan] {
            BatchPlan.make(
                of: orders, catalogue: Catalogue(items: items), rules: BatchRules(maximum: 30, combines: true),
                postage: tariff.onOpeningDay)
        }
        #expect(plan(orders) == plan(orders.shuffled(using: &generator)))
    }
}
