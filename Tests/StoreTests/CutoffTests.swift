import Orders
import Testing

@testable import Store

@Suite struct CutoffTests {
    private let date = LocalDate(dayNumber: 20_804)

    private func close(
        _ world: World, cutoff: LocalDate?, plan: @escaping @Sendable (Int) throws -> [BatchSnapshot]
    ) async throws -> [BatchRecord] {
        try await world.store.closeBatches(on: date, cutoff: cutoff, at: world.now, who: "cutoff", plan: plan)
    }

    @Test func `a cut-off is recorded with what it closed, and done once`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let (id, now) = (BatchID(date: date, number: 1), world.now)
        let orders = try await world.store.readyOrders()
        #expect(try await !world.store.isCutoffRecorded(date))
        #expect(try await close(world, cutoff: date) { _ in [.fixture(id, at: now, orders)] }.map(\.id) == [id])
        #expect(try await world.store.isCutoffRecorded(date))
        #expect(try await !world.store.isCutoffRecorded(date.advanced(by: 1)))
        #expect(try world.number("SELECT cutoff FROM batches") == date.dayNumber)
        #expect(try await world.store.history(of: reference).last?.who == "cutoff")
        let before = try world.everything()
        #expect(
            try await close(world, cutoff: date) { _ in
                Issue.record("the plan was asked for")
                return []
            }.isEmpty)
        #expect(try world.everything() == before)
    }

    @Test func `a cut-off with nothing to close is done as well`() async throws {
        let world = try World()
        #expect(try await close(world, cutoff: date) { _ in [] }.isEmpty)
        #expect(try await world.store.isCutoffRecorded(date))
    }

    @Test func `a cut-off whose plan fails isn't done`() async throws {
        let world = try World()
        try await world.expectRefusal(.planDoesNotFit("so")) {
            try await close(world, cutoff: date) { _ in throw StoreError.planDoesNotFit("so") }
        }
        #expect(try await !world.store.isCutoffRecorded(date))
    }

    @Test func `closing by hand is no cut-off`() async throws {
        let world = try World()
        _ = try await world.close([try await world.place(.fixture())])
        #expect(try world.number("SELECT count(*) FROM cutoffs") == 0)
        #expect(try world.number("SELECT count(*) FROM batches WHERE cutoff IS NULL") == 1)
    }

    @Test func `an order counts for a cut-off if it is accepted and came before`() async throws {
        let world = try World()
        _ = try await world.place(.fixture("held", .fixture(line: "5 Example Street"), heldBecause: [.quantity]))
        #expect(try await !world.store.hasAcceptedOrder(receivedBefore: world.now + 1))
        _ = try await world.place(.fixture())
        #expect(try await !world.store.hasAcceptedOrder(receivedBefore: world.now))
        #expect(try await world.store.hasAcceptedOrder(receivedBefore: world.now + 1))
    }

    @Test func `the next mail is the one that is due first and that nobody is sending`() async throws {
        let world = try World()
        #expect(try await world.store.nextMailTime() == nil)
        _ = try await world.order(.dispatched)
        // Its text isn't written yet.
        #expect(try await world.store.nextMailTime() == world.now + World.grace)
        try await world.compose()
        #expect(try await world.store.nextMailTime() == world.now + World.grace)
        _ = try await world.place(.numbered(2), at: world.now + 60)
        #expect(try await world.store.nextMailTime() == world.now + 60)
        try await world.compose()
        #expect(try await !world.store.hasClaims())
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let attempt = try #require(
            try world.store.advance(finished: nil, takeNext: true, owner: owner, at: world.now + 60))
        #expect(try await world.store.hasClaims())
        #expect(try await world.store.nextMailTime() == world.now + World.grace)
        _ = try world.store.advance(
            finished: (attempt, .retry(at: world.now + 90, problem: "450")), takeNext: false, owner: owner,
            at: world.now + 60)
        #expect(try await !world.store.hasClaims())
        #expect(try await world.store.nextMailTime() == world.now + 90)
    }
}
