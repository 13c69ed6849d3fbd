import Testing

@testable import Orders

@Suite struct BatchPlanTests {
    private static let catalogue = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", pack: 25, maximum: 1000, perPacket: 110),
        Item(sku: "poster-a3", title: "Poster", pack: 5, maximum: 100),
        Item(sku: "badge", title: "Badge", pack: 10, maximum: 50, perPacket: 3),
    ])

    private static func order(
        _ number: UInt64, _ postcode: String, leaflets: Int = 100, posters: Int = 0, urgent: Bool = false
    ) -> PlannedOrder {
        var lines = [OrderLine(item: "leaflet-1", quantity: leaflets)]
        if posters > 0 { lines.append(OrderLine(item: "poster-a3", quantity: posters)) }
        let address = Address(
            lines: ["\(number) Example Street"], town: "Town", postcode: postcode,
            country: Postcode(postcode)?.country ?? .unitedKingdom)
        return PlannedOrder(
            reference: Reference(number: number &* 0x1_2345_6789),
            order: Order(name: "Aisha Khan", address: address, lines: lines), urgent: urgent)
    }

    private static func orders(_ counts: [(String, Int)]) -> [PlannedOrder] {
        counts.flatMap { postcode, count in (0..<count).map { _ in postcode } }.enumerated()
            .map { order(UInt64($0.offset + 1), $0.element) }
    }

    private static func make(_ orders: [PlannedOrder], maximum: Int = 240, minimum: Int = 6) -> [BatchPlan] {
        BatchPlan.make(
            of: orders, catalogue: catalogue, rules: BatchRules(maximum: maximum, bundleMinimum: minimum))
    }

    /// The bundles of a plan with their sizes, in packing order: "M14 6".
    private static func bundles(_ plan: BatchPlan) -> [String] {
        runs(plan).map { "\($0.name) \($0.count)" }
    }

    private static func runs(_ plan: BatchPlan) -> [(name: String, count: Int)] {
        var bundles: [(name: String, count: Int)] = []
        for packet in plan.packets {
            if bundles.last?.name == packet.bundle {
                bundles[bundles.count - 1].count += 1
            } else {
                bundles.append((packet.bundle, 1))
            }
        }
        return bundles
    }

    // MARK: packets

    @Test(arguments: [
        (100, [100]), (110, [100, 10]), (200, [100, 100]), (225, [100, 100, 25]), (25, [25]),
    ])
    func `splits an order into packets of whole packs`(leaflets: Int, parts: [Int]) {
        let packets = Self.make([Self.order(1, "M1 1AA", leaflets: leaflets)])[0].packets
        #expect(packets.map(\.lines) == parts.map { [OrderLine(item: "leaflet-1", quantity: $0)] })
        #expect(packets.map(\.part) == Array(1...parts.count))
        #expect(packets.allSatisfy { $0.of == parts.count })
    }

    @Test func `puts what has no limit in the first packet`() {
        let packets = Self.make([Self.order(1, "M1 1AA", leaflets: 150, posters: 20)])[0].packets
        #expect(
            packets.map(\.lines) == [
                [OrderLine(item: "leaflet-1", quantity: 100), OrderLine(item: "poster-a3", quantity: 20)],
                [OrderLine(item: "leaflet-1", quantity: 50)],
            ])
    }

    @Test func `splits packs where not even one fits, and takes an unknown item as it is`() {
        let lines = [OrderLine(item: "badge", quantity: 10), OrderLine(item: "gone", quantity: 7)]
        var packer = Packer(catalogue: Self.catalogue)
        let packets = packer.packings(of: lines)
        #expect(packets.map { $0.lines.map(\.quantity) } == [[3, 7], [3], [3], [1]])
        #expect(packets.allSatisfy { $0.postage == nil })
    }

    // MARK: cutting

    @Test func `makes one batch of what fits in one`() {
        #expect(Self.make(Self.orders([("M1 1AA", 240)])).map(\.packets.count) == [240])
        #expect(Self.make([]).isEmpty)
    }

    @Test func `cuts at the last area boundary after three quarters of the maximum`() {
        // Boundaries at 6, 8, 10 of 10: the last counts.
        #expect(
            Self.make(Self.orders([("AB1 1AA", 6), ("B1 1AA", 2), ("CF1 1AA", 2), ("DA1 1AA", 3)]), maximum: 10)
                .map(\.packets.count) == [10, 3])
        #expect(
            Self.make(Self.orders([("AB1 1AA", 6), ("B1 1AA", 2), ("CF1 1AA", 5)]), maximum: 10)
                .map(\.packets.count) == [8, 5])
    }

    @Test func `prefers an area boundary to a later district boundary`() {
        #expect(
            Self.make(Self.orders([("AB1 1AA", 8), ("B1 1AA", 1), ("B2 1AA", 5)]), maximum: 10)
                .map(\.packets.count) == [8, 6])
    }

    @Test func `cuts at the last district boundary where no area ends in the last quarter`() {
        #expect(
            Self.make(Self.orders([("AB1 1AA", 7), ("AB2 1AA", 2), ("AB10 1AA", 5)]), maximum: 10)
                .map(\.packets.count) == [9, 5])
        // At 7 of 10 three quarters aren't reached.
        #expect(Self.make(Self.orders([("AB1 1AA", 7), ("B1 1AA", 7)]), maximum: 10).map(\.packets.count) == [10, 4])
    }

    @Test func `counts exactly three quarters as enough`() {
        #expect(Self.make(Self.orders([("AB1 1AA", 6), ("B1 1AA", 7)]), maximum: 8).map(\.packets.count) == [6, 7])
    }

    @Test func `never splits an order between batches`() {
        let orders = [Self.order(1, "M1 1AA", leaflets: 300), Self.order(2, "M1 1AA", leaflets: 300)]
        #expect(Self.make(orders, maximum: 4).map(\.packets.count) == [3, 3])
    }

    @Test func `gives an order with more packets than the maximum a batch of its own`() {
        let orders = [
            Self.order(1, "M1 1AA"), Self.order(2, "M1 1AB", leaflets: 1000), Self.order(3, "M1 1AD"),
        ]
        #expect(Self.make(orders, maximum: 4).map(\.packets.count) == [1, 10, 1])
    }

    // MARK: bundles

    @Test func `bundles urgent ones first, then areas with their districts, the mixed ones last`() {
        var orders = Self.orders([
            ("AB1 1AA", 2), ("B1 1AA", 3), ("M1 1AA", 2), ("M2 1AA", 3), ("M14 5TQ", 4), ("D02 X285", 4),
            ("ZE1 0AA", 1),
        ])
        orders.append(Self.order(90, "M14 5TQ", urgent: true))
        orders.append(Self.order(91, "AB1 1AA", urgent: true))
        let plans = Self.make(orders, minimum: 3)
        #expect(plans.count == 1)
        #expect(Self.bundles(plans[0]) == ["urgent 2", "B1 3", "M2 3", "M14 4", "M 2", "mixed 3", "abroad-IE 4"])
        #expect(plans[0].packets.prefix(2).map(\.reference) == [orders[20].reference, orders[19].reference])
    }

    @Test func `gives each country a bundle of its own after those at home, however small, urgent or not`() {
        var orders = Self.orders([("M1 1AA", 3), ("D02 X285", 2), ("GX11 1AA", 1), ("BFPO 57", 1), ("JE2 3AB", 1)])
        orders.append(Self.order(90, "D6W XY00", urgent: true))
        var derby = Self.order(91, "10115")
        derby.order.address.country = Country(code: "DE") ?? .ireland
        orders.append(derby)
        #expect(
            Self.bundles(Self.make(orders, minimum: 3)[0]) == [
                "M1 3", "mixed 2", "abroad-GI 1", "abroad-IE 3", "abroad-DE 1",
            ])
    }

    @Test(arguments: [
        ("urgent", "Urgent"), ("mixed", "Mixed"), ("M14", "M14"), ("abroad-DE", "Germany: counter, customs?"),
    ])
    func `bundles have names for people`(name: String, words: String) {
        #expect(BatchSnapshot.bundleInWords(name) == words)
    }

    @Test func `leaves urgent packets out of what makes an area large`() {
        var orders = Self.orders([("M1 1AA", 5)])
        orders.append(Self.order(90, "M1 1AA", urgent: true))
        #expect(Self.bundles(Self.make(orders)[0]) == ["urgent 1", "mixed 5"])
    }

    @Test func `counts packets, not orders, for a bundle`() {
        let orders = [Self.order(1, "M1 1AA", leaflets: 300), Self.order(2, "M2 1AA", leaflets: 300)]
        #expect(Self.bundles(Self.make(orders)[0]) == ["M 6"])
    }

    // MARK: properties

    private static func randomOrders(seed: UInt64) -> [PlannedOrder] {
        var generator = SeededGenerator(seed: seed)
        let areas = ["M", "B", "LS", "SW", "BT", "EH", "CF", "JE", "ZE"]
        let others = ["BFPO 57", "BFPO 2", "BF1 3AA", "D02 X285", "D6W XY00", "GX11 1AA"]
        return (0..<Int.random(in: 1...300, using: &generator)).map { number in
            let postcode =
                Int.random(in: 0..<8, using: &generator) == 0
                ? others[Int.random(in: 0..<others.count, using: &generator)]
                : areas[Int.random(in: 0..<areas.count, using: &generator)]
                    + "\(Int.random(in: 1...20, using: &generator)) \(Int.random(in: 0...9, using: &generator))AA"
            return order(
                UInt64(number + 1), postcode, leaflets: 25 * Int.random(in: 1...20, using: &generator),
                posters: 5 * Int.random(in: 0...3, using: &generator),
                urgent: Int.random(in: 0..<20, using: &generator) == 0)
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `plans every order exactly once, every copy, within the maximum`(seed: UInt64) {
        let orders = Self.randomOrders(seed: seed)
        let maximum = 5 + Int(seed) * 3
        let plans = Self.make(orders, maximum: maximum)
        var copies: [Reference: [String: Int]] = [:]
        for plan in plans {
            #expect(plan.packets.count <= maximum)
            var parts: [Reference: Int] = [:]
            for packet in plan.packets {
                parts[packet.reference, default: 0] += 1
                #expect(packet.part == parts[packet.reference], "the parts of an order follow one another")
                #expect(!packet.lines.isEmpty)
                for line in packet.lines {
                    #expect(line.quantity > 0)
                    copies[packet.reference, default: [:]][line.item, default: 0] += line.quantity
                }
            }
            #expect(plan.packets.allSatisfy { $0.of == parts[$0.reference] }, "no order lies in two batches")
            let bundles = Self.runs(plan).map(\.name)
            #expect(Set(bundles).count == bundles.count, "bundles are contiguous")
            #expect(!bundles.dropFirst().contains("urgent"))
            #expect(!bundles.drop { $0 != "mixed" }.dropFirst().contains { !$0.hasPrefix("abroad-") })
            #expect(!bundles.drop { !$0.hasPrefix("abroad-") }.contains { !$0.hasPrefix("abroad-") })
        }
        let wanted = Dictionary(
            uniqueKeysWithValues: orders.map { planned in
                (
                    planned.reference,
                    Dictionary(uniqueKeysWithValues: planned.order.lines.map { ($0.item, $0.quantity) })
                )
            })
        #expect(copies == wanted)
    }

    @Test(arguments: UInt64(1)...20)
    func `gives the same plan whatever the order of the orders`(seed: UInt64) {
        let orders = Self.randomOrders(seed: seed)
        var generator = SeededGenerator(seed: seed + 100)
        let plan = Self.make(orders, maximum: 40, minimum: 4)
        #expect(plan == Self.make(orders.shuffled(using: &generator), maximum: 40, minimum: 4))
        #expect(plan == Self.make(orders.reversed(), maximum: 40, minimum: 4))
    }

    @Test(arguments: UInt64(1)...20)
    func `bundles by what the packets share, each large enough and in sorting order`(seed: UInt64) throws {
        let orders = Self.randomOrders(seed: seed)
        let keys = Dictionary(
            uniqueKeysWithValues: orders.map {
                ($0.reference, SortingKey(address: $0.order.address, reference: $0.reference))
            })
        let urgent = Set(orders.filter(\.urgent).map(\.reference))
        let countries = Dictionary(uniqueKeysWithValues: orders.map { ($0.reference, $0.order.address.country) })
        for plan in Self.make(orders, maximum: 60, minimum: 4) {
            var bundles: [String: [SortingKey]] = [:]
            for packet in plan.packets {
                let key = try #require(keys[packet.reference])
                bundles[packet.bundle, default: []].append(key)
                let country = try #require(countries[packet.reference])
                guard country.usesBritishPost else {
                    #expect(packet.bundle == "abroad-\(country.rawValue)")
                    continue
                }
                #expect((packet.bundle == "urgent") == urgent.contains(packet.reference))
                if packet.bundle != "urgent", packet.bundle != "mixed" {
                    #expect(packet.bundle == key.area || packet.bundle == key.district)
                }
            }
            for (name, keys) in bundles {
                #expect(keys == keys.sorted())
                if name != "urgent", name != "mixed", !name.hasPrefix("abroad-"), name != keys[0].area {
                    #expect(keys.count >= 4)
                }
            }
        }
    }
}

extension PlannedPacket {
    /// Of the packet's only order, or its first.
    var reference: Reference { orders[0].reference }
}
