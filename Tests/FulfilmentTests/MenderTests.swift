import Orders
import Press
import Store
import Testing

@testable import Fulfilment

@Suite struct MenderTests {
    private func mender(_ workshop: Workshop) -> Mender {
        Mender(
            store: workshop.store,
            rules: Rules(catalogue: Workshop.catalogue, today: workshop.clock.today, calendar: Workshop.calendar),
            clock: workshop.clock)
    }

    /// Takes orders, closes a batch of them and posts them.
    private func posted(_ count: Int, _ workshop: Workshop) async throws -> [Reference] {
        let references = try await workshop.take((1...count).map { .fixture($0) }).compactMap(\.reference)
        let batch = try #require(try await workshop.batcher(try Press()).close(who: "test").snapshots.first?.id)
        _ = try await workshop.store.dispatch(references, of: batch, grace: 900, at: workshop.time.now, who: "test")
        return references
    }

    @Test func `amends an order in a batch by pulling it out`() async throws {
        let workshop = try Workshop()
        let reference = try #require(try await workshop.take([.fixture()]).first?.reference)
        _ = try await workshop.batcher(try Press()).close(who: "test")

        let mended = try await mender(workshop).amend(
            reference, ["addressLine1=2 Mended Road", "leaflet-1=200"], who: "test")

        #expect(mended.before.state == .batched)
        #expect(mended.after.state == .accepted)
        #expect(mended.fields == ["address.lines", "items"])
        #expect(mended.after.order.address.lines == ["2 Mended Road"])
        #expect(mended.after.order.lines == [OrderLine(item: "leaflet-1", quantity: 200)])
        #expect(try await workshop.store.orders(state: .accepted) == [mended.after])
    }

