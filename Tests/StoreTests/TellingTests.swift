import Orders
import Testing

@testable import Store

/// What the supporter hears when an order goes another way.
@Suite struct TellingTests {
    private struct Desk {
        let world: World
        let reference: Reference

        init(_ arrival: Arrival = .fixture()) async throws {
            world = try World()
            reference = try await world.place(arrival)
        }

        /// The order's mails, as "confirmation sent".
        var mails: [String] {
            get async throws {
                try await world.store.mails(of: reference).map { "\($0.kind) \($0.state)" }
            }
        }

        /// Sends every mail that is due, with this outcome.
        func send(_ outcome: MailOutcome = .sent) async throws {
            try await world.compose()
            let owner = try world.store.enrol(role: "mail", at: world.now)
            var finished: (attempt: MailAttempt, outcome: MailOutcome)?
            while let attempt = try world.store.advance(
                finished: finished, takeNext: true, owner: owner, at: world.now)
            {
                finished = (attempt, outcome)
            }
            try world.store.retire(owner)
        }

        func hold() async throws {
            _ = try await world.store.hold(reference, because: "ask first", at: world.now, who: "root")
        }

        func holdBack() async throws {
            _ = try await world.store.holdBack(
                [(reference, [.unprintable], "too long")], at: world.now, who: "batch")
        }

        func release(waits: Bool = false) async throws {
            _ = try await world.store.release(reference, waits: waits, at: world.now, who: "root")
        }

        func cancel() async throws {
            _ = try await world.store.cancel(reference, at: world.now, who: "root")
        }

        func catalogue(ships: Bool) async throws {
            _ = try await world.store.catalogueChanged(
                ships: ships ? ["leaflet-1"] : [], waits: ships ? [] : ["leaflet-1"], at: world.now, who: "batch")
        }
    }

    private static let deferral = MailOutcome.retry(at: 1_900_000_000, problem: "450 try later")
    private static let lost = MailOutcome.ambiguous(retryAt: 1_900_000_000)

    @Test func `what was confirmed and held isn't confirmed twice`() async throws {
        let desk = try await Desk()
        try await desk.send()
        try await desk.hold()
        try await desk.release()
        #expect(try await desk.mails == ["confirmation sent"])
    }

    @Test func `a confirmation that nobody sent yet is taken back by a hold, and owed again by the release`()
        async throws
    {
        let desk = try await Desk()
        try await desk.world.compose()
        try await desk.hold()
        #expect(try await desk.mails == ["confirmation cancelled", "held queued"], "she is to know that it is here")
        #expect(try desk.world.number("SELECT count(*) FROM mail_messages") == 0)
        try await desk.release()
        #expect(try await desk.mails == ["confirmation cancelled", "held cancelled", "confirmation queued"])
    }

    @Test func `a mail that was asked for once more isn't forgotten by a hold`() async throws {
        let desk = try await Desk()
        try await desk.send()
        let right = try EmailAddress.read("right@example.org").get()
        _ = try await desk.world.store.mailAgain(
            desk.reference, to: right, grace: 0, at: desk.world.now, who: "root")
        try await desk.hold()
        #expect(try await desk.mails == ["confirmation sent", "confirmation cancelled"])
        try await desk.release()
        #expect(try await desk.mails.last == "changed queued")
    }

    @Test func `a mail that says held is taken back by the release, also when its text is ready`() async throws {
        let desk = try await Desk(.fixture(heldBecause: [.quantity]))
        try await desk.world.compose()
        try await desk.release()
        #expect(try await desk.mails == ["held cancelled", "confirmation queued"])
        #expect(try desk.world.number("SELECT count(*) FROM mail_messages") == 0)
    }

    @Test(arguments: [false, true])
    func `who was told held is told where the order stands after the release`(waits: Bool) async throws {
        let desk = try await Desk()
        try await desk.send()
        try await desk.holdBack()
        try await desk.send()
        try await desk.release(waits: waits)
        #expect(
            try await desk.mails == [
                "confirmation sent", "held sent", "\(waits ? "backordered" : "confirmation") queued",
            ])
    }

    @Test func `an order that is held back takes back its confirmation`() async throws {
        let desk = try await Desk()
        try await desk.holdBack()
        #expect(try await desk.mails == ["confirmation cancelled", "held queued"])
    }

    @Test func `a confirmation whose answer was lost is neither taken back nor owed again`() async throws {
        let desk = try await Desk()
        try await desk.send(Self.lost)
        try await desk.hold()
        try await desk.release()
        #expect(try await desk.mails == ["confirmation queued"])
        try await desk.cancel()
        #expect(try await desk.mails == ["confirmation queued", "cancelled queued"])
    }

    @Test func `a deferred mail surely didn't arrive, and is taken back by a cancellation`() async throws {
        let desk = try await Desk()
        try await desk.send(Self.deferral)
        #expect(try await desk.mails == ["confirmation queued"])
        try await desk.cancel()
        #expect(try await desk.mails == ["confirmation cancelled", "cancelled queued"])
        #expect(try desk.world.number("SELECT count(*) FROM mail_messages") == 0)
    }

    @Test func `a mail that somebody is sending isn't taken back`() async throws {
        let desk = try await Desk()
        try await desk.world.compose()
        let store = desk.world.store
        let owner = try store.enrol(role: "mail", at: desk.world.now)
        let attempt = try #require(
            try store.advance(finished: nil, takeNext: true, owner: owner, at: desk.world.now))
        try await desk.cancel()
        #expect(try await desk.mails == ["confirmation queued", "cancelled queued"])
        _ = try store.advance(finished: (attempt, .sent), takeNext: false, owner: owner, at: desk.world.now)
        #expect(try await desk.mails == ["confirmation sent", "cancelled queued"])
    }

    @Test(arguments: [true, false])
    func `an order whose items ship at last, or no longer, says so`(ships: Bool) async throws {
        let desk = try await Desk(.fixture(waits: ships))
        let (before, after) = ships ? ("backordered", "confirmation") : ("confirmation", "backordered")
        try await desk.send()
        try await desk.catalogue(ships: ships)
        try await desk.catalogue(ships: ships)
        #expect(try await desk.mails == ["\(before) sent", "\(after) queued"])
        try await desk.catalogue(ships: !ships)
        #expect(try await desk.mails == ["\(before) sent", "\(after) cancelled"])
    }

    @Test func `a change of the catalogue takes back what nobody sent yet`() async throws {
        let desk = try await Desk(.fixture(waits: true))
        try await desk.catalogue(ships: true)
        #expect(try await desk.mails == ["backordered cancelled", "confirmation queued"])
    }

    @Test(arguments: [Arrival.fixture(owesMail: false), .fixture("web-1", .fixture(email: nil))])
    func `nobody is ever written to who isn't to be or can't be`(arrival: Arrival) async throws {
        let desk = try await Desk(arrival)
        try await desk.hold()
        try await desk.release()
        try await desk.catalogue(ships: false)
        try await desk.catalogue(ships: true)
        try await desk.holdBack()
        try await desk.cancel()
        #expect(try await desk.mails == [])
    }
}
