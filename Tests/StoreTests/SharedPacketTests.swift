import Orders
import Testing

@testable import Store

/// Two orders in one packet, from closing to coming back.
@Suite struct SharedPacketTests {
    /// A batch of two packets: the first carries two orders, the second one.
    private func batch(in world: World) async throws -> (id: BatchID, orders: [Reference]) {
        let arrivals = [
            Arrival.fixture("web-1", .fixture(organisation: nil)),
            .fixture("web-2", .fixture(organisation: nil, lines: [OrderLine(item: "poster-a3", quantity: 5)])),
            .fixture("web-3", .fixture(name: "Ewa Nowak", organisation: nil, line: "2 Example Street")),
        ]
        let orders = try await arrivals.asyncMap { try await world.place($0) }
        let ready = try await world.store.readyOrders(only: orders)
        let date = LocalDate(dayNumber: Int(world.now / 86_400))
        let id = BatchID(date: date, number: 1)
        var snapshot = BatchSnapshot.fixture(id, at: world.now, ready)
        let second = snapshot.packets.remove(at: 1)
        snapshot.packets[0].orders += second.orders
        snapshot.packets[0].postage = Self.postage
        snapshot.packets[1].sequence = 2
        let closed = snapshot
        _ = try await world.store.closeBatches(on: date, at: world.now, who: "batch") { _ in [closed] }
        #expect(try await world.store.snapshot(of: id) == closed)
        return (id, orders)
    }

    private static let postage = PacketPostage(
        weightGrams: 465, thicknessMillimetres: 13, format: "large-letter", bandGrams: 500, pricePence: 210,
        service: "2nd", serviceCode: "EX2", packaging: "C4 envelope")

    @Test func `postage is kept with the packet, and none where none was reckoned`() async throws {
        let world = try World()
        let (id, _) = try await batch(in: world)
        #expect(try await world.store.snapshot(of: id).packets.map(\.postage) == [Self.postage, nil])
        try world.execute("UPDATE packets SET postage = 'x' WHERE sequence = 1")
        await #expect(throws: StoreError.damaged(subject: "the snapshot of batch \(id)")) {
            try await world.store.snapshot(of: id)
        }
    }

    @Test func `both orders have the packet's number, and the batch counts packets and orders`() async throws {
        let world = try World()
        let (id, orders) = try await batch(in: world)
        #expect(try await world.store.batchOrders(of: id).map(\.sequence) == [1, 1, 2])
        #expect(try await world.store.packets(of: id).map(\.reference) == orders)
        let record = try await world.store.batch(id)
        #expect(record?.packets == 2)
        #expect(record?.orders == 3)
        #expect(try await world.store.order(orders[1])?.sequence == 1)
    }

    @Test func `one of them pulled, the packet is packed without it`() async throws {
        let world = try World()
        let (id, orders) = try await batch(in: world)
        _ = try await world.store.pull(orders[1], at: world.now, who: "root")
        let changes = try await world.store.changes(of: id)
        #expect(changes.map(\.isShared) == [true])
        #expect(changes.notToPack.isEmpty)
        #expect(changes.toPackWithout == ["pack 1 without \(orders[1])"])
        _ = try await world.store.cancel(orders[0], at: world.now, who: "root")
        let both = try await world.store.changes(of: id)
        #expect(both.notToPack == [1, 1])
        #expect(both.toPackWithout.isEmpty)
    }

    @Test func `what is left goes and the batch is dispatched`() async throws {
        let world = try World()
        let (id, orders) = try await batch(in: world)
        _ = try await world.store.cancel(orders[1], at: world.now, who: "root")
        let plan = try DispatchPlan(packets: try await world.store.packets(of: id))
        #expect(plan.orders == [orders[0], orders[2]])
        #expect(try await world.dispatch(plan.orders, of: id).state == .dispatched)
    }

    @Test func `posted and taken back together, each supporter told`() async throws {
        let world = try World()
        let (id, orders) = try await batch(in: world)
        let plan = try DispatchPlan(
            packets: try await world.store.packets(of: id), only: try PacketSelection(reading: "\(orders[1])"))
        #expect(plan.orders == [orders[0], orders[1]])
        try await world.dispatch(plan.orders, of: id)
        for order in plan.orders {
            #expect(try await world.mails(of: order).contains("posted queued"))
        }
        #expect(try await world.store.worklist(urgentBefore: id.date, at: world.now).batches.map(\.waiting) == [[2]])
        _ = try await world.store.undoDispatch(of: id, grace: World.grace, at: world.now, who: "root")
        #expect(try await plan.orders.asyncMap { try await world.state(of: $0) } == [.batched, .batched])
    }

    @Test func `what comes back comes back with all that was in it`() async throws {
        let world = try World()
        let (id, orders) = try await batch(in: world)
        try await world.dispatch(orders, of: id)
        #expect(try await world.giveBack(orders[1]).reference == orders[1])
        let states = try await orders.asyncMap { try await world.state(of: $0) }
        #expect(states == [.returned, .returned, .dispatched])
        #expect(try await world.store.sharers(of: orders[1]) == [orders[0]])
        #expect(try await world.store.sharers(of: orders[2]).isEmpty)
    }

    @Test func `an order that isn't posted doesn't come back with the other`() async throws {
        let world = try World()
        let (id, orders) = try await batch(in: world)
        _ = try await world.store.pull(orders[0], at: world.now, who: "root")
        try await world.dispatch([orders[1], orders[2]], of: id)
        _ = try await world.giveBack(orders[1])
        #expect(try await world.state(of: orders[0]) == .accepted)
        #expect(try await world.store.sharers(of: orders[1]).isEmpty)
    }

    @Test func `orders with different labels never share a packet`() async throws {
        let world = try World()
        let references = try await [Arrival.numbered(1), .numbered(2)].asyncMap { try await world.place($0) }
        let ready = try await world.store.readyOrders(only: references)
        let id = BatchID(date: LocalDate(dayNumber: Int(world.now / 86_400)), number: 1)
        var snapshot = BatchSnapshot.fixture(id, at: world.now, ready)
        snapshot.packets[0].orders += snapshot.packets.removeLast().orders
        try await world.expectRefusal(.planDoesNotFit("\(references[1]) was changed meanwhile")) { [snapshot] in
            try await world.store.closeBatches(on: id.date, at: world.now, who: "batch") { _ in [snapshot] }
        }
    }
}
