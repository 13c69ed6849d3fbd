import Orders
import Testing

@testable import Store

@Suite struct AgainTests {
    private func again(
        _ reference: Reference, in world: World, as order: Order = .fixture(), heldBecause: [HeldReason] = [],
        waits: Bool = false
    ) async throws -> PlacedOrder {
        try await world.store.again(
            reference, as: order, heldBecause: heldBecause, waits: waits, at: world.now + 5, who: "root")
    }

    @Test(arguments: [OrderState.dispatched, .cancelled])
    func `what was posted or cancelled is sent again as a new order`(state: OrderState) async throws {
        let world = try World()
        let old = try await world.order(state)
        let new = try await again(old, in: world, as: .fixture(lines: [OrderLine(item: "poster-a3", quantity: 5)]))
        #expect(new.reference != old)
        #expect(new.state == .accepted)
        #expect(new.door == .file)
        #expect(new.receivedAt == world.now + 5)
        #expect(new.order.lines == [OrderLine(item: "poster-a3", quantity: 5)])
        #expect(try await world.state(of: old) == state)
        #expect(try await world.story(of: new.reference) == ["again of \(old)", "accepted"])
        #expect(try await world.story(of: old).last == "again: \(new.reference)")
        #expect(try await world.mails(of: new.reference) == ["confirmation queued"])
        #expect(try await world.store.integrityCheck() == [])
    }

    @Test(arguments: OrderState.allCases.filter { ![.dispatched, .returned, .cancelled].contains($0) })
    func `what still goes on isn't sent again`(state: OrderState) async throws {
        let world = try World()
        let old = try await world.order(state)
        try await world.expectRefusal(world.forbids(old, state, "sent again")) { try await again(old, in: world) }
    }

    @Test(arguments: [([HeldReason.quantity], false, MailKind.held), ([], true, .backordered)])
    func `a new order waits as any other does`(reasons: [HeldReason], waits: Bool, mail: MailKind) async throws {
        let world = try World()
        let old = try await world.order(.dispatched)
        let new = try await again(old, in: world, heldBecause: reasons, waits: waits)
        #expect(new.state == (waits ? .backordered : .held))
        #expect(new.heldBecause == reasons)
        #expect(try await world.mails(of: new.reference) == ["\(mail) queued"])
    }

    @Test func `an address that a mail server may not take is written to neither the second time`() async throws {
        let world = try World()
        let old = try await world.order(.cancelled)
        let new = try await again(old, in: world, heldBecause: [.mailAddress])
        #expect(try await world.mails(of: new.reference) == [])
    }

    @Test func `it is sent again once, until that order is given up or comes back`() async throws {
        let world = try World()
        let old = try await world.order(.dispatched)
        let second = try await again(old, in: world).reference
        try await world.expectRefusal(.sentAgain(old, as: second)) { try await again(old, in: world) }
        _ = try await world.store.cancel(second, at: world.now, who: "root")
        let third = try await again(second, in: world).reference
        // By way of the second.
        try await world.expectRefusal(.sentAgain(old, as: third)) { try await again(old, in: world) }
        try await world.post([third])
        try await world.expectRefusal(.sentAgain(old, as: third)) { try await again(old, in: world) }
        _ = try await world.giveBack(third, .damaged)
        #expect(try await again(old, in: world).state == .accepted)
    }

    @Test func `an unknown order is neither sent nor written to again, nor does it come back`() async throws {
        let world = try World()
        let unknown = Reference(number: 7)
        await #expect(throws: StoreError.noSuchOrder(unknown)) { try await again(unknown, in: world) }
        await #expect(throws: StoreError.noSuchOrder(unknown)) { try await world.giveBack(unknown) }
        await #expect(throws: StoreError.noSuchOrder(unknown)) {
            try await world.store.mailAgain(unknown, grace: 900, at: world.now, who: "root")
        }
    }
}

