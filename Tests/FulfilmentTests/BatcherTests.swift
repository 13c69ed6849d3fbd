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

        #expect(closing.held.map(\.reference) == [answers[1].reference])
        let (note, reference) = (try #require(closing.held.first).note, try #require(answers[1].reference))
        #expect(note.contains("no font has U+12345, U+12346 in name, line 1 of the label"), "\(note)")
        #expect(note.contains("sheets.font") && note.contains("handbill order amend \(reference) name=…"))
        #expect(!note.contains("Ada") && !note.contains("\u{12345}"))
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

    @Test func `rehearsing follows the catalogue as closing does, and stores nothing`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take([.fixture(1), .fixture(2, item: "leaflet-3")])
        let (gone, come) = (try #require(answers[0].reference), try #require(answers[1].reference))
        let changed = Catalogue(items: [
            Item(sku: "leaflet-1", title: "First leaflet", pack: 25, ships: .unknown),
            Item(sku: "leaflet-3", title: "Third leaflet", pack: 25),
        ])
        let batcher = workshop.batcher(try Press(), of: changed)

        let rehearsal = try await batcher.rehearse()

        #expect(rehearsal.snapshots.flatMap(\.packets).flatMap(\.orders).map(\.reference) == [come])
        #expect(try await workshop.store.order(come)?.state == .backordered)
        #expect(try await workshop.store.order(gone)?.state == .accepted)
        #expect(try await batcher.rehearse(only: [come]).snapshots == rehearsal.snapshots)
        await #expect(throws: StoreError.self) { try await batcher.rehearse(only: [gone]) }
        #expect(try await batcher.close(who: "test").snapshots == rehearsal.snapshots)
    }

    @Test func `an order that has become too late is held, until a person lets it go`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take([.fixture(1), .fixture(2)])
        let reference = try #require(answers[0].reference)
        let other = try #require(answers[1].reference)
        // Somebody let the second go while it was in time: of its being late she knew nothing.
        _ = try await workshop.store.hold(other, because: "a look", at: workshop.time.now, who: "test")
        _ = try await workshop.store.release(other, waits: false, at: workshop.time.now, who: "test")
        let friday = try #require(LocalDate("2026-12-11"))
        let batcher = workshop.batcher(
            try Press(), of: Catalogue(items: [Item(sku: "leaflet-1", title: "First leaflet", availableUntil: friday)]))
        #expect(try await batcher.rehearse().snapshots.first?.packets.count == 2)
        workshop.time.advance(by: 86_400)

        let closing = try await batcher.close(who: "test")

        #expect(closing.snapshots.isEmpty)
        #expect(Set(closing.held.map(\.reference)) == [reference, other])
        #expect(try await workshop.store.order(reference)?.heldBecause == [.tooLate])

        _ = try await workshop.store.release(reference, waits: false, at: workshop.time.now, who: "test")
        let second = try await batcher.close(who: "test")
        #expect(second.held.isEmpty)
        #expect(second.snapshots.flatMap(\.packets).flatMap(\.orders).map(\.reference) == [reference])
    }

    @Test func `an item whose imprint is missing at closing isn't sent out`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take([.fixture(1)])
        let reference = try #require(answers[0].reference)
        let batcher = workshop.batcher(
            try Press(), of: Catalogue(items: [Item(sku: "leaflet-1", title: "First leaflet", imprint: .campaign)]))

        #expect(try await batcher.rehearse().held.map(\.because) == [[.imprint]])
        #expect(try await batcher.close(who: "test").snapshots.isEmpty)
        #expect(try await workshop.store.order(reference)?.heldBecause == [.imprint])
    }

    @Test func `leaves room on the label for as many parts as the order has`() async throws {
        let workshop = try Workshop()
        let press = try Press()
        let catalogue = Catalogue(items: [
            Item(sku: "leaflet-1", title: "First leaflet", maximum: 1000, perPacket: 1)
        ])
        // The address leaves the mark one corner, beside the town, and there "999 of 999" just fits.
        let addresses = ["M", "W"].map { letter in
            var submission = Submission.fixture()
            submission.name = String(repeating: letter, count: 18)
            submission.addressLines = (1...5).map { "\($0) Example Street" } + ["6 Example Street, by the red box"]
            submission.town = String(repeating: "M", count: 13)
            return submission
        }
        var (few, many) = (addresses[0], addresses[1])
        few.items = [.init(item: "leaflet-1", quantity: "999")]
        many.items = [.init(item: "leaflet-1", quantity: "1000")]
        let answers = try await workshop.take([few, many], of: catalogue)

        let closing = try await workshop.batcher(press, of: catalogue).close(who: "test")

        #expect(closing.held.map(\.reference) == [answers[1].reference])
        let snapshot = try #require(closing.snapshots.first)
        #expect(snapshot.packets.count == 999)
        _ = try await press.render(.labels, of: snapshot, as: .pdf)
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
            let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
            #expect(hash == paper.sha256)
        }
    }

    @Test func `papers are set in the snapshot's font, whatever press is at hand`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let press = try Press()
        var snapshot = try #require(try await workshop.batcher(press).close(who: "test").snapshots.first)
        snapshot.papers.font = "No Such Family"

        await #expect(throws: PressError.noFont(family: "No Such Family")) {
            try await workshop.papers(press).make([.labels], of: snapshot, as: [.pdf])
        }
    }

    @Test func `making papers removes what a killed process left half written`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        let press = try Press()
        let snapshot = try #require(try await workshop.batcher(press).close(who: "test").snapshots.first)
        let papers = workshop.papers(press)
        let folder = papers.folder(of: snapshot.id)
        try DurableFile.makeDirectory(folder)
        try Data("Person".utf8).write(to: URL(fileURLWithPath: folder + "/.handbill-left.tmp"))

        _ = try await papers.make([.picklist], of: snapshot, as: [.pdf])

        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["picklist.pdf"])
    }
}
