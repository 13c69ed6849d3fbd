import Orders
import Testing

@testable import Store

@Suite struct ClosingTests {
    @Test func `a closed batch holds its orders and shows the same on any day`() async throws {
        let world = try World()
        let order = Order.fixture(neededBy: LocalDate("2026-12-18"), note: "Ring twice")
        let first = try await world.place(.fixture("a", order))
        let second = try await world.place(.numbered(2))
        let record = try await world.close([second, first])
        #expect(record.id.description == "2026-12-17-1")
        #expect(record == BatchRecord(id: record.id, state: .closed, closedAt: world.now, packets: 2, orders: 2))
        #expect(try await world.store.batch(record.id) == record)
        let placed = try #require(try await world.store.order(second))
        #expect(placed.state == .batched)
        #expect(placed.batch == record.id)
        #expect(placed.sequence == 2)
        #expect(try await world.store.history(of: second).last?.what == "batched: 2026-12-17-1")
        let snapshot = try await world.store.snapshot(of: record.id)
        let orders = try await [first, second].asyncMap { try #require(try await world.store.order($0)) }
        #expect(snapshot == .fixture(record.id, at: world.now, orders))
    }

    @Test func `numbers of a date are never used again`() async throws {
        let world = try World()
        let references = try await [1, 2, 3].asyncMap { try await world.place(.numbered($0)) }
        _ = try await world.close([references[0]])
        let second = try await world.close([references[1]])
        try world.execute("UPDATE batches SET state = 'reopened' WHERE number = 2")
        let third = try await world.close([references[2]])
        #expect([second.id.number, third.id.number] == [2, 3])
        #expect(try await world.store.latestBatch() == third)
        #expect(try await world.store.batches().map(\.id.number) == [1, 2, 3])
    }

    @Test func `several batches are closed at once, with nothing to do none`() async throws {
        let world = try World()
        let (one, two) = (try await world.place(.numbered(1)), try await world.place(.numbered(2)))
        let orders = try await world.store.readyOrders()
        #expect(orders.map(\.reference) == [one, two])
        let date = try #require(LocalDate("2026-12-17"))
        let now = world.now
        let records = try await world.store.closeBatches(on: date, at: now, who: "batch") { first in
            orders.enumerated().map { index, order in
                .fixture(BatchID(date: date, number: first + index), at: now, [order])
            }
        }
        #expect(records.map(\.id.description) == ["2026-12-17-1", "2026-12-17-2"])
        #expect(try await world.store.closeBatches(on: date, at: now, who: "batch") { _ in [] }.isEmpty)
    }

    @Test func `an order that was amended meanwhile stops the closing: its label would be wrong`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let orders = try await world.store.readyOrders()
        let moved = Order.fixture(line: "99 Mended Road")
        _ = try await world.store.amend(
            reference, from: orders[0], to: moved, fields: ["address.lines"], heldBecause: [], waits: false,
            at: world.now, who: "root")
        let before = try world.everything()
        let (date, now) = (try #require(LocalDate("2026-12-17")), world.now)
        await #expect(throws: StoreError.planDoesNotFit("\(reference) was changed meanwhile")) {
            try await world.store.closeBatches(on: date, at: now, who: "batch") { first in
                [.fixture(BatchID(date: date, number: first), at: now, orders)]
            }
        }
        #expect(try world.everything() == before)
    }

