import Orders
import Testing

@testable import Store

@Suite struct BatchStatesTests {
    /// A batch of two orders in the given state.
    private func batch(_ state: BatchState, in world: World) async throws -> (BatchID, [Reference]) {
        let references = [try await world.place(.numbered(1)), try await world.place(.numbered(2))]
        let id = try await world.close(references).id
        switch state {
        case .closed: break
        case .printed: _ = try await world.store.markPrinted(id, at: world.now, who: "root")
        case .dispatched: try await world.dispatch(references, of: id)
        case .reopened: _ = try await world.store.reopen(id, at: world.now, who: "root")
        }
        return (id, references)
    }

    @Test(arguments: BatchState.allCases)
    func `only a closed batch becomes printed`(state: BatchState) async throws {
        let world = try World()
        let (id, _) = try await batch(state, in: world)
        guard state == .closed else {
            return try await world.expectRefusal(
                .stateForbids(subject: "batch \(id)", state: state.rawValue, wanted: "printed")
            ) { try await world.store.markPrinted(id, at: world.now, who: "root") }
        }
        #expect(try await world.store.markPrinted(id, at: world.now, who: "root").state == .printed)
        #expect(try world.batchStory(of: id) == ["closed", "printed"])
        #expect(try world.number("SELECT printed_at FROM batches") == Int(world.now))
    }

    @Test(arguments: BatchState.allCases)
    func `only a closed batch is reopened, and its orders go with the next`(state: BatchState) async throws {
        let world = try World()
        let (id, references) = try await batch(state, in: world)
        guard state == .closed else {
            return try await world.expectRefusal(
                state == .dispatched
                    ? .partlyPosted(id, orders: 2)
                    : .stateForbids(subject: "batch \(id)", state: state.rawValue, wanted: "reopened")
            ) { try await world.store.reopen(id, at: world.now, who: "root") }
        }
        _ = try await world.store.cancel(references[1], at: world.now, who: "root")
        #expect(try await world.store.reopen(id, at: world.now, who: "root").state == .reopened)
        #expect(try await world.state(of: references[0]) == .accepted)
        #expect(try await world.state(of: references[1]) == .cancelled)
        #expect(try await world.story(of: references[0]).last == "reopened: \(id)")
        #expect(try await world.mails(of: references[0]) == ["confirmation queued"])
        #expect(try await world.close([references[0]]).id.number == 2)
    }

    @Test(arguments: [OrderState.dispatched, .returned])
    func `a batch of which an order is posted isn't reopened`(state: OrderState) async throws {
        let world = try World()
        let (id, references) = try await batch(.closed, in: world)
        try await world.dispatch([references[0]], of: id)
        if state == .returned { _ = try await world.giveBack(references[0]) }
        try await world.expectRefusal(.partlyPosted(id, orders: 1)) {
            try await world.store.reopen(id, at: world.now, who: "root")
        }
    }

    @Test func `an unknown batch is said to be unknown`() async throws {
        let world = try World()
        let id = try #require(BatchID("2026-12-17-9"))
        await #expect(throws: StoreError.noSuchBatch(id)) {
            try await world.store.markPrinted(id, at: world.now, who: "root")
        }
        await #expect(throws: StoreError.noSuchBatch(id)) {
            try await world.store.reopen(id, at: world.now, who: "root")
        }
        await #expect(throws: StoreError.noSuchBatch(id)) { try await world.store.packets(of: id) }
        await #expect(throws: StoreError.noSuchBatch(id)) { try await world.store.changes(of: id) }
    }
}

/// The batch as it is found at the table.
extension BatchStatesTests {
    /// A batch of an order in two packets and one in one.
    private func batchOfThreePackets(in world: World) async throws -> (BatchID, [Reference]) {
        let references = [
            try await world.place(.numbered(1)),
            try await world.place(.numbered(2, owesMail: false)),
        ]
        let id = BatchID(date: LocalDate(dayNumber: Int(world.now / 86_400)), number: 1)
        var snapshot = BatchSnapshot.fixture(id, at: world.now, try await world.store.readyOrders())
        var part = snapshot.packets[0]
        snapshot.packets[0].of = 2
        snapshot.packets[0].orders[0].lines[0].quantity = 75
        (part.sequence, part.part, part.of) = (3, 2, 2)
        part.orders[0].lines[0].quantity = 25
        snapshot.packets.append(part)
        _ = try await world.store.closeBatches(on: id.date, at: world.now, who: "batch") { [snapshot] _ in [snapshot] }
        return (id, references)
    }

