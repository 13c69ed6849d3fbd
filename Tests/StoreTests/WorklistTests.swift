import GRDB
import Orders
import Testing

@testable import Store

@Suite struct WorklistTests {
    private let today = LocalDate(dayNumber: 20_804)

    private func worklist(_ world: World, limit: Int? = nil, at time: Int64? = nil) async throws -> Worklist {
        try await world.store.worklist(urgentBefore: today, limit: limit, at: time ?? world.now)
    }

    @Test func `where nothing was ever ordered nobody has anything to do`() async throws {
        #expect(try await worklist(try World()) == Worklist())
    }

    @Test func `held, accepted and backordered orders are counted, and listed up to the limit`() async throws {
        let world = try World()
        let held = try await [1, 2, 3].asyncMap {
            try await world.place(.fixture("h\($0)", .fixture(line: "\($0) Long Road"), heldBecause: [.quantity]))
        }
        _ = try await world.place(.numbered(1))
        for number in [7, 8] {
            let lines = [
                OrderLine(item: "poster-a3", quantity: number), OrderLine(item: "sticker-\(number)", quantity: 1),
            ]
            _ = try await world.place(
                .fixture("b\(number)", .fixture(line: "\(number) Broad Road", lines: lines), waits: true))
        }
        let list = try await worklist(world, limit: 2)
        #expect(list.held.map(\.reference) == Array(held.prefix(2)))
        #expect(list.heldCount == 3)
        #expect(list.accepted == 1)
        #expect(
            list.backordered == [
                .init(item: "poster-a3", orders: 2, copies: 15), .init(item: "sticker-7", orders: 1, copies: 1),
                .init(item: "sticker-8", orders: 1, copies: 1),
            ])
        #expect(try await worklist(world).held.map(\.reference) == held)
    }

    @Test(arguments: OrderState.allCases)
    func `urgent is what still goes on and is needed before the day`(state: OrderState) async throws {
        let world = try World()
        let late = try await world.order(state, .fixture(neededBy: today.advanced(by: -1)))
        let list = try await worklist(world)
        let counts = [.accepted, .backordered, .batched].contains(state)
        #expect(list.urgent.map(\.reference) == (counts ? [late] : []))
        #expect(list.urgentCount == (counts ? 1 : 0))
    }

    @Test func `what is needed soonest comes first, what is needed on the day isn't urgent`() async throws {
        let world = try World()
        let references = try await [-1, -3, 0, -2].asyncMap {
            try await world.place(
                .fixture("u\($0)", .fixture(line: "\(10 + $0) Long Road", neededBy: today.advanced(by: $0))))
        }
        let list = try await worklist(world, limit: 2)
        #expect(list.urgent.map(\.reference) == [references[1], references[3]])
        #expect(list.urgentCount == 3)
    }

    @Test func `batches with packets to post are listed with their numbers`() async throws {
        let world = try World()
        let references = try await (1...5).asyncMap { try await world.place(.numbered($0)) }
        let first = try await world.close(Array(references.prefix(4)))
        let second = try await world.close([references[4]])
        _ = try await world.store.markPrinted(second.id, at: world.now, who: "root")
        _ = try await world.store.pull(references[0], at: world.now, who: "root")
        try await world.dispatch([references[2]], of: first.id)
        let printed = try #require(try await world.store.batch(second.id))
        #expect(
            try await worklist(world).batches == [
                .init(record: first, waiting: [2, 4], dispatched: 1, pulled: 1),
                .init(record: printed, waiting: [1], dispatched: 0, pulled: 0),
            ])
        try await world.dispatch([references[1], references[3]], of: first.id)
        try await world.dispatch([references[4]], of: second.id)
        #expect(try await worklist(world).batches.isEmpty)
    }

    @Test func `a failed mail is work for thirty days, or until the supporter is written to again`() async throws {
        let world = try World()
        let references = try await (1...3).asyncMap { try await world.place(.numbered($0)) }
        try await world.send(.failed(problem: "550 no such user"))
        let month: Int64 = 30 * 86_400
        let list = try await worklist(world, limit: 2, at: world.now + month - 1)
        #expect(list.failedMails.map(\.reference) == Array(references.prefix(2)))
        #expect(list.failedMails.first?.lastProblem == "550 no such user")
        #expect(list.failedCount == 3)
        _ = try await world.store.mailAgain(references[0], grace: 900, at: world.now, who: "root")
        #expect(try await worklist(world).failedMails.map(\.reference) == Array(references.dropFirst()))
        #expect(try await worklist(world, at: world.now + month).failedCount == 0)
    }

    @Test func `mails that were tried and wait are counted, those of which nobody knows apart`() async throws {
        let world = try World()
        for number in 1...2 { _ = try await world.place(.numbered(number)) }
        try await world.send(.retry(at: world.now + 600, problem: "450 try later"))
        _ = try await world.place(.numbered(3))
        try await world.send(.ambiguous(retryAt: world.now + 1800))
        _ = try await world.place(.numbered(4))
        let list = try await worklist(world)
        #expect(list.waitingMails == 3)
        #expect(list.answerLost == 1)
        try await world.send(at: world.now + 1800)
        #expect(try await worklist(world).waitingMails == 0)
    }
}

