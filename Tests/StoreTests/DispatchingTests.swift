import Orders
import Testing

@testable import Store

@Suite struct DispatchingTests {
    /// Three orders in a closed batch.
    private struct Table {
        let world: World
        let references: [Reference]
        let batch: BatchID

        init(printed: Bool = false) async throws {
            world = try World()
            var references: [Reference] = []
            for number in 1...3 { references.append(try await world.place(.numbered(number))) }
            self.references = references
            batch = try await world.close(references).id
            if printed { _ = try await world.store.markPrinted(batch, at: world.now, who: "root") }
        }

        func dispatch(_ indices: Int..., at time: Int64? = nil) async throws -> BatchRecord {
            try await world.dispatch(indices.map { references[$0] }, of: batch, at: time)
        }

        func undo(_ indices: [Int]? = nil, at time: Int64? = nil) async throws -> (BatchRecord, [Reference]) {
            let undone = try await world.store.undoDispatch(
                indices?.map { references[$0] }, of: batch, grace: World.grace, at: time ?? world.now, who: "root")
            return (undone.record, undone.orders)
        }

        var states: [OrderState?] {
            get async throws {
                var states: [OrderState?] = []
                for reference in references { states.append(try await world.state(of: reference)) }
                return states
            }
        }

        func mails(_ index: Int) async throws -> [String] {
            try await world.mails(of: references[index])
        }
    }

    @Test(arguments: [false, true])
    func `excepted orders keep the batch open until they are posted as well`(printed: Bool) async throws {
        let table = try await Table(printed: printed)
        #expect(try await table.dispatch(0, 2, 0).state == (printed ? .printed : .closed))
        #expect(try await table.states == [.dispatched, .batched, .dispatched])
        let placed = try #require(try await table.world.store.order(table.references[2]))
        #expect(placed.dispatchedAt == table.world.now)
        #expect(placed.batch == table.batch)
        #expect(placed.sequence == 3)
        #expect(try await table.dispatch(1).state == .dispatched)
        #expect(try await table.states == [.dispatched, .dispatched, .dispatched])
        #expect(try await table.world.story(of: table.references[1]).last == "dispatched: \(table.batch)")
        #expect(
            try table.world.batchStory(of: table.batch) == ["closed"] + (printed ? ["printed"] : [])
                + ["dispatched: 2 orders", "dispatched: 1 order", "dispatched"])
    }

    @Test func `posted is owed for after the grace, and what was said before is taken back`() async throws {
        let table = try await Table()
        let (world, reference) = (table.world, table.references[0])
        try await world.compose()
        _ = try await table.dispatch(0)
        #expect(try await table.mails(0) == ["confirmation cancelled", "posted queued"])
        #expect(try await world.store.mails(of: reference).last?.nextAttemptAt == world.now + World.grace)
        try await world.send(at: world.now + World.grace - 1)
        #expect(try await table.mails(0) == ["confirmation cancelled", "posted queued"])
        try await world.send(at: world.now + World.grace)
        #expect(try await table.mails(0) == ["confirmation cancelled", "posted sent"])
    }

    @Test func `a confirmation that may have arrived stays`() async throws {
        let table = try await Table()
        try await table.world.send(.ambiguous(retryAt: 1_900_000_000))
        _ = try await table.dispatch(0)
        #expect(try await table.mails(0) == ["confirmation queued", "posted queued"])
    }

    @Test func `a posted note isn't hurried before it was tried`() async throws {
        let table = try await Table()
        let (world, store) = (table.world, table.world.store)
        _ = try await table.dispatch(0, 1, 2)
        try await world.compose()
        let mail = try #require(try await store.mails(of: table.references[0]).last)
        #expect(try store.retryMail(at: world.now) == 0)
        #expect(try store.retryMail(mail.id, at: world.now) == 0)
        #expect(try await store.mails(of: table.references[0]).last == mail)
        let due = world.now + World.grace
        try await world.send(.retry(at: due + 600, problem: "450"), at: due)
        #expect(try store.retryMail(mail.id, at: due) == 1)
    }

    @Test(arguments: OrderState.allCases.filter { $0 != .batched })
    func `one that isn't in the batch any more keeps all of them back`(state: OrderState) async throws {
        let table = try await Table()
        let (world, store, other) = (table.world, table.world.store, table.references[2])
        switch state {
        case .dispatched, .returned:
            _ = try await table.dispatch(2)
            if state == .returned { _ = try await world.giveBack(other) }
        case .cancelled: _ = try await store.cancel(other, at: world.now, who: "root")
        case .held: _ = try await store.hold(other, because: "ask", at: world.now, who: "root")
        default:
            _ = try await store.pull(other, at: world.now, who: "root")
            if state == .backordered {
                _ = try await store.catalogueChanged(ships: [], waits: ["leaflet-1"], at: world.now, who: "batch")
            }
        }
        let isInIt = state == .dispatched || state == .returned
        try await world.expectRefusal(
            isInIt ? world.forbids(other, state, "dispatched") : .notInBatch(other, table.batch)
        ) {
            try await table.dispatch(0, 1, 2)
        }
    }

    @Test func `neither an unknown order or batch nor a batch that is done or reopened is posted`() async throws {
        let table = try await Table()
        let (world, unknown) = (table.world, Reference(number: 7))
        try await world.expectRefusal(.noSuchOrder(unknown)) { try await world.dispatch([unknown], of: table.batch) }
        let nowhere = BatchID(date: table.batch.date, number: 9)
        try await world.expectRefusal(.noSuchBatch(nowhere)) {
            try await world.dispatch(table.references, of: nowhere)
        }
        try await world.expectRefusal(.noSuchBatch(nowhere)) {
            try await world.store.undoDispatch(of: nowhere, grace: 900, at: world.now, who: "root")
        }
        _ = try await table.dispatch(0, 1, 2)
        try await world.expectRefusal(
            .stateForbids(subject: "batch \(table.batch)", state: "dispatched", wanted: "dispatched")
        ) { try await table.dispatch(0) }
        let other = try await Table()
        _ = try await other.world.store.reopen(other.batch, at: other.world.now, who: "root")
        try await other.world.expectRefusal(
            .stateForbids(subject: "batch \(other.batch)", state: "reopened", wanted: "dispatched")
        ) { try await other.dispatch(0) }
    }

    @Test(arguments: ["pull", "cancel", "hold", "amend"])
    func `the last one that waits, once taken out, leaves the batch dispatched`(verb: String) async throws {
        let table = try await Table()
        let (world, store, last) = (table.world, table.world.store, table.references[2])
        _ = try await table.dispatch(0, 1)
        switch verb {
        case "pull": _ = try await store.pull(last, at: world.now, who: "root")
        case "cancel": _ = try await store.cancel(last, at: world.now, who: "root")
        case "hold": _ = try await store.hold(last, because: "ask", at: world.now, who: "root")
        default:
            let before = try #require(try await store.order(last))
            _ = try await store.amend(
                last, from: before, to: .fixture(), fields: ["name"], heldBecause: [], waits: false, at: world.now,
                who: "root")
        }
        #expect(try await store.batch(table.batch)?.state == .dispatched)
        #expect(try world.batchStory(of: table.batch).last == "dispatched")
    }

    @Test func `a batch of which nothing was posted or printed is reopened when its last order is taken out`()
        async throws
    {
        let table = try await Table()
        for reference in table.references {
            _ = try await table.world.store.pull(reference, at: table.world.now, who: "root")
        }
        #expect(try await table.world.store.batch(table.batch)?.state == .reopened)
    }
}