/// Packets that come back, and the addresses that they mark.
extension AgainTests {
    @Test(arguments: OrderState.allCases)
    func `only what was posted comes back`(state: OrderState) async throws {
        let world = try World()
        let reference = try await world.order(state)
        guard state == .dispatched else {
            return try await world.expectRefusal(world.forbids(reference, state, "returned")) {
                try await world.giveBack(reference)
            }
        }
        let placed = try await world.giveBack(reference, .refused)
        #expect(placed.state == .returned)
        #expect(placed.returnedBecause == .refused)
        #expect(placed.dispatchedAt == world.now)
        #expect(placed.sequence == 1)
        #expect(placed.batch != nil)
        #expect(try await world.story(of: reference).last == "returned: refused")
        #expect(try await world.mails(of: reference) == ["confirmation cancelled", "posted cancelled"])
        #expect(try await world.store.batch(#require(placed.batch))?.state == .dispatched)
    }

    @Test(arguments: ReturnReason.allCases, [true, false])
    func `the next order to that address is held, unless the packet was damaged`(
        reason: ReturnReason, byTheSame: Bool
    ) async throws {
        let world = try World()
        let old = try await world.order(.dispatched)
        _ = try await world.giveBack(old, reason)
        let order = Order.fixture(
            name: byTheSame ? "A. KHAN" : "Ben Two", organisation: nil,
            lines: [OrderLine(item: "poster-a3", quantity: 5)])
        let isMarked = reason == .refused || byTheSame && reason != .damaged
        #expect(try await world.store.isMarked(order) == (isMarked ? old : nil))
        let answer = try #require(try await world.accept(.fixture("web-2", order)).first)
        #expect(answer.outcome == (isMarked ? .held : .accepted))
        #expect(answer.heldBecause == (isMarked ? [.returnedAddress] : []))
        #expect(answer.warnings.contains { $0.problem.contains(old.description) } == isMarked)
        let new = try #require(answer.reference)
        #expect(
            try await world.story(of: new) == [isMarked ? "held: returned-address of \(old)" : "accepted"])
        #expect(try await world.mails(of: new) == [isMarked ? "held queued" : "confirmation queued"])
    }

    @Test func `another premise isn't marked`() async throws {
        let world = try World()
        _ = try await world.giveBack(try await world.order(.dispatched), .refused)
        #expect(try await world.store.isMarked(.fixture(line: "2 Example Street")) == nil)
        #expect(try await world.store.isMarked(.fixture(postcode: "M9 0SR")) == nil)
        #expect(try await world.store.isMarked(.fixture(postcode: nil)) == nil)
    }

    @Test func `what came back is sent again only after a look, and a good posting takes the mark away`() async throws {
        let world = try World()
        let old = try await world.order(.returned)
        let new = try await again(old, in: world, heldBecause: [.quantity])
        #expect(new.heldBecause == [.quantity, .returnedAddress])
        #expect(
            try await world.story(of: new.reference) == [
                "again of \(old)", "held: quantity, returned-address of \(old)",
            ])
        #expect(try await world.store.isMarked(.fixture()) == old)
        _ = try await world.store.release(new.reference, waits: false, at: world.now, who: "root")
        let batch = try await world.close([new.reference])
        #expect(try await world.store.isMarked(.fixture()) == old)
        try await world.dispatch([new.reference], of: batch.id)
        #expect(try await world.store.isMarked(.fixture()) == nil)
        _ = try await world.giveBack(new.reference, .unknown)
        #expect(try await world.store.isMarked(.fixture()) == new.reference)
    }

    @Test func `a packet that was on its way when the other came back takes no mark away`() async throws {
        let world = try World()
        let (first, second) = (Order.fixture(), Order.fixture(lines: [OrderLine(item: "poster-a3", quantity: 5)]))
        let old = try await world.place(.fixture("a", first), at: world.now - 60)
        let other = try await world.place(.fixture("b", second), at: world.now - 60)
        try await world.post([old, other])
        _ = try await world.giveBack(old)
        #expect(try await world.store.isMarked(first) == old)
    }

    @Test func `a rehearsal holds for a marked address as the real thing does`() async throws {
        let world = try World()
        let old = try await world.order(.returned)
        let arrivals = world.store.prepare([.fixture("web-2", .fixture(lines: [OrderLine(item: "x", quantity: 1)]))])
        let answers = try await world.store.outcomes(
            of: arrivals, at: world.now, duplicatesWithin: world.week, remember: world.quarter)
        #expect(answers.map(\.heldBecause) == [[.returnedAddress]])
        #expect(answers.first?.warnings.first?.problem.contains(old.description) == true)
    }
}