/// Questions over many orders.
extension WorklistTests {
    @Test(arguments: [
        ("SELECT id FROM orders WHERE state = 'held'", "orders_by_state"),
        ("SELECT min(next_attempt_at) FROM mails WHERE state = 'queued' AND composed = 0", "mails_to_compose"),
        ("SELECT id FROM mails m WHERE m.state = 'failed' AND m.settled_at > 9", "mails_failed"),
        ("SELECT count(*) FROM mails WHERE state = 'queued' AND last_problem IS NOT NULL", "mails_waiting"),
        ("SELECT 1 FROM orders WHERE like_premise = 9 AND like_surname = 8 AND state = 'dispatched'", "orders_posted"),
        ("SELECT 1 FROM orders WHERE like_premise = 9 AND return_reason IS NOT NULL LIMIT 1", "orders_returned"),
        ("SELECT 1 FROM orders WHERE batch_id = 9 AND state = 'batched'", "orders_to_post"),
        ("SELECT id FROM orders WHERE again_of = 9", "orders_again"),
    ])
    func `a question over all orders or mails is answered by its index`(sql: String, index: String) throws {
        let world = try World()
        let plan = try world.store.pool.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(sql)") }
        #expect(plan.contains { ($0["detail"] as String).contains(index) }, "\(plan)")
    }

    @Test func `no question of the worklist reads all orders or all mails`() async throws {
        let world = try World()
        let plans = Plans()
        try await world.store.pool.read { db in
            db.trace { if case .statement(let statement) = $0 { plans.add(statement.sql) } }
        }
        _ = try await worklist(world)
        _ = try await world.store.catalogueChanged(ships: ["x"], waits: ["y"], at: world.now, who: "batch")
        #expect(plans.statements.count > 10)
        // Indices that hold only what there is to do.
        let few = ["orders_to_post", "mails_waiting", "orders_needed"]
        for sql in plans.statements where sql.hasPrefix("SELECT") {
            let bound = sql.replacing("?", with: "NULL")
            let details = try await world.store.pool.read {
                try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(bound)").map { $0["detail"] as String }
            }
            let scans = details.filter { $0.hasPrefix("SCAN") && !few.contains(where: $0.contains) }
            #expect(scans.isEmpty, "\(sql)")
        }
    }

    @Test(arguments: ["100%", "a_b", "back\\slash", "%", "_"])
    func `what SQL takes for a pattern is looked for as it is`(text: String) async throws {
        let world = try World()
        let found = try await world.place(.fixture("a", .fixture(organisation: "Works \(text) Ltd")))
        _ = try await world.place(
            .fixture("b", .fixture(name: "Ben 100 a-b", organisation: "back slash", line: "9 Other Road")))
        #expect(try await world.store.find(text).map(\.reference) == [found])
    }

    @Test(arguments: [("LLŶN", true), ("ŷ", true), ("l%lŷn", false), ("łódź", false), ("œ", false), ("Ÿ", false)])
    func `other letters than ASCII's are found whatever the case`(text: String, isFound: Bool) async throws {
        let world = try World()
        let found = try await world.place(.fixture("a", .fixture(organisation: "Undeb Llŷn 50%")))
        _ = try await world.place(.numbered(2))
        #expect(try await world.store.find(text).map(\.reference) == (isFound ? [found] : []))
    }

    @Test func `the catalogue moves only what it names, and wakes nobody where nothing moves`() async throws {
        let world = try World()
        let unnamed = try await world.place(
            .fixture("a", .fixture(lines: [OrderLine(item: "gone", quantity: 1)]), waits: true))
        let before = try world.everything()
        let wake = world.directory + "/wake"
        let touched = try #require(TimeOfChange(of: wake))
        #expect(
            try await world.store.catalogueChanged(
                ships: ["leaflet-1"], waits: ["poster-a3"], at: world.now, who: "batch") == 0)
        #expect(try await world.store.catalogueChanged(ships: [], waits: [], at: world.now, who: "batch") == 0)
        #expect(try world.everything() == before)
        #expect(TimeOfChange(of: wake) == touched)
        #expect(try await world.state(of: unnamed) == .backordered)
    }
}