/// Taking back from the post.
extension DispatchingTests {
    @Test(arguments: [false, true])
    func `an undo within the grace makes the batch what it was`(printed: Bool) async throws {
        let table = try await Table(printed: printed)
        _ = try await table.dispatch(0, 1, 2)
        let (record, orders) = try await table.undo(at: table.world.now + World.grace - 1)
        #expect(record.state == (printed ? .printed : .closed))
        #expect(orders == table.references)
        #expect(try await table.states == [.batched, .batched, .batched])
        let placed = try #require(try await table.world.store.order(table.references[1]))
        #expect(placed.dispatchedAt == nil)
        #expect(placed.batch == table.batch)
        #expect(placed.sequence == 2)
        #expect(try await table.world.story(of: placed.reference).last == "dispatch undone: \(table.batch)")
        #expect(try table.world.batchStory(of: table.batch).last == "dispatch undone: 3 orders")
        #expect(try await table.dispatch(0, 1, 2).state == .dispatched)
    }

    @Test func `some are taken back, and the rest stays posted`() async throws {
        let table = try await Table(printed: true)
        _ = try await table.dispatch(0, 1, 2)
        let (record, orders) = try await table.undo([1])
        #expect(record.state == .printed)
        #expect(orders == [table.references[1]])
        #expect(try await table.states == [.dispatched, .batched, .dispatched])
        #expect(try await table.dispatch(1).state == .dispatched)
    }

    @Test func `an undo of a part of an open batch leaves it open`() async throws {
        let table = try await Table()
        _ = try await table.dispatch(0, 1)
        #expect(try await table.undo([0]).0.state == .closed)
        #expect(try await table.states == [.batched, .dispatched, .batched])
    }

