import Orders
import Testing

@testable import Store

@Suite struct MendingTests {
    /// An order to be amended, and how.
    private struct Table {
        let world: World
        let reference: Reference
        var amended = Order.fixture(line: "2 Example Street", lines: [OrderLine(item: "leaflet-1", quantity: 200)])

        init(_ state: OrderState) async throws {
            world = try World()
            reference = try await world.order(state)
        }

        @discardableResult
        func amend(
            _ fields: [String] = ["address line 1", "items"], heldBecause: [HeldReason] = [], note: String? = nil,
            waits: Bool = false
        ) async throws -> PlacedOrder {
            let before = try #require(try await world.store.order(reference))
            return try await world.store.amend(
                reference, from: before, to: amended, fields: fields, heldBecause: heldBecause, heldNote: note,
                waits: waits, at: world.now + 5, who: "root")
        }

        var mails: [String] {
            get async throws { try await world.mails(of: reference) }
        }
    }

    @Test(arguments: [OrderState.accepted, .backordered, .batched], [OrderState.accepted, .backordered, .held])
    func `an amended order goes where the new verdict says`(from: OrderState, to: OrderState) async throws {
        let table = try await Table(from)
        let placed = try await table.amend(
            heldBecause: to == .held ? [.quantity, .tooLate] : [], waits: to == .backordered)
        #expect(placed.state == to)
        #expect(placed.order == table.amended)
        #expect(placed.heldBecause == (to == .held ? [.quantity, .tooLate] : []))
        #expect(placed.batch == nil)
        let pulled = from == .batched ? ["pulled: 2026-12-17-1"] : []
        let settled = from == .batched ? OrderState.accepted : from
        let moved = settled == to ? [] : [to == .held ? "held: quantity, too-late" : to.rawValue]
        #expect(
            try await table.world.story(of: table.reference).suffix(1 + pulled.count + moved.count)
                == pulled + ["amended: address line 1, items"] + moved)
    }

    @Test func `a held order stays held, for the reasons that are left`() async throws {
        let table = try await Table(.held)
        let placed = try await table.amend(heldBecause: [.manual], note: "amended: look and release")
        #expect(placed.state == .held)
        #expect(placed.heldBecause == [.manual])
        #expect(placed.heldNote == "amended: look and release")
        #expect(placed.order == table.amended)
        #expect(
            try await table.world.story(of: table.reference).last
                == "amended: address line 1, items; look and release")
    }

    @Test(arguments: [OrderState.dispatched, .returned, .cancelled])
    func `what is posted or given up can't be amended or pulled`(state: OrderState) async throws {
        let table = try await Table(state)
        let world = table.world
        try await world.expectRefusal(world.forbids(table.reference, state, "amended")) { try await table.amend() }
        try await world.expectRefusal(world.forbids(table.reference, state, "pulled")) {
            try await world.store.pull(table.reference, at: world.now, who: "root")
        }
    }

    @Test(arguments: [OrderState.accepted, .backordered, .held])
    func `only what is in a batch can be pulled`(state: OrderState) async throws {
        let table = try await Table(state)
        let world = table.world
        try await world.expectRefusal(world.forbids(table.reference, state, "pulled")) {
            try await world.store.pull(table.reference, at: world.now, who: "root")
        }
    }

    @Test func `a pulled order is accepted again and goes with the next batch, without a mail`() async throws {
        let table = try await Table(.batched)
        let world = table.world
        let placed = try await world.store.pull(table.reference, at: world.now, who: "root")
        #expect(placed.state == .accepted)
        #expect(placed.batch == nil)
        #expect(try await table.mails == ["confirmation queued"])
        #expect(try await world.close([table.reference]).id.number == 2)
        #expect(
            try await world.story(of: table.reference) == [
                "accepted", "batched: 2026-12-17-1", "pulled: 2026-12-17-1", "batched: 2026-12-17-2",
            ])
    }

    @Test func `an order that was changed meanwhile isn't overwritten`() async throws {
        let table = try await Table(.accepted)
        let world = table.world
        let before = try #require(try await world.store.order(table.reference))
        try await table.amend(["items"])
        try await world.expectRefusal(.changedMeanwhile(table.reference)) {
            try await world.store.amend(
                table.reference, from: before, to: .fixture(name: "Ben Two"), fields: ["name"], heldBecause: [],
                waits: false, at: world.now, who: "root")
        }
    }

    @Test(arguments: [OrderState.held, .accepted, .backordered, .batched])
    func `where nothing differs nothing happens`(state: OrderState) async throws {
        let table = try await Table(state)
        let before = try table.world.everything()
        #expect(try await table.amend([]).state == state)
        #expect(try table.world.everything() == before)
    }

    @Test func `an unknown order can't be amended or pulled`() async throws {
        let table = try await Table(.accepted)
        let (world, unknown) = (table.world, Reference(number: 7))
        let before = try #require(try await world.store.order(table.reference))
        try await world.expectRefusal(.noSuchOrder(unknown)) {
            try await world.store.amend(
                unknown, from: before, to: table.amended, fields: ["items"], heldBecause: [], waits: false,
                at: world.now, who: "root")
        }
        try await world.expectRefusal(.noSuchOrder(unknown)) {
            try await world.store.pull(unknown, at: world.now, who: "root")
        }
    }

    @Test func `every field is stored anew, and the order is found and recognised by what it is now`() async throws {
        var table = try await Table(.accepted)
        table.amended = Order(
            name: "Ben Two", email: nil, organisation: "Other Works",
            address: Address(
                lines: ["9 Other Road", "Flat 1"], town: "Dublin", postcode: "D02 AF30", country: .ireland),
            lines: [OrderLine(item: "poster-a3", quantity: 5), OrderLine(item: "leaflet-1", quantity: 25)],
            purpose: .event, neededBy: LocalDate("2026-12-20"), note: "Ring twice", language: .welsh)
        #expect(try await table.amend(["name"]).order == table.amended)
        #expect(try await table.world.store.find("other works").map(\.reference) == [table.reference])
        let double = try await table.world.accept(.fixture("web-2", table.amended))
        #expect(double.first?.heldBecause == [.duplicate])
        // The first one's own address is free again.
        #expect(try await table.world.accept(.fixture("web-3")).first?.outcome == .accepted)
    }
}