/// Writing again.
extension AgainTests {
    @Test(
        arguments: zip(
            OrderState.allCases.filter { $0 != .returned },
            [MailKind.confirmation, .held, .backordered, .confirmation, .posted, .cancelled]))
    func `the mail that says where the order stands is owed anew`(state: OrderState, kind: MailKind) async throws {
        let world = try World()
        let reference = try await world.order(state)
        let before = try await world.store.mailsToCompose(limit: 9).map(\.messageID)
        let mail = try await world.store.mailAgain(reference, grace: World.grace, at: world.now + 5, who: "root")
        #expect(mail.kind == kind)
        #expect(mail == (try await world.store.mails(of: reference).last))
        #expect(mail.nextAttemptAt == world.now + (kind == .posted ? World.grace : 5))
        let draft = try #require(try await world.store.mailsToCompose(limit: 9).last)
        #expect(draft.id == mail.id)
        #expect(!before.contains(draft.messageID))
        #expect(try await world.mails(of: reference).suffix(2) == ["\(kind) cancelled", "\(kind) queued"])
        #expect(try await world.story(of: reference).last == "mail again: \(kind)")
    }

    @Test func `a posted note that is wanted again after the grace goes out at once`() async throws {
        let world = try World()
        let reference = try await world.order(.dispatched)
        let late = world.now + World.grace + 60
        try await world.send(at: late)
        let mail = try await world.store.mailAgain(reference, grace: World.grace, at: late, who: "root")
        #expect(mail.nextAttemptAt == late)
        #expect(try await world.mails(of: reference).suffix(2) == ["posted sent", "posted queued"])
    }

    @Test func `a confirmation written anew takes the place of a change`() async throws {
        let world = try World()
        let reference = try await world.order(.accepted)
        try await world.send()
        let before = try #require(try await world.store.order(reference))
        _ = try await world.store.amend(
            reference, from: before, to: .fixture(name: "Aisha Two"), fields: ["name"], heldBecause: [], waits: false,
            at: world.now, who: "root")
        _ = try await world.store.mailAgain(reference, grace: 900, at: world.now, who: "root")
        #expect(
            try await world.mails(of: reference) == ["confirmation sent", "changed cancelled", "confirmation queued"])
    }

    @Test(arguments: [Arrival.fixture(owesMail: false), .fixture("web-1", .fixture(email: nil))])
    func `another address becomes the order's own, and she is written to from now on`(arrival: Arrival) async throws {
        let world = try World()
        let reference = try await world.place(arrival)
        let address = try EmailAddress.read("khan@example.org").get()
        _ = try await world.store.mailAgain(reference, to: address, grace: 900, at: world.now, who: "root")
        #expect(try await world.store.order(reference)?.order.email == address)
        #expect(
            try await world.story(of: reference) == ["accepted", "e-mail amended", "mail again: confirmation"])
        _ = try await world.store.cancel(reference, at: world.now, who: "root")
        #expect(try await world.mails(of: reference) == ["confirmation cancelled", "cancelled queued"])
    }

    @Test func `who has no address, or whose packet came back, isn't written to`() async throws {
        let world = try World()
        let silent = try await world.place(.fixture("a", .fixture(email: nil, line: "9 Other Road")))
        try await world.expectRefusal(.noMailAddress(silent)) {
            try await world.store.mailAgain(silent, grace: 900, at: world.now, who: "root")
        }
        let returned = try await world.order(.returned)
        try await world.expectRefusal(world.forbids(returned, .returned, "written to")) {
            try await world.store.mailAgain(
                returned, to: try EmailAddress.read("khan@example.org").get(), grace: 900, at: world.now, who: "root")
        }
    }
}