    @Test func `once the grace is over nothing is taken back`() async throws {
        let table = try await Table()
        let (world, late) = (table.world, table.world.now + World.grace)
        _ = try await table.dispatch(0, 1, 2)
        try await world.expectRefusal(.nothingToUndo(table.batch)) { try await table.undo(at: late) }
        try await world.expectRefusal(.tooLateToUndo(table.references[0])) { try await table.undo([0], at: late) }
    }

    @Test func `of two postings only the later is taken back, once the grace of the first is over`() async throws {
        let table = try await Table()
        let later = table.world.now + World.grace
        _ = try await table.dispatch(0, 1)
        _ = try await table.dispatch(2, at: later - 1)
        try await table.world.expectRefusal(.tooLateToUndo(table.references[0])) {
            try await table.undo([0, 2], at: later)
        }
        #expect(try await table.undo(at: later).1 == [table.references[2]])
        #expect(try await table.states == [.dispatched, .dispatched, .batched])
    }

    @Test func `an order whose posted note has begun to go out stays posted`() async throws {
        let table = try await Table()
        let world = table.world
        _ = try await table.dispatch(0, 1)
        try await world.send(.retry(at: world.now + 5000, problem: "450"), at: world.now + World.grace)
        // The clock was set back.
        try await world.expectRefusal(.nothingToUndo(table.batch)) { try await table.undo() }
        try await world.expectRefusal(.tooLateToUndo(table.references[0])) { try await table.undo([0]) }
    }

    @Test func `only what is posted with this batch is taken back`() async throws {
        let table = try await Table()
        let (world, references) = (table.world, table.references)
        try await world.expectRefusal(.nothingToUndo(table.batch)) { try await table.undo() }
        try await world.expectRefusal(world.forbids(references[0], .batched, "taken back from the post")) {
            try await table.undo([0])
        }
        _ = try await table.dispatch(0, 1)
        _ = try await world.giveBack(references[1])
        try await world.expectRefusal(world.forbids(references[1], .returned, "taken back from the post")) {
            try await table.undo([0, 1])
        }
        _ = try await world.store.pull(references[2], at: world.now, who: "root")
        try await world.expectRefusal(.notInBatch(references[2], table.batch)) { try await table.undo([0, 2]) }
        #expect(try await table.undo().1 == [references[0]])
    }

    @Test func `what the posting kept from being said is owed again by the undo`() async throws {
        let table = try await Table()
        _ = try await table.dispatch(0)
        _ = try await table.undo()
        #expect(
            try await table.mails(0) == ["confirmation cancelled", "posted cancelled", "confirmation queued"])
    }

    @Test func `who had heard gets nothing anew from the undo`() async throws {
        let table = try await Table()
        try await table.world.send()
        _ = try await table.dispatch(0)
        _ = try await table.undo()
        #expect(try await table.mails(0) == ["confirmation sent", "posted cancelled"])
    }

    @Test func `a change that the posting kept from being said is owed again by the undo`() async throws {
        let world = try World()
        let reference = try await world.order(.accepted)
        try await world.send()
        let before = try #require(try await world.store.order(reference))
        _ = try await world.store.amend(
            reference, from: before, to: .fixture(line: "2 Example Street"), fields: ["address line 1"],
            heldBecause: [], waits: false, at: world.now, who: "root")
        let batch = try await world.post([reference])
        _ = try await world.store.undoDispatch(of: batch.id, grace: World.grace, at: world.now, who: "root")
        #expect(
            try await world.mails(of: reference) == [
                "confirmation sent", "changed cancelled", "posted cancelled", "changed queued",
            ])
    }

    @Test func `what was sent meanwhile isn't owed again by another undo, also within the same second`() async throws {
        let table = try await Table()
        for _ in 1...3 {
            _ = try await table.dispatch(0)
            _ = try await table.undo([0])
            try await table.world.send()
        }
        #expect(try await table.mails(0).filter { $0 == "confirmation sent" }.count == 1)
    }

    @Test func `an order that goes again already isn't taken back from the post`() async throws {
        let table = try await Table()
        _ = try await table.dispatch(0, 1)
        let placed = try #require(try await table.world.store.order(table.references[0]))
        let again = try await table.world.store.again(
            table.references[0], as: placed.order, heldBecause: [], waits: false, at: table.world.now, who: "root")
        await #expect(throws: StoreError.sentAgain(table.references[0], as: again.reference)) {
            try await table.undo([0])
        }
        #expect(try await table.undo().1 == [table.references[1]])
        #expect(try await table.states == [.dispatched, .batched, .batched])
    }
}