/// What the supporter hears of an amendment.
extension MendingTests {
    @Test(arguments: [OrderState.accepted, .batched], [false, true])
    func `who heard nothing yet gets the first mail, of the order as it is now`(
        state: OrderState, waits: Bool
    ) async throws {
        let table = try await Table(state)
        try await table.world.compose()
        try await table.amend(waits: waits)
        #expect(
            try await table.mails == ["confirmation cancelled", "\(waits ? "backordered" : "confirmation") queued"])
        #expect(try table.world.number("SELECT count(*) FROM mail_messages") == 0)
    }

    @Test(arguments: [MailOutcome.sent, .ambiguous(retryAt: 1_900_000_000)])
    func `who heard, or may have, is told of the change`(outcome: MailOutcome) async throws {
        let table = try await Table(.accepted)
        try await table.world.send(outcome)
        let first = "confirmation \(outcome == .sent ? "sent" : "queued")"
        try await table.amend()
        #expect(try await table.mails == [first, "changed queued"])
        try await table.amend()
        #expect(try await table.mails == [first, "changed cancelled", "changed queued"])
    }

    @Test func `a mail that somebody is sending counts as heard`() async throws {
        let table = try await Table(.accepted)
        try await table.world.compose()
        let owner = try table.world.store.enrol(role: "mail", at: table.world.now)
        _ = try table.world.store.advance(finished: nil, takeNext: true, owner: owner, at: table.world.now)
        try await table.amend()
        #expect(try await table.mails == ["confirmation queued", "changed queued"])
    }

    @Test func `what was refused for good was never heard`() async throws {
        let table = try await Table(.accepted)
        try await table.world.send(.failed(problem: "550 no such user"))
        try await table.amend()
        #expect(try await table.mails == ["confirmation failed", "confirmation queued"])
    }

    @Test(arguments: [OrderState.accepted, .backordered, .batched])
    func `who has to wait for a person after an amendment is told so, and told again when it goes on`(
        state: OrderState
    ) async throws {
        let table = try await Table(state)
        try await table.world.send()
        try await table.amend(heldBecause: [.quantity])
        let first = state == .backordered ? "backordered sent" : "confirmation sent"
        #expect(try await table.mails == [first, "held queued"])
        _ = try await table.world.store.release(
            table.reference, waits: state == .backordered, at: table.world.now, who: "root")
        #expect(
            try await table.mails == [
                first, "held cancelled", "changed queued",
            ])
    }

    @Test func `a held order that was amended owes nothing until its release, and then what has changed`()
        async throws
    {
        let table = try await Table(.accepted)
        try await table.world.send()
        _ = try await table.world.store.hold(table.reference, because: "ask", at: table.world.now, who: "root")
        try await table.amend(heldBecause: [.manual])
        #expect(try await table.mails == ["confirmation sent"])
        _ = try await table.world.store.release(table.reference, waits: false, at: table.world.now, who: "root")
        #expect(try await table.mails == ["confirmation sent", "changed queued"])
        // Nor is it forgotten by another hold.
        _ = try await table.world.store.hold(table.reference, because: "ask", at: table.world.now, who: "root")
        _ = try await table.world.store.release(table.reference, waits: false, at: table.world.now, who: "root")
        #expect(
            try await table.mails == ["confirmation sent", "changed cancelled", "changed queued"])
    }

    @Test func `a mail that says held stays when a held order is amended, unless its address was wrong`() async throws {
        var table = try await Table(.held)
        try await table.world.compose()
        try await table.amend(heldBecause: [.quantity])
        #expect(try await table.mails == ["held queued"])
        table.amended.email = try EmailAddress.read("khan@example.org").get()
        try await table.amend(["email"], heldBecause: [.quantity])
        #expect(try await table.mails == ["held cancelled", "held queued"])
        #expect(
            try await table.world.store.mailsToCompose(limit: 1).first?.order.order.email?.text == "khan@example.org")
    }

    @Test(arguments: [false, true])
    func `a change that nobody was told of isn't forgotten by a hold or by the catalogue`(byHold: Bool) async throws {
        let table = try await Table(.accepted)
        let (world, store) = (table.world, table.world.store)
        try await world.send()
        try await table.amend()
        if byHold {
            _ = try await store.hold(table.reference, because: "ask", at: world.now, who: "root")
            #expect(try await table.mails == ["confirmation sent", "changed cancelled"])
            _ = try await store.release(table.reference, waits: false, at: world.now, who: "root")
        } else {
            _ = try await store.catalogueChanged(ships: [], waits: ["leaflet-1"], at: world.now, who: "batch")
            #expect(try await table.mails.last == "changed queued")
            _ = try await store.catalogueChanged(ships: ["leaflet-1"], waits: [], at: world.now, who: "batch")
        }
        #expect(try await table.mails.last == "changed queued")
    }

    @Test(arguments: [false, true])
    func `a sent change says as much as a confirmation`(waits: Bool) async throws {
        let table = try await Table(.accepted)
        let (world, store) = (table.world, table.world.store)
        try await world.send()
        try await table.amend(waits: waits)
        try await world.send(at: world.now + 5)
        _ = try await store.hold(table.reference, because: "ask", at: world.now, who: "root")
        _ = try await store.release(table.reference, waits: waits, at: world.now, who: "root")
        #expect(try await table.mails == ["confirmation sent", "changed sent"])
        _ = try await store.catalogueChanged(
            ships: waits ? ["leaflet-1"] : [], waits: waits ? [] : ["leaflet-1"], at: world.now, who: "batch")
        #expect(
            try await table.mails == [
                "confirmation sent", "changed sent", waits ? "confirmation queued" : "backordered queued",
            ])
    }
}
