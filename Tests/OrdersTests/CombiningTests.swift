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

    @Test func `the same person and address, however they were typed`() {
        let typed = [
            Self.order(1), Self.order(2, name: "AISHA KHAN", line: "1 EXAMPLE STREET"),
            Self.order(3, name: "Aisha  Khan", line: "1, Example Street."),
        ]
        #expect(Self.packets(Self.plan(typed[0], typed[1], typed[2])) == [[2, 1, 3]], "in the order of sorting")
        let between = Self.order(4, name: "Ewa Nowak", line: "1 Elm Street")
        #expect(Self.packets(Self.plan(typed[0], typed[1], between)) == [[2, 1], [4]])
    }

    @Test(arguments: [
        ("Aisha Khan", "1 Example Street", true), ("aisha khan", "1 example street", true),
        ("Aïsha Khan", "1 Éxample Street,", true), ("Aisha-Khan", "1 – Example Street", true),
        ("A Khan", "1 Example Street", false), ("Aisha Khan Junior", "1 Example Street", false),
        ("Amina Khan", "1 Example Street", false), ("Aisha Khan", "1a Example Street", false),
        ("Aisha Khan", "11 Example Street", false), ("Aisha Khan", "Flat 1, 1 Example Street", false),
        ("Aishak Han", "1 Example Street", false), ("", "1 Example Street", false),
    ])
    func `a label is the same if all its words are`(name: String, line: String, isSame: Bool) {
        let labels = [("Aisha Khan", "1 Example Street"), (name, line)].map {
            LabelKey([$0.0, $0.1, "TOWN", "M1 1AA"])
        }
        #expect((labels[0] == labels[1]) == isSame)
    }

    @Test func `numbers don't run together, apostrophes part nothing, and a name of signs is like itself alone`() {
        func key(_ line: String, name: String = "Ewa") -> LabelKey { LabelKey([name, line]) }
        #expect(key("Flat 1, 12 High Street") != key("Flat 11, 2 High Street"))
        #expect(key("St John's Road") == key("St. Johns Road") && key("St John’s Road") == key("ST JOHNS ROAD"))
        #expect(key("1 Street", name: "☆") != key("1 Street", name: "♡"))
        #expect(key("1 Street", name: "☆") == key("1 Street", name: "☆"))
        #expect(LabelKey(["Ewa", "Flat 2, 1 High Street"]) == LabelKey(["EWA", "Flat 2", "1 High Street"]))
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