    @Test func `says everything that is wrong at once, and changes nothing`() async throws {
        let workshop = try Workshop()
        let reference = try #require(try await workshop.take([.fixture()]).first?.reference)
        let before = try await workshop.store.order(reference)

        await #expect {
            try await mender(workshop).amend(reference, ["postcode=RH6 OHP", "leaflet-1=30"], who: "test")
        } throws: { error in
            (error as? Mender.Refusal)?.problems.map(\.field) == ["postcode", "quantity"]
        }
        #expect(try await workshop.store.order(reference) == before)
        #expect(try await workshop.store.history(of: reference).count == 1)
    }

    @Test func `changes nothing where everything is so already`() async throws {
        let workshop = try Workshop()
        let reference = try #require(try await workshop.take([.fixture()]).first?.reference)

        let mended = try await mender(workshop).amend(reference, ["town=Manchester"], who: "test")

        #expect(mended.fields.isEmpty)
        #expect(mended.after == mended.before)
        #expect(try await workshop.store.history(of: reference).count == 1)
    }

    @Test func `holds an order whose new address is one that a packet came back from`() async throws {
        let workshop = try Workshop()
        let references = try await posted(1, workshop)
        _ = try await workshop.store.markReturned(references[0], reason: .refused, at: workshop.time.now, who: "test")
        let other = try #require(try await workshop.take([.fixture(2)]).first?.reference)

        let mended = try await mender(workshop).amend(other, ["addressLine1=1 Example Street"], who: "test")

        #expect(mended.after.state == .held)
        #expect(mended.after.heldBecause == [.returnedAddress])
        #expect(try await workshop.store.orders(state: .held) == [mended.after])
    }

    @Test func `sends again with what is different, once`() async throws {
        let workshop = try Workshop()
        let references = try await posted(1, workshop)
        _ = try await workshop.store.markReturned(references[0], reason: .moved, at: workshop.time.now, who: "test")

        let mended = try await mender(workshop).again(
            references[0], ["addressLine1=9 New Street", "postcode=EH1 1AA"], who: "test")

        #expect(mended.after.state == .accepted)
        #expect(mended.after.reference != references[0])
        #expect(mended.after.order.address.lines == ["9 New Street"])
        #expect(mended.after.order.lines == mended.before.order.lines)
        await #expect(throws: StoreError.sentAgain(references[0], as: mended.after.reference)) {
            try await mender(workshop).again(references[0], [], who: "test")
        }
    }

    @Test func `a new order is judged like one that comes in now`() async throws {
        let workshop = try Workshop()
        let references = try await posted(1, workshop)

        await #expect {
            try await mender(workshop).again(references[0], ["items=leaflet-9:100"], who: "test")
        } throws: { error in
            (error as? Mender.Refusal)?.problems.map(\.field) == ["item"]
        }
        let large = try await mender(workshop).again(references[0], ["leaflet-1=2000"], who: "test")
        #expect(large.after.state == .held)
        #expect(large.after.heldBecause == [.quantity])
        #expect(try await workshop.store.orders(state: .held) == [large.after])
    }

    /// What somebody wrote by e-mail, of which only the name could be read.
    private func unreadable(_ workshop: Workshop) async throws -> Reference {
        let delivery = Receiver.Delivery(
            submission: Submission(name: "Person Number 1", email: "person1@example.org"),
            source: Source(door: .mail, origin: "UID 1", row: nil), original: "Some of them please", isFromAPerson: true
        )
        let reception = try await workshop.receiver.take(
            [delivery], from: Receiver.Sender(producer: "mail", who: "mail"))
        return try #require(reception.answers.first?.reference)
    }

    @Test func `what is missing of an unreadable order can be given bit by bit`() async throws {
        let workshop = try Workshop()
        let reference = try await unreadable(workshop)

        let begun = try await mender(workshop).amend(
            reference, ["address line 1=1 Example Street", "postcode=m9 0sq"], who: "test")
        #expect(begun.after.heldBecause == [.unreadable])
        #expect(begun.warnings.map(\.field) == ["town", "items"])
        #expect(begun.after.order.address.lines == ["1 Example Street"])
        #expect(try await workshop.store.order(reference) == begun.after)

        let whole = try await mender(workshop).amend(
            reference, ["town=Manchester", "items=leaflet-1:100"], who: "test")
        #expect(whole.warnings.isEmpty)
        #expect(whole.after.state == .held)
        #expect(whole.after.heldBecause == [.manual])
        #expect(whole.after.heldNote == AmendedOrder.releaseNote)
        #expect(
            try await workshop.store.history(of: reference).map(\.what) == [
                "held: unreadable", "amended: address.lines, postcode",
                "amended: town, items; whole now: look and release",
            ])
        let free = try await workshop.store.release(reference, waits: false, at: workshop.time.now, who: "test")
        #expect(free.state == .accepted)
    }

    @Test func `one call makes an unreadable order whole`() async throws {
        let workshop = try Workshop()
        let reference = try await unreadable(workshop)
        let mended = try await mender(workshop).amend(
            reference,
            ["address.lines=1 Example Street", "town=Dublin 2", "postcode=D02X285", "item=leaflet-1", "quantity=2000"],
            who: "test")
        #expect(mended.after.order.isWhole)
        #expect(mended.after.order.address.country == .ireland)
        #expect(mended.after.heldBecause == [.quantity])
        let last = try await workshop.store.history(of: reference).last?.what
        #expect(last?.hasSuffix("; whole now: held: quantity") == true, "\(last ?? "")")
    }

    @Test(arguments: [
        (["town=Manchester", "postcode=RH6 OHP"], ["addressLine1", "items", "postcode"]),
        (["quantity=100"], ["quantity"]), (["leaflet-1=0"], ["leaflet-1"]),
    ])
    func `a wrong field of an unreadable order keeps the others out`(words: [String], fields: [String]) async throws {
        let workshop = try Workshop()
        let reference = try await unreadable(workshop)
        let before = try await workshop.store.order(reference)
        await #expect {
            try await mender(workshop).amend(reference, words, who: "test")
        } throws: { error in
            let problems = (error as? Mender.Refusal)?.problems ?? []
            return problems.map(\.field).sorted() == fields && problems.allSatisfy { $0.hint?.isEmpty == false }
        }
        #expect(try await workshop.store.order(reference) == before)
    }
}
