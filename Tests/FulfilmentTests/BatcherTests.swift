import Crypto
import Foundation
import Orders
import Press
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct BatcherTests {
    @Test func `closes a batch of what is accepted, numbered from 1`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...3).map { .fixture($0) })
        let batcher = workshop.batcher(try Press())

        let closing = try await batcher.close(who: "test")

        let snapshot = try #require(closing.snapshots.first)
        #expect(snapshot.id.description == "2026-12-07-1")
        #expect(snapshot.packets.map(\.sequence) == [1, 2, 3])
        #expect(try await workshop.store.orders(state: .batched).count == 3)
        #expect(try await batcher.close(who: "test").snapshots.isEmpty)
    }

    @Test func `holds an order that can't be set on the label, and closes the rest`() async throws {
        let workshop = try Workshop()
        var strange = Submission.fixture(2)
        strange.name = "Ada \u{12345}\u{12346}"
        let answers = try await workshop.take([.fixture(1), strange])

        let closing = try await workshop.batcher(try Press()).close(who: "test")

        #expect(closing.unprintable.map(\.reference) == [answers[1].reference])
        #expect(closing.snapshots.first?.packets.count == 1)
        let held = try await workshop.store.orders(state: .held)
        #expect(held.map(\.heldBecause) == [[.unprintable]])
    }

    @Test func `rehearsing changes nothing and says what closing would do`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...2).map { .fixture($0) })
        let batcher = workshop.batcher(try Press())

        let rehearsal = try await batcher.rehearse()

        #expect(try await workshop.store.batches().isEmpty)
        #expect(try await batcher.close(who: "test").snapshots == rehearsal.snapshots)
    }

    @Test func `closes only the orders that are named`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take((1...3).map { .fixture($0) })
        let chosen = try #require(answers[1].reference)

        let closing = try await workshop.batcher(try Press()).close(only: [chosen], who: "test")

        #expect(closing.snapshots.flatMap(\.packets).flatMap(\.orders).map(\.reference) == [chosen])
        #expect(try await workshop.store.orders(state: .accepted).count == 2)
    }

    @Test func `an order waits for its item, and goes once the catalogue says that it ships`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1, item: "leaflet-3")])
        let press = try Press()
        #expect(try await workshop.batcher(press).close(who: "test").snapshots.isEmpty)

        let printed = Catalogue(items: [Item(sku: "leaflet-3", title: "Third leaflet", pack: 25)])
        let closing = try await workshop.batcher(press, of: printed).close(who: "test")

        #expect(closing.snapshots.count == 1)
    }

    @Test func `an order that is larger than a packet becomes several packets`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1, quantity: "1000")])

        let closing = try await workshop.batcher(try Press()).close(who: "test")

        let packets = try #require(closing.snapshots.first?.packets)
        #expect(packets.map(\.part) == [1, 2])
        #expect(packets.map(\.of) == [2, 2])
        #expect(packets.flatMap(\.orders).flatMap(\.lines).map(\.quantity) == [500, 500])
    }

    @Test func `papers are made again byte for byte, by another press on another day`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...5).map { .fixture($0) })
        let closing = try await workshop.batcher(try Press()).close(who: "test")
        let snapshot = try #require(closing.snapshots.first)
        let first = try await workshop.papers(try Press()).make(
            DocumentName.allCases, of: snapshot, as: PaperFormat.allCases)
        for paper in first { try FileManager.default.removeItem(atPath: paper.path) }
        workshop.time.advance(by: 86_400)

        let stored = try await workshop.store.snapshot(of: snapshot.id)
        let second = try await workshop.papers(try Press()).make(
            DocumentName.allCases, of: stored, as: PaperFormat.allCases)

        #expect(second.map(\.sha256) == first.map(\.sha256))
        #expect(second.allSatisfy { !$0.differs })
        for paper in second {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: paper.path))
            #expect(SHA256.hash(data: bytes).map { String($0, radix: 16) }.joined().count > 32)
        }
    }
}
