import Orders
import Testing

@testable import Store

@Suite struct OrderingTwiceTests {
    @Test func `the same person ordering the same item again is held, and the earlier order named`() async throws {
        let world = try World()
        let first = try await world.place(.fixture("web-1"))
        let answer = try await world.accept(.fixture("web-2", .fixture(name: "A. KHAN")), at: world.now + 60)[0]
        #expect(answer.outcome == .held)
        #expect(answer.heldBecause == [.duplicate])
        #expect(answer.warnings.count == 1)
        #expect(answer.warnings[0].problem.contains(first.description))
        let second = try #require(answer.reference)
        #expect(try await world.store.order(second)?.heldBecause == [.duplicate])
        #expect(try await world.store.history(of: second).map(\.what) == ["held: duplicate of \(first)"])
        #expect(try await world.store.mails(of: second).map(\.kind) == [.held])
    }

    @Test func `twice in one file is seen as well`() async throws {
        let world = try World()
        #expect(try await world.accept(.fixture("a"), .fixture("b")).map(\.outcome) == [.accepted, .held])
    }

    @Test(arguments: [
        Order.fixture(lines: [OrderLine(item: "poster-a3", quantity: 1)]),
        .fixture(organisation: nil, line: "2 Example Street"),
        .fixture(organisation: nil, postcode: "M9 0SR"),
    ])
    func `another item, premise or postcode is no double`(order: Order) async throws {
        let world = try World()
        _ = try await world.place(.fixture("web-1", .fixture(organisation: nil)))
        let answer = try await world.accept(.fixture("web-2", order))[0]
        #expect(answer.outcome == .accepted)
        #expect(answer.warnings.isEmpty)
    }

    @Test func `after the days that the settings say it is no double`() async throws {
        let world = try World()
        _ = try await world.place(.fixture("web-1"))
        let onTime = try await world.accept(.fixture("web-2"), at: world.now + world.week - 1)[0]
        #expect(onTime.outcome == .held)
        let late = try await world.accept(.fixture("web-3"), at: world.now + 2 * world.week - 1)[0]
        #expect(late.outcome == .accepted)
    }

    @Test func `a cancelled order is no double's first`() async throws {
        let world = try World()
        let first = try await world.place(.fixture("web-1"))
        _ = try await world.store.cancel(first, at: world.now, who: "root")
        #expect(try await world.accept(.fixture("web-2"))[0].outcome == .accepted)
    }

    @Test(arguments: [
        Order.fixture(name: "Zoe Example", organisation: nil),
        .fixture(name: "Zoe Example", line: "77 Other Road", postcode: "M1 1AA"),
    ])
    func `another person there is accepted with a word about the first`(order: Order) async throws {
        let world = try World()
        let first = try await world.place(.fixture("web-1"))
        let answer = try await world.accept(.fixture("web-2", order))[0]
        #expect(answer.outcome == .accepted)
        #expect(answer.warnings.map(\.problem) == ["also \(first), 100, accepted"])
        let second = try #require(answer.reference)
        #expect(try await world.store.history(of: second).map(\.what) == ["accepted; also \(first)"])
    }

    @Test(arguments: Source.Door.allCases)
    func `only the campaign's own doors are told of other people's orders`(door: Source.Door) async throws {
        let world = try World()
        let first = try await world.place(.fixture("web-1"))
        let another = Order.fixture(name: "Zoe Example")
        let (also, twice) = (
            try await world.accept(.fixture("web-2", another).through(door))[0],
            try await world.accept(.fixture("web-3").through(door))[0]
        )
        let isOwn = door == .file || door == .submit
        #expect(also.outcome == .accepted)
        #expect(also.warnings.isEmpty == !isOwn)
        #expect(twice.heldBecause == [.duplicate])
        #expect(twice.warnings.isEmpty == !isOwn)
        // The dispatcher reads it in any case.
        #expect(try await world.story(of: try #require(also.reference)) == ["accepted; also \(first)"])
        #expect(try await world.story(of: try #require(twice.reference)) == ["held: duplicate of \(first)"])
    }

    @Test(arguments: Source.Door.allCases)
    func `nor of packets that came back`(door: Source.Door) async throws {
        let world = try World()
        let returned = try await world.order(.returned)
        let answer = try await world.accept(
            .fixture("web-2", .fixture(lines: [OrderLine(item: "poster-a3", quantity: 1)])).through(door))[0]
        #expect(answer.heldBecause == [.returnedAddress])
        #expect(answer.warnings.isEmpty == !(door == .file || door == .submit))
        let story = try await world.story(of: try #require(answer.reference))
        #expect(story == ["held: returned-address of \(returned)"])
    }

    @Test func `no more than three others are named`() async throws {
        let world = try World()
        for name in ["Ann One", "Ben Two", "Cal Three", "Dee Four"] {
            _ = try await world.accept(.fixture(name, .fixture(name: name)))
        }
        let answer = try await world.accept(.fixture("last", .fixture(name: "Eve Five")))[0]
        #expect(answer.outcome == .accepted)
        #expect(answer.warnings.count == 3)
    }

    @Test func `an order without postcode or organisation is like no other`() async throws {
        let world = try World()
        let order = Order.fixture(organisation: nil, postcode: nil)
        #expect(
            try await world.accept(.fixture("a", order), .fixture("b", order)).map(\.outcome)
                == [.accepted, .accepted])
    }

    @Test func `a rehearsal says what would happen, names nothing that isn't there, and stores nothing`() async throws {
        let world = try World()
        let first = try await world.place(.fixture("web-1"))
        let before = try world.everything()
        let answers = try await world.store.outcomes(
            of: world.store.prepare([
                .fixture("web-1"), .fixture("web-2"), .numbered(3), .numbered(3), .numbered(4).refused,
                .fixture("web-5", Arrival.numbered(3).verdict.order ?? .fixture()),
            ]), at: world.now, duplicatesWithin: world.week, remember: world.quarter)
        #expect(answers.map(\.outcome) == [.duplicate, .held, .accepted, .duplicate, .rejected, .held])
        #expect(answers.map(\.reference) == [first, nil, nil, nil, nil, nil])
        #expect(answers[1].warnings[0].problem.contains(first.description))
        #expect(!answers[5].warnings[0].problem.contains("HB-"))
        #expect(try world.everything() == before)
    }
}
