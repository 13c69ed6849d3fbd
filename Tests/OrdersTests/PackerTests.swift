import Testing

@testable import Orders

@Suite struct PackerTests {
    /// Packs of 25 leaflets weigh 100 g and are 3 mm thick; posters go into nothing smaller than C4.
    private static let catalogue = Catalogue(items: [
        Item(sku: "leaflet", title: "Leaflet", weightGrams: 4, thicknessMillimetres: 0.12, pack: 25),
        Item(sku: "card", title: "Card", weightGrams: 1, thicknessMillimetres: 0.1, pack: 10, perPacket: 45),
        Item(sku: "poster", title: "Poster", weightGrams: 18, thicknessMillimetres: 0.2, pack: 1, packaging: "c4"),
        Item(sku: "brick", title: "Brick", weightGrams: 1_500, thicknessMillimetres: 60),
        Item(sku: "crate", title: "Crate", weightGrams: 5, thicknessMillimetres: 0.1, pack: 1_000),
        Item(sku: "anvil", title: "Anvil", weightGrams: 9_000, thicknessMillimetres: 100),
        Item(sku: "unweighed", title: "Unweighed", thicknessMillimetres: 1),
    ])

    private static func pack(
        _ lines: (String, Int)..., tariff: Tariff = .fixture(), isAbroad: Bool = false
    ) -> [Packer.Packing] {
        var packer = Packer(catalogue: catalogue, postage: tariff.onOpeningDay)
        return packer.packings(of: lines.map { OrderLine(item: $0.0, quantity: $0.1) }, isAbroad: isAbroad)
    }

    /// "50 leaflet: small-parcel 2000 g 400p", a text for each packet.
    private static func words(_ packings: [Packer.Packing]) -> [String] {
        packings.map { packing in
            let contents = packing.lines.map { "\($0.quantity) \($0.item)" }.joined(separator: " + ")
            let postage = packing.postage
            return contents + ": \(postage?.format ?? "–") \(postage?.bandGrams ?? 0) \(postage?.pricePence ?? 0)p"
        }
    }

