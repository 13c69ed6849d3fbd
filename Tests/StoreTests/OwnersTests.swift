import FoundationEssentials
import Orders
import Testing

@testable import Store

@Suite struct OwnersTests {
    /// A world with one mail, whose first attempt this owner has begun.
    private func begun() async throws -> (world: World, owner: Owner, attempt: MailAttempt) {
        let world = try World()
        _ = try await world.place(.fixture())
        try await world.compose()
        let owner = try world.store.enrol(role: "mail", lease: 600, at: world.now)
        let attempt = try world.store.advance(finished: nil, takeNext: true, owner: owner, at: world.now)
        return (world, owner, try #require(attempt))
    }

    private func lockFile(of owner: Owner, in world: World) -> String {
        world.directory + "/owners/" + owner.id
    }

    @Test func `a live owner keeps its claim, however long it takes`() async throws {
        let (world, owner, attempt) = try await begun()
        #expect(try world.store.releaseDeadClaims(at: world.now + 1_000_000) == 0)
        let answer = try world.store.advance(
            finished: (attempt, .sent), takeNext: false, owner: owner, at: world.now + 1_000_000)
        #expect(answer == nil)
        #expect(try await world.store.mails().map(\.state) == [.sent])
    }

    @Test func `a dead owner is noticed at once, and its attempt is ambiguous`() async throws {
        let (world, owner, _) = try await begun()
        owner.letGo()
        #expect(try world.store.releaseDeadClaims(at: world.now + 1) == 1)
        let mail = try await world.store.mails()[0]
        #expect(mail.state == .queued)
        #expect(mail.attempts == 1)
        #expect(mail.lastProblem == "answer lost")
        #expect(mail.nextAttemptAt == world.now + 30 * 60)
        #expect(!FileManager.default.fileExists(atPath: lockFile(of: owner, in: world)))
        #expect(try world.store.releaseDeadClaims(at: world.now + 1) == 0)
    }

    @Test func `the same bytes go out again after the rest`() async throws {
        let (world, owner, first) = try await begun()
        owner.letGo()
        _ = try world.store.releaseDeadClaims(at: world.now)
        let heir = try world.store.enrol(role: "mail", at: world.now)
        let early = try world.store.advance(finished: nil, takeNext: true, owner: heir, at: world.now + 1799)
        #expect(early == nil)
        let second = try world.store.advance(finished: nil, takeNext: true, owner: heir, at: world.now + 1800)
        #expect(second?.message == first.message)
        #expect(second?.number == 2)
    }

    @Test func `a mail whose sender died is due at once when a person says so`() async throws {
        let (world, owner, _) = try await begun()
        owner.letGo()
        #expect(try world.store.retryMail(at: world.now) == 1)
        #expect(try await world.store.mails()[0].nextAttemptAt == world.now)
    }

    @Test func `who was taken for dead can neither finish nor go on`() async throws {
        let (world, owner, attempt) = try await begun()
        owner.letGo()
        _ = try world.store.releaseDeadClaims(at: world.now)
        #expect(throws: StoreError.staleClaim(mail: attempt.id)) {
            try world.store.advance(finished: (attempt, .sent), takeNext: true, owner: owner, at: world.now)
        }
        #expect(throws: StoreError.ownerGone) {
            try world.store.advance(
                finished: nil, takeNext: true, owner: owner, at: world.now + Store.ambiguousRest)
        }
        #expect(throws: StoreError.ownerGone) { try world.store.renew(owner, at: world.now) }
    }

    @Test func `without a lock file the lease decides, and renewing prolongs it`() async throws {
        let (world, owner, _) = try await begun()
        try FileManager.default.removeItem(atPath: lockFile(of: owner, in: world))
        #expect(try world.store.releaseDeadClaims(at: world.now + 600) == 0)
        try world.store.renew(owner, at: world.now + 500)
        #expect(try world.store.releaseDeadClaims(at: world.now + 1100) == 0)
        #expect(try world.store.releaseDeadClaims(at: world.now + 1101) == 1)
    }

    @Test func `a claim without a begun attempt is simply free again`() async throws {
        let (world, owner, _) = try await begun()
        try world.execute("UPDATE mails SET attempt_begun_at = NULL, attempts = 0")
        owner.letGo()
        #expect(try world.store.releaseDeadClaims(at: world.now) == 1)
        let mail = try await world.store.mails()[0]
        #expect(mail.nextAttemptAt == world.now)
        #expect(mail.lastProblem == nil)
    }

    @Test func `retiring leaves no trace of the owner`() async throws {
        let (world, owner, attempt) = try await begun()
        _ = try world.store.advance(finished: (attempt, .sent), takeNext: false, owner: owner, at: world.now)
        try world.store.retire(owner)
        #expect(!FileManager.default.fileExists(atPath: lockFile(of: owner, in: world)))
        #expect(try world.number("SELECT count(*) FROM owners") == 0)
    }

    @Test func `another process sees who is alive`() async throws {
        let (world, owner, _) = try await begun()
        let other = try Store.open(in: world.directory, identity: .init(mailDomain: "orders.example.org"))
        #expect(try other.releaseDeadClaims(at: world.now) == 0)
        owner.letGo()
        #expect(try other.releaseDeadClaims(at: world.now) == 1)
        try other.close()
    }
}