    @Test(arguments: ["pull", "cancel", "hold"])
    func `a batch out of which everything was taken is over: reopened, or dispatched if it was printed`(way: String)
        async throws
    {
        let world = try World()
        for isPrinted in [false, true] {
            let order = try await world.place(.numbered(isPrinted ? 2 : 1))
            let other = try await world.place(.numbered(isPrinted ? 4 : 3))
            let id = try await world.close([order, other]).id
            if isPrinted { _ = try await world.store.markPrinted(id, at: world.now, who: "root") }
            for reference in [order, other] {
                #expect(try await world.store.batch(id)?.state == (isPrinted ? .printed : .closed))
                switch way {
                case "pull": _ = try await world.store.pull(reference, at: world.now, who: "root")
                case "cancel": _ = try await world.store.cancel(reference, at: world.now, who: "root")
                default:
                    _ = try await world.store.hold(reference, because: "ring first", at: world.now, who: "root")
                }
            }
            #expect(try await world.store.batch(id)?.state == (isPrinted ? .dispatched : .reopened))
            #expect(
                try world.batchStory(of: id)
                    == (isPrinted ? ["closed", "printed", "dispatched"] : ["closed", "reopened"]))
            #expect(try await world.store.changes(of: id).count == 2)
        }
    }

    @Test func `packets say where their orders stand`() async throws {
        let world = try World()
        let (id, orders) = try await batchOfThreePackets(in: world)
        try await world.dispatch([orders[0]], of: id)
        _ = try await world.store.pull(orders[1], at: world.now, who: "root")
        #expect(
            try await world.store.packets(of: id) == [
                BatchPacket(
                    sequence: 1, part: 1, of: 2, bundle: "M", reference: orders[0], state: .dispatched,
                    addressee: 1, dispatchedAt: world.now),
                BatchPacket(
                    sequence: 2, bundle: "M", reference: orders[1], state: .accepted, isPulled: true),
                BatchPacket(
                    sequence: 3, part: 2, of: 2, bundle: "M", reference: orders[0], state: .dispatched,
                    addressee: 1, dispatchedAt: world.now),
            ])
    }

    @Test func `a mail knows how many packets its order has`() async throws {
        let world = try World()
        let (id, orders) = try await batchOfThreePackets(in: world)
        #expect(try await world.store.mailsToCompose(limit: 1).map(\.packets) == [2])
        _ = try await world.store.cancel(orders[0], at: world.now, who: "root")
        #expect(try await world.store.mailsToCompose(limit: 1).map(\.packets) == [0])
        #expect(try await world.store.batch(id)?.orders == 2)
    }

    @Test(arguments: ["pull", "cancel", "hold", "wait", "move", "amend", "reopen"])
    func `what was taken out of a batch is named with its numbers, its fate and its time`(way: String) async throws {
        let world = try World()
        let (store, later) = (world.store, world.now + 60)
        let (id, orders) = try await batchOfThreePackets(in: world)
        #expect(try await store.changes(of: id) == [])
        var fate = BatchChange.Fate.waits
        switch way {
        case "cancel":
            _ = try await store.cancel(orders[0], at: later, who: "root")
            fate = .cancelled
        case "hold":
            _ = try await store.hold(orders[0], because: "ask", at: later, who: "root")
            fate = .held
        case "amend":
            let before = try #require(try await store.order(orders[0]))
            _ = try await store.amend(
                orders[0], from: before, to: .fixture(), fields: ["name"], heldBecause: [.tooLate], waits: false,
                at: later, who: "root")
            fate = .held
        case "reopen":
            _ = try await store.reopen(id, at: later, who: "root")
        default: _ = try await store.pull(orders[0], at: later, who: "root")
        }
        if way == "wait" {
            _ = try await store.catalogueChanged(ships: [], waits: ["leaflet-1"], at: later + 9, who: "batch")
            fate = .backordered
        }
        if way == "move" {
            fate = .moved(try await world.close([orders[0]]).id)
        }
        let change = BatchChange(sequences: [1, 3], reference: orders[0], fate: fate, at: later)
        let other = BatchChange(sequences: [2], reference: orders[1], fate: .waits, at: later)
        #expect(try await store.changes(of: id) == (way == "reopen" ? [change, other] : [change]))
    }
}
