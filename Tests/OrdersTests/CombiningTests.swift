import Testing

@testable import Orders

@Suite struct CombiningTests {
    private static let catalogue = Catalogue(items: [
        Item(sku: "leaflet", title: "Leaflet", weightGrams: 4, thicknessMillimetres: 0.12, pack: 25),
        Item(sku: "card", title: "Card", weightGrams: 1, thicknessMillimetres: 0.1, pack: 10, perPacket: 50),
    ])

    private static func order(
        _ number: UInt64, _ item: String = "leaflet", _ quantity: Int = 25, name: String = "Aisha Khan",
        line: String = "1 Example Street", urgent: Bool = false
    ) -> PlannedOrder {
        PlannedOrder(
            reference: Reference(number: number),
            order: Order(
                name: name,
                address: Address(lines: [line], town: "Town", postcode: "M1 1AA", country: .unitedKingdom),
                lines: [OrderLine(item: item, quantity: quantity)]), urgent: urgent)
    }

    private static func plan(
        _ orders: PlannedOrder..., tariff: Tariff? = .fixture(), combines: Bool = true, maximum: Int = 240
    ) -> [BatchPlan] {
        BatchPlan.make(
            of: orders, catalogue: catalogue, rules: BatchRules(maximum: maximum, combines: combines),
            postage: tariff?.onOpeningDay)
    }

    /// The orders of each packet, by their numbers in the test.
    private static func packets(_ plans: [BatchPlan]) -> [[Int]] {
        let numbers = Dictionary(uniqueKeysWithValues: (1...9).map { (Reference(number: UInt64($0)), $0) })
        return plans.flatMap(\.packets).map { $0.orders.compactMap { numbers[$0.reference] } }
    }

    @Test func `orders with the same label share a packet, each with its own lines`() throws {
        let plan = Self.plan(Self.order(1), Self.order(2, "card", 20), Self.order(3, line: "2 Example Street"))
        #expect(Self.packets(plan) == [[1, 2], [3]])
        let packet = try #require(plan.first?.packets.first)
        #expect(
            packet.orders.map(\.lines) == [
                [OrderLine(item: "leaflet", quantity: 25)], [OrderLine(item: "card", quantity: 20)],
            ])
        #expect(packet.part == 1 && packet.of == 1)
        #expect(packet.postage?.weightGrams == 130)
        #expect(packet.postage?.pricePence == 200)
    }

    @Test func `only where the setting says so, and only with the same name`() {
        #expect(Self.packets(Self.plan(Self.order(1), Self.order(2), combines: false)) == [[1], [2]])
        #expect(Self.packets(Self.plan(Self.order(1), Self.order(2, name: "Ewa Nowak"))) == [[1], [2]])
    }

    @Test func `never where they are cheaper apart`() {
        // Two letters for 180p, or a large letter.
        let orders = [Self.order(1, "card", 50), Self.order(2, "leaflet", 25)]
        #expect(Self.packets(Self.plan(orders[0], orders[1], tariff: .fixture(large: [150, 290]))) == [[1, 2]])
        let letters = Self.plan(
            Self.order(1, "card", 40), Self.order(2, "leaflet", 25), tariff: .fixture(large: [150, 200], parcel: [400]))
        #expect(Self.packets(letters) == [[1, 2]])
        let dear = Tariff.fixture(letter: [60], large: [130, 130])
        let cards = Catalogue(items: [
            Item(sku: "card", title: "Card", weightGrams: 2, thicknessMillimetres: 0.1, pack: 10)
        ])
        let apart = BatchPlan.make(
            of: [Self.order(1, "card", 40), Self.order(2, "card", 40)], catalogue: cards,
            rules: BatchRules(combines: true), postage: dear.onOpeningDay)
        #expect(Self.packets(apart) == [[1], [2]], "a large letter for 130p, two letters for 120p")
    }

    @Test func `where a price isn't known one packet it is`() {
        let tariff = Tariff.fixture(large: [150, nil])
        #expect(Self.packets(Self.plan(Self.order(1), Self.order(2), tariff: tariff)) == [[1, 2]])
        #expect(Self.packets(Self.plan(Self.order(1), Self.order(2), tariff: nil)) == [[1, 2]])
    }

    @Test func `never more than goes in a packet, and never a part of an order`() {
        #expect(Self.packets(Self.plan(Self.order(1, "card", 30), Self.order(2, "card", 30))) == [[1], [2]])
        #expect(
            Self.packets(
                Self.plan(Self.order(1, "card", 30), Self.order(2, "card", 20), Self.order(3, "card", 10)))
                == [[1, 2], [3]])
        // 60 cards are two packets already.
        #expect(Self.packets(Self.plan(Self.order(1, "card", 60), Self.order(2))) == [[1], [1], [2]])
        #expect(Self.packets(Self.plan(Self.order(1, "leaflet", 450), Self.order(2, "leaflet", 450))) == [[1], [2]])
    }

    @Test func `nothing shares a packet with what fits no packaging`() {
        let items = [
            Item(sku: "slab", title: "Slab", weightGrams: 20_000, thicknessMillimetres: 50),
            Item(sku: "leaflet", title: "Leaflet", weightGrams: 4, thicknessMillimetres: 0.12, pack: 25),
        ]
        let orders = [Self.order(1, "slab", 1), Self.order(2, "slab", 1), Self.order(3)]
        let plans = BatchPlan.make(
            of: orders, catalogue: Catalogue(items: items), rules: BatchRules(combines: true),
            postage: Tariff.fixture().onOpeningDay)
        #expect(Set(Self.packets(plans)) == [[1], [2], [3]])
        #expect(plans.flatMap(\.packets).count == 3)
    }

    @Test func `an urgent order takes the other with it`() {
        let plan = Self.plan(Self.order(1), Self.order(2, urgent: true), Self.order(3, line: "2 Example Street"))
        #expect(plan[0].packets.map(\.bundle) == ["urgent", "mixed"])
        #expect(Self.packets(plan) == [[1, 2], [3]])
    }

    @Test func `a shared packet counts once and lies in one batch`() {
        let orders = (1...8).map { Self.order(UInt64($0), line: "\(($0 + 1) / 2) Example Street") }
        let plans = BatchPlan.make(
            of: orders, catalogue: Self.catalogue, rules: BatchRules(maximum: 2, combines: true),
            postage: Tariff.fixture().onOpeningDay)
        #expect(plans.map { Self.packets([$0]) } == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    }
}