    @Test func `weighs and measures a packet with its packaging`() {
        #expect(
            Self.pack(("card", 20))[0].postage
                == PacketPostage(
                    weightGrams: 30, thicknessMillimetres: 2.5, format: "letter", bandGrams: 100, pricePence: 90,
                    service: "2nd", serviceCode: "EX2", packaging: "C5 envelope"))
        let brick = Self.pack(("brick", 1))[0].postage
        #expect(brick?.thicknessMillimetres == 154, "a carton is as thick as it is")
        #expect(brick?.weightGrams == 1_650)
    }

    @Test func `takes the smallest format that takes it, by thickness, by weight and by size`() {
        #expect(Self.words(Self.pack(("card", 40))) == ["40 card: letter 100 90p"])
        #expect(Self.words(Self.pack(("poster", 1))) == ["1 poster: large-letter 100 150p"])
        #expect(Self.words(Self.pack(("leaflet", 25))) == ["25 leaflet: large-letter 750 200p"])
        #expect(Self.words(Self.pack(("leaflet", 25), ("card", 40))) == ["25 leaflet + 40 card: large-letter 750 200p"])
    }

    @Test func `splits where two large letters are cheaper than a small parcel`() {
        let dear = Tariff.fixture(parcel: [500])
        #expect(
            Self.words(Self.pack(("leaflet", 250), tariff: dear)) == [
                "150 leaflet: large-letter 750 200p", "100 leaflet: large-letter 750 200p",
            ])
        #expect(Self.words(Self.pack(("leaflet", 250), tariff: .fixture(parcel: [399]))).count == 1)
        #expect(Self.words(Self.pack(("leaflet", 250), tariff: .fixture(parcel: [400]))).count == 1, "one is less work")
    }

    @Test func `splits nothing to save money where a price isn't known`() {
        let unknown = Tariff.fixture(parcel: [nil])
        #expect(Self.words(Self.pack(("leaflet", 250), tariff: unknown)) == ["250 leaflet: small-parcel 2000 0p"])
        let half = Tariff.fixture(large: [150, nil])
        #expect(Self.words(Self.pack(("leaflet", 25), tariff: half)) == ["25 leaflet: large-letter 750 0p"])
        #expect(Self.words(Self.pack(("leaflet", 500), tariff: unknown)).count == 2, "weight splits all the same")
    }

    @Test func `never takes a dearer format because the price of the smaller one isn't known`() {
        #expect(Self.words(Self.pack(("card", 10), tariff: .fixture(letter: [nil]))) == ["10 card: letter 100 0p"])
    }

    @Test func `splits by weight into whole packs, and breaks a pack that fits nowhere`() {
        #expect(Self.pack(("leaflet", 1000)).map { $0.lines[0].quantity % 25 } == [0, 0, 0])
        #expect(Self.pack(("crate", 1_000)).map { $0.lines[0].quantity }.reduce(0, +) == 1_000)
        #expect(Self.pack(("crate", 1_000)).allSatisfy { ($0.postage?.weightGrams ?? .max) <= 2_000 })
        #expect(Self.words(Self.pack(("brick", 2))).count == 2)
    }

    @Test func `respects the most of an item in a packet`() {
        #expect(Self.pack(("card", 90)).map { $0.lines[0].quantity } == [40, 40, 10])
        #expect(
            Self.words(Self.pack(("card", 80), ("leaflet", 25))) == [
                "40 card + 25 leaflet: large-letter 750 200p", "40 card: letter 100 90p",
            ])
    }

    @Test func `what nobody has weighed is weighed at the counter, and splits by what is known`() {
        for lines in [[("unweighed", 5)], [("gone", 5)], [("unweighed", 5), ("leaflet", 25)]] {
            var packer = Packer(catalogue: Self.catalogue, postage: Tariff.fixture().onOpeningDay)
            let packings = packer.packings(of: lines.map { OrderLine(item: $0.0, quantity: $0.1) })
            #expect(packings.map(\.postage) == [PacketPostage(service: "2nd")])
            #expect(packings[0].lines.count == lines.count)
        }
        #expect(Self.pack(("unweighed", 5), ("leaflet", 1_000)).count == 3)
    }

    @Test(arguments: [("anvil", 9_000.0, 100.0), ("board", 500.0, 310.0)])
    func `what fits no packaging goes by itself, each copy, to the counter`(item: String, grams: Double, high: Double) {
        let large = Item(sku: item, title: "Large", weightGrams: grams, thicknessMillimetres: high, pack: 5)
        let catalogue = Catalogue(items: Self.catalogue.items.filter { $0.sku != item } + [large])
        for isAbroad in [false, true] {
            var packer = Packer(catalogue: catalogue, postage: Tariff.fixture().onOpeningDay)
            let lines = [OrderLine(item: item, quantity: 2), OrderLine(item: "leaflet", quantity: 25)]
            let packings = packer.packings(of: lines, isAbroad: isAbroad)
            #expect(
                packings.map(\.lines) == [
                    [lines[1]], [OrderLine(item: item, quantity: 1)], [OrderLine(item: item, quantity: 1)],
                ])
            let counter = PacketPostage(service: isAbroad ? PacketPostage.abroad : "2nd")
            #expect(packings.dropFirst().allSatisfy { $0.postage == counter })
            #expect(packer.packing(of: lines) == nil, "nothing is combined with it")
            #expect(packer.packing(of: [lines[0]]) == nil)
            #expect(packer.packings(of: [lines[0]]).count == 2)
        }
        #expect(Tariff.fixture().oversize(of: catalogue.items).map(\.sku).contains(item))
    }

    @Test func `takes the next packaging where the smaller one would tear`() {
        let strong = Self.pack(("leaflet", 125))[0].postage
        #expect(strong?.packaging == "C5 envelope" && strong?.format == "large-letter")
        let weak = Tariff.fixture(holdsGrams: ["c5": 499, "c4": 600])
        #expect(Self.pack(("leaflet", 125), tariff: weak)[0].postage?.packaging == "C4 envelope")
        #expect(Self.pack(("leaflet", 125), tariff: .fixture(holdsGrams: ["c5": 500]))[0].postage == strong)
        let torn = Tariff.fixture(parcel: [nil], holdsGrams: ["c5": 300, "c4": 300, "carton": 700])
        #expect(Self.pack(("leaflet", 175), tariff: torn).map(\.postage?.packaging) == ["Carton"])
        #expect(Self.pack(("leaflet", 200), tariff: torn).count == 2)
        #expect(Self.pack(("brick", 1), tariff: torn)[0].postage?.isForCounter == true)
        #expect(torn.oversize(of: Self.catalogue.items).map(\.sku) == ["brick", "anvil"])
    }

    @Test func `abroad is weighed and packed, not priced, and split only where it must be`() {
        let packings = Self.pack(("leaflet", 250), tariff: .fixture(parcel: [900]), isAbroad: true)
        #expect(
            packings.map(\.postage) == [
                PacketPostage(
                    weightGrams: 1_150, thicknessMillimetres: 154, service: PacketPostage.abroad, packaging: "Carton")
            ])
        #expect(Self.pack(("leaflet", 1_000), isAbroad: true).count == 3)
    }

    @Test func `without a table for the day nothing is priced`() {
        var packer = Packer(
            catalogue: Self.catalogue,
            postage: Postage(tariff: .fixture(), postClass: .second, day: .on("2020-01-01")))
        #expect(Self.words(packer.packings(of: [OrderLine(item: "card", quantity: 10)])) == ["10 card: letter 100 0p"])
        var first = Packer(
            catalogue: Self.catalogue,
            postage: Postage(tariff: .fixture(), postClass: .first, day: .on("2026-12-01")))
        #expect(first.packings(of: [OrderLine(item: "card", quantity: 10)])[0].postage?.isForCounter == true)
    }

    @Test func `remembering changes nothing`() {
        var generator = SeededGenerator(seed: 7)
        let postage = Tariff.fixture(parcel: [700]).onOpeningDay
        var packer = Packer(catalogue: Self.catalogue, postage: postage)
        for _ in 0..<300 {
            let lines = [
                OrderLine(item: "leaflet", quantity: 25 * Int.random(in: 1...30, using: &generator)),
                OrderLine(item: "card", quantity: 10 * Int.random(in: 1...9, using: &generator)),
            ]
            var fresh = Packer(catalogue: Self.catalogue, postage: postage)
            #expect(packer.packings(of: lines) == fresh.packings(of: lines))
        }
    }

    @Test func `hundreds of packs of many items are packed too, each copy once`() {
        let lines = [("leaflet", 5_000), ("card", 500), ("poster", 200), ("brick", 9)]
        var packer = Packer(catalogue: Self.catalogue, postage: Tariff.fixture().onOpeningDay)
        let packings = packer.packings(of: lines.map { OrderLine(item: $0.0, quantity: $0.1) })
        for (item, copies) in lines {
            let packed = packings.flatMap(\.lines).filter { $0.item == item }
            #expect(packed.map(\.quantity).reduce(0, +) == copies)
        }
        #expect(packings.allSatisfy { ($0.postage?.weightGrams ?? .max) <= 2_000 && !$0.lines.isEmpty })
        #expect(packings.allSatisfy { $0.lines.allSatisfy { $0.item != "card" || $0.quantity <= 40 } })
    }
}
