import GRDB
import Orders
import Testing

@testable import Store

/// Whoever ordered at the same premise is found, whichever process took the order or changed it.
@Suite struct NeighboursTests {
    private func outcome(_ id: String, _ order: Order = .fixture(), in store: Store, _ world: World) async throws
        -> Answer.Outcome?
    {
        try await store.accept(
            [.fixture(id, order)], at: world.now, duplicatesWithin: world.week, remember: world.quarter, who: "file"
        ).first?.outcome
    }

    @Test func `what another process took since is a neighbour`() async throws {
        let world = try World()
        let other = try world.openAgain()
        #expect(try await outcome("web-1", .fixture(line: "7 Other Road"), in: other, world) == .accepted)
        #expect(try await outcome("web-2", in: world.store, world) == .accepted)
        #expect(try await outcome("web-3", in: other, world) == .held)
        try other.close()
    }

    @Test func `what was there before a start is a neighbour`() async throws {
        let world = try World()
        _ = try await world.place(.fixture("web-1"))
        let other = try world.openAgain()
        #expect(try await outcome("web-2", in: other, world) == .held)
        try other.close()
    }

    @Test func `an order that another process moved is found where it is now, and only there`() async throws {
        let world = try World()
        let other = try world.openAgain()
        let reference = try await world.place(.fixture("web-1"))
        #expect(try await outcome("web-2", .fixture(line: "7 Other Road"), in: other, world) == .accepted)
        let base = try #require(try await world.store.order(reference))
        let moved = Order.fixture(organisation: nil, line: "99 Third Avenue")
        _ = try await world.store.amend(
            reference, from: base, to: moved, fields: ["address"], heldBecause: [], heldNote: nil, waits: false,
            at: world.now, who: "root")
        #expect(try await outcome("web-3", moved, in: other, world) == .held)
        #expect(try await outcome("web-4", .fixture(organisation: nil), in: other, world) == .accepted)
        try other.close()
    }

    @Test func `what was taken back is no neighbour, though its number is another's now`() async throws {
        let world = try World()
        _ = try await world.place(.fixture("web-1", .fixture(line: "7 Other Road")))
        let lost = Order.fixture(name: "Zoe Example", organisation: nil, line: "5 Lost Lane")
        await #expect(throws: StoreError.self) {
            try await world.store.commits.write { db in
                let store = world.store
                let memory = Intake.Memory(at: world.now, orders: world.week, content: world.quarter)
                try store.neighbours.catchUp(db, since: memory.ordersSince)
                var intake = try Intake(
                    ledger: OrderLedger(db: db, at: world.now, who: "file", store: store), memory: memory,
                    isRehearsal: false)
                _ = try intake.takeEach(of: store.prepare([.fixture("lost", lost)]).each)
                throw StoreError.diskFull
            }
        }
        let other = try world.openAgain()
        #expect(
            try await outcome("web-2", .fixture(organisation: nil, line: "6 Found Road"), in: other, world) == .accepted
        )
        try other.close()
        #expect(
            try await outcome("web-3", .fixture(organisation: nil, line: "6 Found Road"), in: world.store, world)
                == .held)
        #expect(try await outcome("web-4", lost, in: world.store, world) == .accepted)
    }

    @Test func `a move that was taken back hides no later one`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture("web-1"))
        let since = world.now - world.week
        await #expect(throws: StoreError.diskFull) {
            try await world.store.commits.write { db in
                try db.execute(sql: "INSERT INTO moved_orders (order_id) SELECT id FROM orders")
                try world.store.neighbours.catchUp(db, since: since)
                throw StoreError.diskFull
            }
        }
        let other = try world.openAgain()
        let base = try #require(try await other.order(reference))
        let moved = Order.fixture(organisation: nil, line: "99 Third Avenue")
        _ = try await other.amend(
            reference, from: base, to: moved, fields: ["address"], heldBecause: [], heldNote: nil, waits: false,
            at: world.now, who: "root")
        try other.close()
        #expect(try await outcome("web-2", moved, in: world.store, world) == .held)
    }

    @Test func `the double that is named is the latest, wherever it was before`() async throws {
        let world = try World()
        let first = try await world.place(.fixture("web-1", .fixture(line: "9 Example Street")))
        let second = try await world.place(.fixture("web-2", .fixture(organisation: nil)))
        let base = try #require(try await world.store.order(first))
        _ = try await world.store.amend(
            first, from: base, to: .fixture(), fields: ["address"], heldBecause: [], heldNote: nil, waits: false,
            at: world.now, who: "root")
        let third = try await world.accept(.fixture("web-3"))[0]
        #expect(third.warnings.first?.problem.contains(second.description) == true)
    }

    @Test func `orders that came while the clock was wrong hide none before them`() async throws {
        let world = try World()
        _ = try await world.place(.fixture("web-1"))
        let early = (0..<1_200).map { Arrival.numbered($0) }
        _ = try await world.store.accept(
            early, at: world.now - 10 * world.week, duplicatesWithin: 0, remember: world.quarter, who: "file")
        let other = try world.openAgain()
        #expect(try await outcome("again", in: other, world) == .held)
        try other.close()
    }

    @Test func `what was committed while a start was reading is a neighbour`() async throws {
        let world = try World()
        let neighbours = Neighbours()
        let since = world.now - world.week
        _ = try await world.place(.numbered(1))
        let snapshot = try world.store.pool.makeSnapshot()
        _ = try await world.place(.numbered(2))
        try await snapshot.read { try neighbours.learn($0, since: since) }
        #expect(neighbours.count == 1)
        try await world.store.pool.writeWithoutTransaction { try neighbours.catchUp($0, since: since) }
        #expect(neighbours.count == 2)
        // Whoever comes late with what was long ago changes nothing.
        try await snapshot.read { try neighbours.learn($0, since: since) }
        #expect(neighbours.count == 2)
    }

    @Test func `a rehearsal leaves no neighbours`() async throws {
        let world = try World()
        let arrivals = world.store.prepare([.fixture("web-1")])
        for _ in 0..<2 {
            let answers = try await world.store.outcomes(
                of: arrivals, at: world.now, duplicatesWithin: world.week, remember: world.quarter)
            #expect(answers.map(\.outcome) == [.accepted])
        }
        #expect(try await outcome("web-2", in: world.store, world) == .accepted)
    }

    @Test func `what is too old is forgotten once there is much, and nothing else`() async throws {
        let world = try World()
        let neighbours = Neighbours(least: 3)
        func keys(_ number: Int) -> LikenessKeys {
            LikenessKeys(of: Arrival.numbered(number).verdict.order ?? .fixture())
        }
        func catchUp(at time: Int64) throws {
            try world.store.pool.writeWithoutTransaction { try neighbours.catchUp($0, since: time) }
        }
        for number in 1...4 { _ = try await world.place(.numbered(number), at: world.now - 10 * 86_400) }
        try catchUp(at: world.now - 12 * 86_400)
        #expect(neighbours.count == 4)
        for number in 5...9 { _ = try await world.place(.numbered(number)) }
        try catchUp(at: world.now - 3 * 86_400)
        #expect(neighbours.count == 9)
        try catchUp(at: world.now - 3 * 86_400)
        #expect(neighbours.count == 5)
        #expect(neighbours.orders(at: keys(4)).isEmpty)
        #expect(neighbours.orders(at: keys(9)).count == 1)
    }
}
