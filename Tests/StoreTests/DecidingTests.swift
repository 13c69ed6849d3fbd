import Orders
import Testing

@testable import Store

@Suite struct DecidingTests {
    @Test(arguments: OrderState.allCases)
    func `an order is cancelled wherever the lifecycle allows it`(state: OrderState) async throws {
        let world = try World()
        let reference = try await world.order(state)
        let before = try world.everything()
        if state.may(become: .cancelled) {
            let placed = try await world.store.cancel(reference, at: world.now + 5, who: "root")
            #expect(placed.state == .cancelled)
            #expect(placed.heldBecause.isEmpty)
            #expect(placed.batch == nil)
            let mails = try await world.store.mails(of: reference)
            #expect(mails.map(\.state) == [.cancelled, .queued])
            #expect(mails.map(\.kind).last == .cancelled)
            #expect(
                try await world.store.history(of: reference).last
                    == HistoryEntry(at: world.now + 5, who: "root", what: "cancelled"))
        } else {
            await #expect(
                throws: StoreError.stateForbids(
                    subject: reference.description, state: state.rawValue, wanted: "cancelled")
            ) {
                try await world.store.cancel(reference, at: world.now, who: "root")
            }
            #expect(try world.everything() == before)
        }
    }

    @Test(arguments: OrderState.allCases)
    func `an order is held wherever the lifecycle allows it`(state: OrderState) async throws {
        let world = try World()
        let reference = try await world.order(state)
        let before = try world.everything()
        if state.may(become: .held) {
            let placed = try await world.store.hold(reference, because: "ask first", at: world.now, who: "root")
            #expect(placed.state == .held)
            #expect(placed.heldBecause == [.manual])
            #expect(placed.batch == nil)
            #expect(placed.heldNote == "ask first")
        } else {
            await #expect(throws: StoreError.self) {
                try await world.store.hold(reference, because: "ask first", at: world.now, who: "root")
            }
            #expect(try world.everything() == before)
        }
    }

    @Test(arguments: [false, true])
    func `a held order is released, and its mail owed`(waits: Bool) async throws {
        let world = try World()
        let reference = try await world.order(.held)
        let placed = try await world.store.release(reference, waits: waits, at: world.now, who: "root")
        #expect(placed.state == (waits ? .backordered : .accepted))
        #expect(placed.heldBecause.isEmpty)
        #expect(
            try await world.store.mails(of: reference).map(\.kind) == [.held, waits ? .backordered : .confirmation])
    }

    @Test(arguments: OrderState.allCases.filter { $0 != .held })
    func `what isn't held can't be released`(state: OrderState) async throws {
        let world = try World()
        let reference = try await world.order(state)
        let before = try world.everything()
        await #expect(throws: StoreError.self) {
            try await world.store.release(reference, waits: false, at: world.now, who: "root")
        }
        #expect(try world.everything() == before)
    }

    @Test func `the catalogue moves orders between accepted and backordered`() async throws {
        let world = try World()
        let waiting = try await world.place(.fixture("a", waits: true))
        let ready = try await world.place(
            .fixture(
                "b",
                .fixture(
                    name: "Ben Two",
                    lines: [OrderLine(item: "poster-a3", quantity: 1), OrderLine(item: "sticker", quantity: 1)])))
        #expect(
            try await world.store.catalogueChanged(
                ships: ["leaflet-1", "poster-a3"], waits: ["sticker"], at: world.now, who: "batch") == 2)
        #expect(try await world.state(of: waiting) == .accepted)
        #expect(try await world.state(of: ready) == .backordered)
        #expect(
            try await world.store.catalogueChanged(
                ships: ["leaflet-1", "poster-a3"], waits: ["sticker"], at: world.now, who: "batch") == 0)
    }

    @Test func `orders are held back for their reasons, with a mail; others are left alone`() async throws {
        let world = try World()
        let long = try await world.place(.numbered(1))
        let cancelled = try await world.place(.numbered(2))
        _ = try await world.store.cancel(cancelled, at: world.now, who: "root")
        let held = try await world.store.holdBack(
            [(long, [.unprintable, .tooLate], "too long at 8 pt"), (cancelled, [.unprintable], "too long at 8 pt")],
            at: world.now, who: "batch")
        #expect(held == [long])
        #expect(try await world.store.order(long)?.heldBecause == [.unprintable, .tooLate])
        #expect(try await world.store.mails(of: long).map(\.kind) == [.confirmation, .held])
        #expect(try await world.state(of: cancelled) == .cancelled)
    }

    @Test func `an unknown reference is said to be unknown`() async throws {
        let world = try World()
        let unknown = Reference(number: 7)
        await #expect(throws: StoreError.noSuchOrder(unknown)) {
            try await world.store.cancel(unknown, at: world.now, who: "root")
        }
        await #expect(throws: StoreError.noSuchOrder(unknown)) { try await world.store.history(of: unknown) }
        #expect(try await world.store.order(unknown) == nil)
    }

    @Test(arguments: ["KHAN", "aisha@EXAMPLE", "example works", "m90sq", "M9 0sq", "Áine"])
    func `finds orders by a part of what was written, whatever the case`(text: String) async throws {
        let world = try World()
        let reference = try await world.place(.fixture("a", .fixture(name: "áine Khan")))
        _ = try await world.place(
            .fixture(
                "b",
                .fixture(
                    name: "Ben Two", email: "ben@example.net", organisation: nil, line: "9 Other Road",
                    postcode: "EH1 1AA")))
        #expect(try await world.store.find(text).map(\.reference) == [reference])
    }

    @Test func `finds an order by its reference as people write it`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        #expect(try await world.store.find(reference.characters.lowercased()).map(\.reference) == [reference])
        #expect(try await world.store.find("nobody").isEmpty)
        #expect(try await world.store.find(" ").isEmpty)
    }

    @Test func `lists orders oldest first, by state, up to a limit`() async throws {
        let world = try World()
        let first = try await world.place(.numbered(1))
        let second = try await world.place(.numbered(2))
        let third = try await world.place(.numbered(3))
        _ = try await world.store.cancel(second, at: world.now, who: "root")
        #expect(try await world.store.orders().map(\.reference) == [first, second, third])
        #expect(try await world.store.orders(state: .accepted).map(\.reference) == [first, third])
        #expect(try await world.store.orders(limit: 2).map(\.reference) == [first, second])
    }

    @Test func `adds up the copies of every item`() async throws {
        let world = try World()
        let batched = try await world.place(.numbered(1))
        _ = try await world.place(.fixture("b", .fixture(name: "Ben Two", line: "2 Other Road"), waits: true))
        let cancelled = try await world.place(.numbered(3))
        _ = try await world.store.cancel(cancelled, at: world.now, who: "root")
        _ = try await world.place(.numbered(4))
        _ = try await world.close([batched])
        #expect(
            try await world.store.itemTotals()
                == ["leaflet-1": ItemTotals(ordered: 300, backordered: 100, batched: 100, dispatched: 0)])
        #expect(try await world.store.figures().orders == [.accepted: 1, .backordered: 1, .cancelled: 1, .batched: 1])
    }
}
