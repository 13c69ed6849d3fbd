import Orders
import Press
import Store
import Testing

@testable import Fulfilment

/// What closing reckons for the post, and which orders share a packet.
@Suite struct BatcherPostageTests {
    private static let catalogue = Catalogue(items: [
        Item(
            sku: "leaflet-1", title: "First leaflet", weightGrams: 4, thicknessMillimetres: 0.12, pack: 25,
            maximum: 1000),
        Item(sku: "leaflet-3", title: "Third leaflet", pack: 25, maximum: 1000),
        Item(sku: "slab", title: "Slab", weightGrams: 500, thicknessMillimetres: 310, maximum: 1000),
    ])

    private static func tariff(validFrom: String = "2026-04-07") -> Tariff {
        Tariff(
            name: "Example Post",
            formats: [
                PostalFormat(name: "large-letter", length: 353, width: 250, thickness: 25, bands: [250, 750])
            ],
            packagings: [
                Packaging(
                    name: "c4", title: "C4 envelope", length: 324, width: 229, thickness: 1, holds: 23,
                    weightGrams: 40)
            ],
            tables: [
                .init(
                    validFrom: LocalDate(validFrom) ?? LocalDate(dayNumber: 0),
                    prices: ["2nd": ["large-letter": [190, 260]]])
            ])
    }

    private static func batcher(
        _ workshop: Workshop, tariff: Tariff? = tariff(), combines: Bool = false
    ) throws -> Batcher {
        Batcher(
            store: workshop.store, press: try Press(),
            plan: Batcher.Plan(
                catalogue: catalogue, rules: BatchRules(combines: combines), calendar: Workshop.calendar,
                campaign: BatchSnapshot.Campaign(name: "Example campaign"),
                papers: BatchSnapshot.Papers(labels: Workshop.sheet), tariff: tariff),
            clock: workshop.clock)
    }

    /// The same person at the same address, another order.
    private static func again(_ item: String, id: String) -> Submission {
        .fixture(1, id: id, item: item)
    }

    @Test func `a closed batch knows what its packets weigh and cost`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1), .fixture(2, quantity: "250")], of: Self.catalogue)
        let rehearsed = try await Self.batcher(workshop).rehearse()
        let closing = try await Self.batcher(workshop).close(who: "test")
        let packets = try #require(closing.snapshots.first).packets
        #expect(
            packets.map { "\($0.part)/\($0.of) \($0.postage?.weightGrams ?? 0) \($0.postage?.pricePence ?? 0)" } == [
                "1/1 440 260", "1/2 740 260", "2/2 340 260",
            ])
        #expect(
            try await workshop.store.snapshot(of: try #require(closing.snapshots.first).id).packets.map(\.postage)
                == packets.map(\.postage))
        #expect(rehearsed.snapshots.first?.packets == packets)
        #expect(closing.warnings.isEmpty)
    }

    @Test func `an old tariff and items without weight are told, and stop nothing`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1), .fixture(2, item: "leaflet-3")], of: Self.catalogue)
        let closing = try await Self.batcher(workshop, tariff: Self.tariff(validFrom: "2025-10-01")).close(who: "test")
        #expect(closing.snapshots.first?.packets.map { $0.postage?.isForCounter } == [false, true])
        #expect(closing.warnings.map(\.problem).count == 2)
        #expect(closing.warnings[0].problem.hasPrefix("leaflet-3 has no weight"))
        #expect(closing.warnings[0].hint.contains("weightGrams"))
        #expect(closing.warnings[1].problem.contains("2025-10-01"))
        #expect(closing.warnings.map(\.isError) == [true, false])
    }

    @Test func `what fits no packaging is told, and goes by itself`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1, item: "slab", quantity: "3")], of: Self.catalogue)
        let rehearsed = try await Self.batcher(workshop).rehearse()
        let closing = try await Self.batcher(workshop).close(who: "test")
        #expect(closing.snapshots.first?.packets.map { $0.postage?.isForCounter } == [true, true, true])
        #expect(
            closing.warnings.map(\.problem) == ["slab is larger or heavier than any packaging of the tariff"])
        #expect(closing.warnings.first?.hint.contains("by itself") == true)
        #expect(rehearsed.warnings.map(\.problem) == closing.warnings.map(\.problem))
    }

    @Test func `without a tariff nothing is weighed`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)], of: Self.catalogue)
        let closing = try await Self.batcher(workshop, tariff: nil).close(who: "test")
        #expect(closing.snapshots.first?.packets.map(\.postage) == [nil])
        #expect(closing.warnings.isEmpty)
    }

    @Test func `orders with one label share a packet where the setting says so`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take(
            [Self.again("leaflet-1", id: "a"), Self.again("leaflet-3", id: "b"), .fixture(2)], of: Self.catalogue)
        let references = answers.compactMap(\.reference)
        let apart = try await Self.batcher(workshop).rehearse()
        #expect(apart.snapshots.first?.packets.count == 3)
        let closing = try await Self.batcher(workshop, combines: true).close(who: "test")
        let packets = try #require(closing.snapshots.first).packets
        #expect(packets.map { Set($0.orders.map(\.reference)) } == [Set(references[0...1]), [references[2]]])
        #expect(packets[0].orders.flatMap(\.lines).map(\.quantity) == [100, 100])
        #expect(packets[0].recipient == ["Person Number 1", "1 Example Street", "MANCHESTER", "M9 0SQ"])
        #expect(try await workshop.store.orders(state: .batched).count == 3)
    }
}
