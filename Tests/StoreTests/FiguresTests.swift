import GRDB
import Orders
import Testing

@testable import Store

@Suite struct FiguresTests {
    @Test func `an empty store has no figures`() async throws {
        let world = try World()
        #expect(try await world.store.figures() == StoreFigures())
    }

    @Test func `orders, batches and mails are counted by their states`() async throws {
        let world = try World()
        for (number, state) in OrderState.allCases.enumerated() {
            let order = Order.fixture(
                name: "Person \(number)", organisation: nil, line: "\(number + 1) Example Street")
            _ = try await world.order(state, order, id: "web-\(number)")
        }
        let figures = try await world.store.figures()
        #expect(figures.orders == Dictionary(uniqueKeysWithValues: OrderState.allCases.map { ($0, 1) }))
        #expect(figures.batches == [.closed: 1, .dispatched: 2])
        let mails = try world.store.pool.read {
            try Row.fetchAll($0, sql: "SELECT state, count(*) FROM mails GROUP BY state")
        }
        let counted = try mails.map { (try #require(MailState(rawValue: $0[0])), $0[1] as Int) }
        #expect(figures.mails == Dictionary(uniqueKeysWithValues: counted))
        #expect(Set(figures.mails.keys) == [.queued, .cancelled])
        #expect(figures.oldestAccepted == world.now)
    }

    @Test func `a mail is counted once, whatever becomes of it`() async throws {
        let world = try World()
        for number in 1...5 { _ = try await world.accept(.numbered(number)) }
        func mails() async throws -> [MailState: Int] { try await world.store.figures().mails }
        #expect(try await mails() == [.queued: 5])
        try await world.compose()
        #expect(try await mails() == [.queued: 5])
        let owner = try world.store.enrol(role: "mail", at: world.now)
        func next(after finished: (MailAttempt, MailOutcome)? = nil) throws -> MailAttempt {
            try #require(
                try world.store.advance(
                    finished: finished.map { (attempt: $0.0, outcome: $0.1) }, takeNext: true, owner: owner,
                    at: world.now))
        }
        let first = try next()
        #expect(try await mails() == [.queued: 5])
        let second = try next(after: (first, .sent))
        #expect(try await mails() == [.queued: 4, .sent: 1])
        let third = try next(after: (second, .failed(problem: "550")))
        _ = try next(after: (third, .retry(at: world.now + 60, problem: "450")))
        #expect(try await mails() == [.queued: 3, .sent: 1, .failed: 1])
    }

    @Test func `the oldest order and the mail that is due first are told`() async throws {
        let world = try World()
        let first = try await world.place(.numbered(1), at: world.now - 500)
        _ = try await world.place(.numbered(2, owesMail: false), at: world.now - 300)
        _ = try await world.place(.fixture("held", heldBecause: [.quantity], owesMail: false), at: world.now - 900)
        #expect(try await world.store.figures().oldestAccepted == world.now - 500)
        #expect(try await world.store.figures().oldestDueMail == world.now - 500)
        try await world.send()
        _ = try await world.close([first])
        #expect(try await world.store.figures().oldestAccepted == world.now - 300)
        #expect(try await world.store.figures().oldestDueMail == nil)
    }

    @Test func `no figure reads all orders or all mails`() async throws {
        let world = try World()
        let plans = Plans()
        try await world.store.pool.read { db in
            db.trace { if case .statement(let statement) = $0 { plans.add(statement.sql) } }
        }
        _ = try await world.store.figures()
        let questions = plans.statements.filter { $0.hasPrefix("SELECT") && !$0.contains("FROM batches") }
        #expect(questions.count >= 4)
        for sql in questions {
            let details = try await world.store.pool.read {
                try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(sql.replacing("?", with: "NULL"))").map {
                    $0["detail"] as String
                }
            }
            let scans = details.filter { $0.hasPrefix("SCAN") && $0 != "SCAN CONSTANT ROW" && !$0.contains("INDEX") }
            #expect(scans.isEmpty, "\(sql): \(details)")
        }
    }
}