    @Test func `an order that was cancelled meanwhile stops the closing, and nothing has changed`() async throws {
        let world = try World()
        let kept = try await world.place(.numbered(1))
        let cancelled = try await world.place(.numbered(2))
        let orders = try await world.store.readyOrders()
        _ = try await world.store.cancel(cancelled, at: world.now, who: "root")
        let before = try world.everything()
        let date = try #require(LocalDate("2026-12-17"))
        let now = world.now
        await #expect(
            throws: StoreError.stateForbids(
                subject: cancelled.description, state: "cancelled", wanted: "batched")
        ) {
            try await world.store.closeBatches(on: date, at: now, who: "batch") { first in
                [.fixture(BatchID(date: date, number: first), at: now, orders)]
            }
        }
        #expect(try world.everything() == before)
        #expect(try await world.state(of: kept) == .accepted)
    }

    @Test(
        arguments: [
            { (snapshot: inout BatchSnapshot) in snapshot.id.number += 1 },
            { $0.packets[0].sequence = 2 },
            { $0.packets[0].orders[0].lines[0].quantity -= 25 },
            { $0.packets[0].orders = [] },
            { $0.packets.append($0.packets[0]) },
        ] as [@Sendable (inout BatchSnapshot) -> Void])
    func `a plan that doesn't fit is refused, and nothing has changed`(
        spoil: @Sendable (inout BatchSnapshot) -> Void
    ) async throws {
        let world = try World()
        _ = try await world.place(.fixture())
        let before = try world.everything()
        let orders = try await world.store.readyOrders()
        let date = try #require(LocalDate("2026-12-17"))
        let now = world.now
        var spoilt = BatchSnapshot.fixture(BatchID(date: date, number: 1), at: now, orders)
        spoil(&spoilt)
        await #expect {
            try await world.store.closeBatches(on: date, at: now, who: "batch") { [spoilt] _ in [spoilt] }
        } throws: {
            if case StoreError.planDoesNotFit = $0 { true } else { false }
        }
        #expect(try world.everything() == before)
    }

    @Test func `only accepted orders are ready`() async throws {
        let world = try World()
        let held = try await world.place(.fixture(heldBecause: [.quantity]))
        #expect(try await world.store.readyOrders().isEmpty)
        await #expect(throws: StoreError.stateForbids(subject: held.description, state: "held", wanted: "batched")) {
            try await world.store.readyOrders(only: [held])
        }
        await #expect(throws: StoreError.noSuchOrder(Reference(number: 1))) {
            try await world.store.readyOrders(only: [Reference(number: 1)])
        }
    }

    @Test func `an order in two parts is listed once, with the number of its first packet and all its copies`()
        async throws
    {
        let world = try World()
        let reference = try await world.place(.fixture())
        let now = world.now
        let date = try #require(LocalDate("2026-12-17"))
        let id = BatchID(date: date, number: 1)
        var snapshot = BatchSnapshot.fixture(id, at: now, try await world.store.readyOrders())
        snapshot.packets[0].of = 2
        snapshot.packets[0].orders[0].lines[0].quantity = 75
        snapshot.packets.append(snapshot.packets[0])
        snapshot.packets[1].sequence = 2
        snapshot.packets[1].part = 2
        snapshot.packets[1].orders[0].lines[0].quantity = 25
        let records = try await world.store.closeBatches(on: date, at: now, who: "batch") { [snapshot] _ in [snapshot] }
        #expect(records.map(\.packets) == [2])
        #expect(records.map(\.orders) == [1])
        #expect(try await world.store.snapshot(of: id) == snapshot)
        #expect(
            try await world.store.batchOrders(of: id) == [
                BatchOrder(
                    sequence: 1, reference: reference, state: .batched, isPulled: false, postcode: "M9 0SQ",
                    bundle: "M", lines: [OrderLine(item: "leaflet-1", quantity: 100)])
            ])
    }

    @Test func `an order that was pulled keeps its number on the papers and is marked`() async throws {
        let world = try World()
        let kept = try await world.place(.numbered(1))
        let pulled = try await world.place(.numbered(2))
        let record = try await world.close([kept, pulled])
        _ = try await world.store.cancel(pulled, at: world.now, who: "root")
        let orders = try await world.store.batchOrders(of: record.id)
        #expect(orders.map(\.sequence) == [1, 2])
        #expect(orders.map(\.isPulled) == [false, true])
        #expect(orders.map(\.state) == [.batched, .cancelled])
        #expect(try await world.store.snapshot(of: record.id).packets.count == 2)
    }

    @Test func `an erased recipient leaves its packet, number and totals`() async throws {
        let world = try World()
        let record = try await world.close([try await world.place(.fixture("a", .fixture(note: "Ring twice")))])
        try world.execute(
            "UPDATE packets SET recipient = NULL; UPDATE packet_orders SET organisation = NULL, note = NULL")
        let packet = try await world.store.snapshot(of: record.id).packets[0]
        #expect(packet.recipient == nil)
        #expect(packet.orders[0].note == nil)
        #expect(packet.orders[0].lines == [OrderLine(item: "leaflet-1", quantity: 100)])
    }

    @Test func `a document rendered to other bytes is noticed every time`() async throws {
        let world = try World()
        let record = try await world.close([try await world.place(.fixture())])
        let (first, second) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
        #expect(try await world.store.recordDocument("labels.pdf", sha256: first, of: record.id) == nil)
        #expect(try await world.store.recordDocument("labels.pdf", sha256: second, of: record.id) == first)
        #expect(try await world.store.recordDocument("labels.pdf", sha256: second, of: record.id) == first)
        #expect(try await world.store.recordDocument("labels.pdf", sha256: first, of: record.id) == first)
        #expect(try await world.store.recordDocument("pick-list.pdf", sha256: second, of: record.id) == nil)
    }

    @Test func `an unknown batch is said to be unknown`() async throws {
        let world = try World()
        let id = try #require(BatchID("2026-12-17-9"))
        #expect(try await world.store.batch(id) == nil)
        #expect(try await world.store.latestBatch() == nil)
        await #expect(throws: StoreError.noSuchBatch(id)) { try await world.store.snapshot(of: id) }
        await #expect(throws: StoreError.noSuchBatch(id)) { try await world.store.batchOrders(of: id) }
        await #expect(throws: StoreError.noSuchBatch(id)) {
            try await world.store.recordDocument("labels.pdf", sha256: String(repeating: "a", count: 64), of: id)
        }
    }
}
