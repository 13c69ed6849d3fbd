import Orders
import Testing

@testable import Store

@Suite struct EnclosureTests {
    @Test func `what was said when an order was taken is said again whenever it comes again`() async throws {
        let world = try World()
        let first = try await world.receive(
            .fixture(), .fixture(), .numbered(2).refused, enclosing: .request(nil))
        let words = "accepted \(try #require(first.answers[0].reference))"
        #expect(first.answers.map(\.outcome) == [.accepted, .duplicate, .rejected])
        #expect(first.answers.map(\.words) == [words, words, nil])
        let again = try await world.receive(
            .fixture(), enclosing: Enclosure(words: { _ in "something else" }), at: world.now + 60)
        #expect(again.answers.map(\.words) == [words])
        #expect(!again.isReplay)
        _ = try await world.store.cancel(try #require(first.answers[0].reference), at: world.now, who: "web")
        #expect(try await world.receive(.fixture(), enclosing: Enclosure()).answers.map(\.words) == [words])
    }

    @Test func `an order that came through a door without words has none`() async throws {
        let world = try World()
        _ = try await world.accept(.fixture())
        let again = try await world.receive(.fixture(), enclosing: .request(nil))
        #expect(again.answers.map(\.outcome) == [.duplicate])
        #expect(again.answers.map(\.words) == [nil])
    }

    @Test func `words name the reference that the order gets in the end`() async throws {
        struct Stuck: RandomNumberGenerator, Sendable {
            var drawn: UInt64 = 0
            mutating func next() -> UInt64 {
                drawn += 1
                return drawn / 16
            }
        }
        let world = try World()
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        let store = try Store.open(in: folder, identity: .init(mailDomain: "example.org"), random: Stuck())
        let answers = try await (1...40).asyncMap { number in
            try await world.receive(.numbered(number), enclosing: .request(nil), by: store).answers[0]
        }
        #expect(Set(answers.compactMap(\.reference)).count == 40)
        for answer in answers {
            #expect(answer.words == "accepted \(try #require(answer.reference))")
        }
        try store.close()
    }

    @Test func `a rehearsal says nothing, and keeps nothing`() async throws {
        let world = try World()
        _ = try await world.receive(.fixture(), enclosing: .request(nil))
        let before = try world.everything()
        let answers = try await world.store.outcomes(
            of: world.store.prepare([.fixture(), .numbered(2)]), at: world.now, duplicatesWithin: world.week,
            remember: world.quarter)
        #expect(answers.map(\.outcome) == [.duplicate, .accepted])
        #expect(answers.map(\.words) == [nil, nil])
        #expect(try world.everything() == before)
    }

    @Test(arguments: [true, false])
    func `the notice above the button is kept with each order taken under it`(isConsent: Bool) async throws {
        let world = try World()
        let agreement = Agreement(notice: "3f2a", isConsent: isConsent)
        let reference = try #require(
            try await world.receive(.fixture(), enclosing: Enclosure(agreement: agreement)).answers[0].reference)
        let later = Enclosure(agreement: Agreement(notice: "77b1", isConsent: !isConsent))
        _ = try await world.receive(.fixture(), enclosing: later, at: world.now + 60)
        let kept = try #require(try await world.store.agreement(of: reference))
        #expect(kept.agreement == agreement, "that of the first time")
        #expect(kept.at == world.now)
    }

    @Test func `an order from a door without a notice has no agreement`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        #expect(try await world.store.agreement(of: reference) == nil)
        let unknown = Reference(number: 99)
        await #expect(throws: StoreError.noSuchOrder(unknown)) { try await world.store.agreement(of: unknown) }
    }

    @Test(arguments: ["agreements", "submissions"])
    func `an order whose agreement or words can't be kept isn't taken`(table: String) async throws {
        let world = try World()
        try world.refuseRows(of: table)
        let before = try world.everything()
        let enclosure = Enclosure(
            words: { _ in "words" }, agreement: Agreement(notice: "3f2a", isConsent: true))
        let reception = try await world.receive(.fixture(), enclosing: enclosure)
        #expect(reception.answers == [Answer(outcome: .rejected, problems: [Intake.unstorable])])
        #expect(try world.everything() == before)
    }

    @Test func `what a door found odd is kept with the order that is held for it`() async throws {
        let world = try World()
        var arrival = Arrival.fixture(heldBecause: [.manual])
        arrival.heldNote = "the form was sent within a second"
        let held = try #require(try await world.store.order(try await world.place(arrival)))
        #expect(held.state == .held)
        #expect(held.heldBecause == [.manual])
        #expect(held.heldNote == "the form was sent within a second")
        var other = Arrival.numbered(2)
        other.heldNote = "nothing that holds it"
        #expect(try await world.store.order(try await world.place(other))?.heldNote == nil)
    }

    @Test func `the submission is given word for word`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        #expect(try await world.store.original(of: reference) == "as it came")
        let unknown = Reference(number: 99)
        await #expect(throws: StoreError.noSuchOrder(unknown)) { try await world.store.original(of: unknown) }
    }

    @Test func `an order is shown to the producer that it came from, and to no other`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture(producer: "token:shop"))
        #expect(try await world.store.order(reference, producer: "token:shop")?.reference == reference)
        #expect(try await world.store.order(reference, producer: "token:other") == nil)
        #expect(try await world.store.order(Reference(number: 99), producer: "token:shop") == nil)
    }

    @Test(arguments: OrderState.allCases)
    func `an order is cancelled only in the states in which whoever asks may`(state: OrderState) async throws {
        let world = try World()
        let reference = try await world.order(state)
        let allowed: Set<OrderState> = [.accepted, .held, .backordered, .returned]
        func cancel() async throws -> PlacedOrder {
            try await world.store.cancel(reference, ifIn: allowed, at: world.now, who: "web")
        }
        if allowed.contains(state), state != .returned {
            #expect(try await cancel().state == .cancelled)
        } else {
            try await world.expectRefusal(world.forbids(reference, state, "cancelled")) { try await cancel() }
        }
    }
}
