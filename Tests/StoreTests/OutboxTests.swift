import Dispatch
import Foundation
import GRDB
import Orders
import Synchronization
import Testing

@testable import Store

@Suite struct OutboxTests {
    /// A world with this many composed mails that are due.
    private func worldOwing(_ count: Int) async throws -> World {
        let world = try World()
        let arrivals = (0..<count).map { Arrival.numbered($0) }
        _ = try await world.store.accept(
            arrivals, at: world.now, duplicatesWithin: 0, remember: world.quarter, who: "file")
        try await world.compose()
        return world
    }

    private func next(_ world: World, _ owner: Owner, at time: Int64? = nil) throws -> MailAttempt? {
        try world.store.advance(finished: nil, takeNext: true, owner: owner, at: time ?? world.now)
    }

    @Test func `a draft holds what was fixed when the mail became owed`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let draft = try #require(try await world.store.mailsToCompose(limit: 10).first)
        #expect(draft.kind == .confirmation)
        #expect(draft.date == world.now)
        #expect(draft.messageID.hasSuffix("@orders.example.org"))
        #expect(draft.order == (try await world.store.order(reference)))
        #expect(try await world.store.mailsToCompose(limit: 10) == [draft])
        try await world.compose()
        #expect(try await world.store.mailsToCompose(limit: 10).isEmpty)
    }

    @Test func `message ids and boundaries are never the same`() async throws {
        let world = try World()
        let arrivals = (0..<50).map { Arrival.numbered($0) }
        _ = try await world.store.accept(
            arrivals, at: world.now, duplicatesWithin: 0, remember: world.quarter, who: "file")
        let drafts = try await world.store.mailsToCompose(limit: 100)
        #expect(Set(drafts.map(\.messageID)).count == 50)
        #expect(Set(drafts.map(\.boundary)).count == 50)
    }

    @Test func `the bytes of a mail are stored once`() async throws {
        let world = try await worldOwing(1)
        let mail = try #require(try await world.store.mails().first)
        let address = try EmailAddress.read("zoe@example.org").get()
        let other = ComposedMail(id: mail.id, recipient: address, message: [1])
        #expect(try await world.store.saveComposed([other]) == 0)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        #expect(try next(world, owner)?.recipient.text == "aisha@example.org")
    }

    @Test func `a mail that can't be composed fails, with the reason`() async throws {
        let world = try World()
        _ = try await world.place(.fixture())
        let draft = try #require(try await world.store.mailsToCompose(limit: 1).first)
        try await world.store.failComposing(draft.id, problem: "no template", at: world.now)
        let mail = try #require(try await world.store.mails().first)
        #expect(mail.state == .failed)
        #expect(mail.lastProblem == "no template")
        #expect(mail.nextAttemptAt == nil)
    }

    @Test func `an attempt is committed as begun before it is handed out`() async throws {
        let world = try await worldOwing(1)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let attempt = try #require(try next(world, owner))
        #expect(attempt.number == 1)
        #expect(attempt.owedSince == world.now)
        #expect(attempt.recipient.text == "aisha@example.org")
        let begun = "SELECT count(*) FROM mails WHERE attempts = 1 AND attempt_begun_at = \(world.now)"
        #expect(try world.number(begun) == 1)
        #expect(try next(world, owner) == nil)
        #expect(try world.number("SELECT count(*) FROM mails WHERE claim_owner = '\(owner.id)'") == 1)
    }

    @Test func `once sent the bytes are gone and the record stays`() async throws {
        let world = try await worldOwing(2)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let first = try #require(try next(world, owner))
        let second = try #require(
            try world.store.advance(finished: (first, .sent), takeNext: true, owner: owner, at: world.now))
        #expect(second.id != first.id)
        let mails = try await world.store.mails()
        #expect(mails.map(\.state) == [.sent, .queued])
        #expect(mails[0].nextAttemptAt == nil)
        #expect(
            try world.store.advance(finished: (second, .sent), takeNext: true, owner: owner, at: world.now) == nil)
        #expect(try world.number("SELECT count(*) FROM mail_messages") == 0)
        #expect(try await world.store.mails().count == 2)
    }

    @Test func `the bytes of many sent mails don't pile up`() async throws {
        let world = try await worldOwing(100)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        var attempt = try #require(try next(world, owner))
        for _ in 1..<100 {
            attempt = try #require(
                try world.store.advance(finished: (attempt, .sent), takeNext: true, owner: owner, at: world.now))
        }
        #expect(try world.number("SELECT count(*) FROM mail_messages") == 36)
    }

    @Test func `the bytes that a dead process left behind go with its claims`() async throws {
        let world = try await worldOwing(2)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let first = try #require(try next(world, owner))
        _ = try world.store.advance(finished: (first, .sent), takeNext: true, owner: owner, at: world.now)
        owner.letGo()

        _ = try world.store.releaseDeadClaims(at: world.now)

        #expect(try world.number("SELECT count(*) FROM mail_messages") == 1)
    }

    @Test func `a retry sends the same bytes at its time, not before`() async throws {
        let world = try await worldOwing(1)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let first = try #require(try next(world, owner))
        let later = world.now + 600
        let retry = MailOutcome.retry(at: later, problem: "450 try later")
        #expect(
            try world.store.advance(finished: (first, retry), takeNext: true, owner: owner, at: world.now) == nil)
        #expect(try await world.store.mails()[0].nextAttemptAt == later)
        #expect(try await world.store.mails()[0].lastProblem == "450 try later")
        #expect(try next(world, owner, at: later - 1) == nil)
        let second = try #require(try next(world, owner, at: later))
        #expect(second.number == 2)
        #expect(second.message == first.message)
    }

    @Test func `a lost answer is kept apart and rests`() async throws {
        let world = try await worldOwing(1)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let attempt = try #require(try next(world, owner))
        let later = world.now + Store.ambiguousRest
        _ = try world.store.advance(
            finished: (attempt, .ambiguous(retryAt: later)), takeNext: false, owner: owner, at: world.now)
        let mail = try await world.store.mails()[0]
        #expect(mail.state == .queued)
        #expect(mail.lastProblem == "answer lost")
        #expect(mail.nextAttemptAt == later)
    }

    @Test func `a refusal for good is failed, with the server's words`() async throws {
        let world = try await worldOwing(1)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let attempt = try #require(try next(world, owner))
        _ = try world.store.advance(
            finished: (attempt, .failed(problem: "550 no such user")), takeNext: false, owner: owner, at: world.now)
        let mail = try await world.store.mails()[0]
        #expect(mail.state == .failed)
        #expect(mail.lastProblem == "550 no such user")
        #expect(try world.number("SELECT count(*) FROM mail_messages") == 0)
    }

    @Test func `an outcome is recorded once, and only by who holds the claim`() async throws {
        let world = try await worldOwing(2)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let other = try world.store.enrol(role: "mail", at: world.now)
        let attempt = try #require(try next(world, owner))
        #expect(throws: StoreError.staleClaim(mail: attempt.id)) {
            try world.store.advance(finished: (attempt, .sent), takeNext: true, owner: other, at: world.now)
        }
        #expect(try await world.store.mails().map(\.state) == [.queued, .queued])
        #expect(try await world.store.mails().map(\.attempts) == [1, 0])
        _ = try world.store.advance(finished: (attempt, .sent), takeNext: false, owner: owner, at: world.now)
        let before = try world.everything()
        #expect(throws: StoreError.staleClaim(mail: attempt.id)) {
            try world.store.advance(
                finished: (attempt, .failed(problem: "x")), takeNext: true, owner: owner, at: world.now)
        }
        #expect(try world.everything() == before)
    }

    /// Gives the order of this row a reference that is none.
    private func damage(_ row: Int, in world: World) throws {
        try world.execute("UPDATE orders SET reference = '********' WHERE id = \(row)")
    }

    @Test func `a mail that can't be read fails, and keeps neither the last outcome nor the next mail from their way`()
        async throws
    {
        let world = try await worldOwing(3)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let first = try #require(try next(world, owner))
        try damage(2, in: world)
        let third = try #require(
            try world.store.advance(finished: (first, .sent), takeNext: true, owner: owner, at: world.now))
        #expect(third.id == 3)
        let states = try await world.store.pool.read { try String.fetchAll($0, sql: "SELECT state FROM mails") }
        #expect(states == ["sent", "failed", "queued"])
        #expect(try world.number("SELECT count(*) FROM mails WHERE last_problem LIKE '%can''t be read%'") == 1)
    }

    @Test func `a draft that can't be read keeps no other from being composed`() async throws {
        let world = try World()
        _ = try await world.place(.numbered(1))
        let readable = try await world.place(.numbered(2))
        try damage(1, in: world)
        #expect(try await world.store.mailsToCompose(limit: 1).map(\.order.reference) == [readable])
        #expect(try world.number("SELECT count(*) FROM mails WHERE state = 'failed'") == 1)
    }

    @Test func `the outcome stays when the next attempt can't begin`() async throws {
        let world = try await worldOwing(2)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let first = try #require(try next(world, owner))
        try world.execute(
            """
            CREATE TRIGGER stop BEFORE UPDATE OF claim_owner ON mails WHEN new.claim_owner IS NOT NULL
            BEGIN SELECT raise(ABORT, 'no'); END
            """)
        #expect(throws: StoreError.self) {
            try world.store.advance(finished: (first, .sent), takeNext: true, owner: owner, at: world.now)
        }
        #expect(try await world.store.mails().map(\.state) == [.sent, .queued])
        try world.execute("DROP TRIGGER stop")
        #expect(try next(world, owner)?.number == 1)
    }

    @Test func `a full disk records nothing, and the same is recorded once there is room`() async throws {
        let world = try await worldOwing(2)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let first = try #require(try next(world, owner))
        try world.limit(pages: try world.number("PRAGMA page_count"))
        let before = try world.everything()
        let longer = MailOutcome.retry(at: world.now + 1, problem: String(repeating: "no ", count: 100_000))
        #expect(throws: StoreError.diskFull) {
            try world.store.advance(finished: (first, longer), takeNext: true, owner: owner, at: world.now)
        }
        #expect(try world.everything() == before)
        try world.limit(pages: 1_000_000)
        _ = try world.store.advance(finished: (first, longer), takeNext: false, owner: owner, at: world.now)
        #expect(try await world.store.mails()[0].nextAttemptAt == world.now + 1)
    }

    @Test func `an address that a stricter rule wouldn't take any more is still read and written to`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        try world.execute("UPDATE orders SET email = 'office'")
        #expect(try await world.store.order(reference)?.order.email?.text == "office")
        try await world.compose()
        let owner = try world.store.enrol(role: "mail", at: world.now)
        #expect(try next(world, owner)?.recipient.text == "office")
    }

    @Test func `threads share the outbox, and each mail goes to one of them`() async throws {
        let world = try await worldOwing(60)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let sent = Mutex<[Int64]>([])
        let done = DispatchGroup()
        for _ in 0..<4 {
            done.enter()
            Thread {
                var last: MailAttempt?
                while let attempt = try? world.store.advance(
                    finished: last.map { ($0, .sent) }, takeNext: true, owner: owner, at: world.now)
                {
                    sent.withLock { $0.append(attempt.id) }
                    last = attempt
                }
                done.leave()
            }.start()
        }
        await withCheckedContinuation { continuation in
            done.notify(queue: .global()) { continuation.resume() }
        }
        #expect(sent.withLock { $0.count } == 60)
        #expect(sent.withLock { Set($0).count } == 60)
        #expect(try await world.store.figures().mails == [.sent: 60])
    }

    @Test func `a hurried mail is due now`() async throws {
        let world = try await worldOwing(2)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        for _ in 0..<2 {
            let attempt = try #require(try next(world, owner))
            let retry = MailOutcome.retry(at: world.now + 600, problem: "450")
            _ = try world.store.advance(finished: (attempt, retry), takeNext: false, owner: owner, at: world.now)
        }
        let ids = try await world.store.mails().map(\.id)
        #expect(try world.store.retryMail(ids[1], at: world.now) == 1)
        #expect(try await world.store.mails().map(\.nextAttemptAt) == [world.now + 600, world.now])
        #expect(try world.store.retryMail(at: world.now) == 1)
        #expect(try world.store.retryMail(at: world.now) == 0)
        #expect(throws: StoreError.noSuchMail(99)) { try world.store.retryMail(99, at: world.now) }
    }

    @Test func `neither a settled mail nor one that is being sent can be hurried`() async throws {
        let world = try await worldOwing(1)
        let owner = try world.store.enrol(role: "mail", at: world.now)
        let attempt = try #require(try next(world, owner))
        #expect(try world.store.retryMail(at: world.now) == 0)
        _ = try world.store.advance(finished: (attempt, .sent), takeNext: false, owner: owner, at: world.now)
        #expect(throws: StoreError.stateForbids(subject: "mail \(attempt.id)", state: "sent", wanted: "sent again")) {
            try world.store.retryMail(attempt.id, at: world.now)
        }
    }
}
