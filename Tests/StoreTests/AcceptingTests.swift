import GRDB
import Orders
import Testing

@testable import Store

@Suite struct AcceptingTests {
    @Test func `stores the whole order with all that hangs on it`() async throws {
        let world = try World()
        let order = Order.fixture(
            lines: [OrderLine(item: "poster-a3", quantity: 5), OrderLine(item: "leaflet-1", quantity: 100)],
            neededBy: LocalDate("2026-12-17"), note: "For the early shift")
        let answer = try await world.accept(.fixture("web-1", order))[0]
        #expect(answer.outcome == .accepted)
        let reference = try #require(answer.reference)
        let placed = try #require(try await world.store.order(reference))
        #expect(
            placed
                == PlacedOrder(
                    reference: reference, state: .accepted, receivedAt: world.now, door: .file, order: order))
        #expect(
            try await world.store.history(of: reference)
                == [HistoryEntry(at: world.now, who: "file", what: "accepted")])
        let mails = try await world.store.mails(of: reference)
        #expect(mails.map(\.kind) == [.confirmation])
        #expect(mails.map(\.nextAttemptAt) == [world.now])
        #expect(try world.number("SELECT count(*) FROM submissions WHERE original = 'as it came' AND row = 2") == 1)
    }

    @Test(arguments: [
        (Arrival.fixture(heldBecause: [.quantity, .tooLate]), Answer.Outcome.held, MailKind.held),
        (.fixture(waits: true), .backordered, .backordered),
        (.fixture(heldBecause: [.quantity], waits: true), .held, .held),
        (.fixture(), .accepted, .confirmation),
    ])
    func `the verdict decides state and mail`(arrival: Arrival, outcome: Answer.Outcome, mail: MailKind) async throws {
        let world = try World()
        let answer = try await world.accept(arrival)[0]
        #expect(answer.outcome == outcome)
        #expect(answer.heldBecause == arrival.verdict.heldBecause)
        let reference = try #require(answer.reference)
        let placed = try #require(try await world.store.order(reference))
        #expect(placed.state.rawValue == outcome.rawValue)
        #expect(placed.heldBecause == arrival.verdict.heldBecause)
        #expect(try await world.store.mails(of: reference).map(\.kind) == [mail])
    }

    @Test(arguments: [
        Arrival.fixture(owesMail: false), .fixture("web-1", .fixture(email: nil)),
        .fixture(heldBecause: [.mailAddress]),
    ])
    func `owes no mail that nobody wants or can get`(arrival: Arrival) async throws {
        let world = try World()
        let reference = try await world.place(arrival)
        #expect(try await world.store.mails(of: reference).isEmpty)
    }

    @Test func `the same id and content is a duplicate with the first reference`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let before = try world.everything()
        #expect(try await world.accept(.fixture()) == [Answer(outcome: .duplicate, reference: reference)])
        #expect(try await world.accept(.fixture().refused) == [Answer(outcome: .duplicate, reference: reference)])
        #expect(try world.everything() == before)
    }

    @Test func `it stays a duplicate after the order was cancelled`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        _ = try await world.store.cancel(reference, at: world.now, who: "root")
        #expect(try await world.accept(.fixture()) == [Answer(outcome: .duplicate, reference: reference)])
    }

    @Test func `the same id with other content is rejected`() async throws {
        let world = try World()
        _ = try await world.place(.fixture())
        let before = try world.everything()
        let other = Arrival.fixture("web-1", .fixture(name: "Zoe Example"))
        let answer = try await world.accept(other)[0]
        #expect(answer.outcome == .rejected)
        #expect(answer.reference == nil)
        #expect(answer.problems.map(\.field) == ["id"])
        #expect(answer.problems[0].problem.contains("id-used"))
        #expect(try world.everything() == before)
    }

    @Test func `ids of different producers never collide`() async throws {
        let world = try World()
        let outcomes = try await world.accept(
            .fixture("web-1", .fixture(name: "A One", line: "1 Example Street"), producer: "a"),
            .fixture("web-1", .fixture(name: "B Two", line: "2 Example Street"), producer: "b"))
        #expect(outcomes.map(\.outcome) == [.accepted, .accepted])
        #expect(outcomes[0].reference != outcomes[1].reference)
    }

    @Test func `without an id equal orders are told apart by their place in the file`() async throws {
        let world = try World()
        let first = Arrival.fixture(nil, place: 1)
        let second = Arrival.fixture(nil, place: 2)
        let answers = try await world.accept(first, second)
        #expect(answers.map(\.outcome) == [.accepted, .held])
        let again = try await world.accept(first, second)
        #expect(again.map(\.outcome) == [.duplicate, .duplicate])
        #expect(again.map(\.reference) == answers.map(\.reference))
    }

    @Test(arguments: [false, true])
    func `without an id the same content is a duplicate until it is forgotten, and then a new order`(
        isForgotten: Bool
    ) async throws {
        let world = try World()
        let first = try await world.place(.fixture(nil))
        let again = world.now + world.quarter - (isForgotten ? 0 : 1)
        let answer = try await world.accept(.fixture(nil), at: again)[0]
        #expect(answer.outcome == (isForgotten ? .accepted : .duplicate))
        #expect((answer.reference == first) == !isForgotten)
    }

    @Test func `content that was forgotten is known again by its new order`() async throws {
        let world = try World()
        _ = try await world.place(.fixture(nil))
        let second = try await world.place(.fixture(nil), at: world.now + world.quarter)
        let soon = world.now + world.quarter + 1
        #expect(try await world.accept(.fixture(nil), at: soon) == [Answer(outcome: .duplicate, reference: second)])
        #expect(try world.number("SELECT count(*) FROM idempotency_keys") == 1)
        #expect(try world.number("SELECT count(*) FROM orders") == 2)
    }

    @Test func `an id is never forgotten`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let later = world.now + 100 * world.quarter
        #expect(try await world.accept(.fixture(), at: later) == [Answer(outcome: .duplicate, reference: reference)])
    }

    @Test func `a rehearsal forgets the same`() async throws {
        let world = try World()
        _ = try await world.place(.fixture(nil))
        func rehearse(at time: Int64) async throws -> [Answer.Outcome] {
            try await world.store.outcomes(
                of: world.store.prepare([.fixture(nil)]), at: time, duplicatesWithin: world.week,
                remember: world.quarter
            ).map(\.outcome)
        }
        #expect(try await rehearse(at: world.now + world.quarter - 1) == [.duplicate])
        #expect(try await rehearse(at: world.now + world.quarter) == [.accepted])
    }

    @Test func `a rejection stores nothing and uses up no key`() async throws {
        let world = try World()
        let before = try world.everything()
        let answer = try await world.accept(.fixture().refused)[0]
        #expect(answer.outcome == .rejected)
        #expect(answer.problems.map(\.field) == ["postcode"])
        #expect(try world.everything() == before)
        #expect(try await world.accept(.fixture())[0].outcome == .accepted)
    }

    @Test func `answers come in the order of the arrivals`() async throws {
        let world = try World()
        let answers = try await world.accept(.numbered(1), .numbered(2).refused, .numbered(1), .numbered(3))
        #expect(answers.map(\.outcome) == [.accepted, .rejected, .duplicate, .accepted])
        #expect(answers[2].reference == answers[0].reference)
        #expect(try await world.store.orders().map(\.reference) == [answers[0], answers[3]].compactMap(\.reference))
    }

    @Test func `a row that breaks the schema keeps nothing else out and leaves nothing behind`() async throws {
        let world = try World()
        let impossible = Arrival.fixture("web-2", .fixture(lines: [OrderLine(item: "leaflet-1", quantity: 0)]))
        let answers = try await world.accept(.numbered(1), impossible, .numbered(3))
        #expect(answers.map(\.outcome) == [.accepted, .rejected, .accepted])
        #expect(try world.number("SELECT count(*) FROM orders") == 2)
        #expect(try world.number("SELECT count(*) FROM idempotency_keys") == 2)
        #expect(try await world.store.integrityCheck() == [])
    }

    @Test func `a reference that is taken is drawn again`() async throws {
        struct Stuck: RandomNumberGenerator, Sendable {
            var drawn: UInt64 = 0
            mutating func next() -> UInt64 {
                drawn += 1
                return drawn / 16
            }
        }
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        let store = try Store.open(in: folder, identity: .init(mailDomain: "example.org"), random: Stuck())
        let answers = try await store.accept(
            (1...40).map { Arrival.numbered($0) }, at: 0, duplicatesWithin: 0, remember: 0, who: "file")
        #expect(Set(answers.compactMap(\.reference)).count == 40)
        try store.close()
    }

    @Test func `neither keys nor history tell who ordered`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        _ = try await world.store.hold(reference, because: "Aisha Khan rang", at: world.now, who: "root")
        let told = try await world.store.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM idempotency_keys").map(\.description)
                + Row.fetchAll(db, sql: "SELECT * FROM order_history").map(\.description)
        }.joined()
        for word in ["Aisha", "Khan", "Example", "web-1", "M9"] {
            #expect(!told.contains(word))
        }
        #expect(try await world.store.order(reference)?.heldNote == "Aisha Khan rang")
    }
}
