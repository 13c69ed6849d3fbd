import FoundationEssentials
import GRDB
import Orders
import Testing

@testable import Store

@Suite struct TokenTests {
    private func make(
        _ name: String = "shop", _ scope: APIToken.Scope = .orders, rate: Int? = nil, in world: World
    ) async throws -> (token: APIToken, secret: String) {
        let made = try await world.store.createToken(name: name, scope: scope, rate: rate, at: world.now)
        return (made.0, made.secret)
    }

    @Test func `a token is known by its secret, until it is revoked`() async throws {
        let world = try World()
        let (token, secret) = try await make(rate: 60, in: world)
        #expect(
            token
                == APIToken(id: token.id, name: "shop", scope: .orders, rate: 60, createdAt: world.now, revokedAt: nil))
        #expect(try await world.store.token(secret) == token)
        let revoked = try await world.store.revokeToken("shop", at: world.now + 5)
        #expect(revoked.revokedAt == world.now + 5)
        #expect(try await world.store.token(secret) == nil)
        #expect(try await world.store.tokens() == [revoked])
    }

    @Test(arguments: ["", "hbt_", "shop", "hbt_00000000000000000000000000000000"])
    func `any other secret is nobody's`(secret: String) async throws {
        let world = try World()
        #expect(try await world.store.token(secret) == nil)
        let made = try await make(in: world).secret
        #expect(try await world.store.token(secret) == nil)
        #expect(try await world.store.token(made + "0") == nil)
        #expect(try await world.store.token(made.lowercased() == made ? made.uppercased() : made.lowercased()) == nil)
    }

    @Test func `secrets have a prefix and 32 letters and digits, and never meet twice`() async throws {
        let world = try World()
        var secrets: Set<String> = []
        for number in 0..<20 {
            let secret = try await make("shop-\(number)", in: world).secret
            #expect(secret.wholeMatch(of: /hbt_[0-9A-Za-z]{32}/) != nil)
            secrets.insert(secret)
        }
        #expect(secrets.count == 20)
        #expect(Set(secrets.joined().dropFirst(4)).count > 55, "the whole alphabet is drawn from")
    }

    @Test func `a name is used once at a time, and again after it was revoked`() async throws {
        let world = try World()
        let old = try await make(in: world)
        try await world.expectRefusal(.tokenExists("shop")) { try await make(in: world) }
        _ = try await world.store.revokeToken("shop", at: world.now + 1)
        let new = try await make(.init("shop"), .desk, in: world)
        #expect(try await world.store.token(old.secret) == nil)
        #expect(try await world.store.token(new.secret)?.scope == .desk)
        #expect(try await world.store.tokens().map(\.revokedAt) == [world.now + 1, nil])
    }

    @Test func `only a token in force can be revoked`() async throws {
        let world = try World()
        try await world.expectRefusal(.noSuchToken("shop")) {
            try await world.store.revokeToken("shop", at: world.now)
        }
        _ = try await make(in: world)
        _ = try await world.store.revokeToken("shop", at: world.now)
        try await world.expectRefusal(.noSuchToken("shop")) {
            try await world.store.revokeToken("shop", at: world.now)
        }
    }

    @Test func `what another process does to tokens is noticed at once`() async throws {
        let world = try World()
        let other = try world.openAgain()
        #expect(try await other.token("hbt_") == nil, "remembers that there is none")
        // Quicker than the clock by which files are dated.
        for number in 0..<20 {
            let (token, secret) = try await make("shop-\(number)", in: world)
            #expect(try await other.token(secret) == token)
            _ = try await world.store.revokeToken("shop-\(number)", at: world.now)
            #expect(try await other.token(secret) == nil)
        }
        try other.close()
    }

    @Test func `tokens are remembered as long as the file looks the same`() {
        let (cache, now) = (TokenCache(), ContinuousClock.now)
        let token = APIToken(id: 1, name: "shop", scope: .orders, rate: nil, createdAt: 0)
        cache.remember([Data("a".utf8): token], nil, at: now)
        // The second time it isn't hashed any more.
        for hash in [{ Data($0.utf8) }, { _ in Data() }] as [(String) -> Data] {
            #expect(cache.token("a", hash: hash, nil, at: now + .seconds(5))?.token == token)
        }
        let other = cache.token("b", hash: { Data($0.utf8) }, nil, at: now)
        #expect(other != nil && other?.token == nil)
    }

    @Test func `but not for longer than ten seconds, in case a change was never told`() {
        let (cache, now) = (TokenCache(), ContinuousClock.now)
        let token = APIToken(id: 1, name: "shop", scope: .orders, rate: nil, createdAt: 0)
        cache.remember([Data("a".utf8): token], nil, at: now)
        for moment in [Duration.zero, .milliseconds(9_999)] {
            #expect(cache.token("a", hash: { Data($0.utf8) }, nil, at: now + moment)?.token == token)
        }
        #expect(cache.token("a", hash: { Data($0.utf8) }, nil, at: now + .seconds(10)) == nil)
    }

    @Test func `a secret stands neither in the database nor in the file that tells of changes`() async throws {
        let world = try World()
        let (token, secret) = try await make(in: world)
        let bytes = try world.bytes() + Data(contentsOf: URL(filePath: world.directory + "/tokens"))
        #expect(bytes.firstRange(of: Array(token.name.utf8)) != nil, "what is kept is found")
        #expect(bytes.firstRange(of: Array(secret.utf8)) == nil)
        #expect(bytes.firstRange(of: Array(secret.dropFirst(4).utf8)) == nil)
    }

    @Test(arguments: [
        "UPDATE tokens SET scope = 'all'", "UPDATE tokens SET rate = 0", "UPDATE tokens SET hash = x'00'",
        "UPDATE tokens SET name = ''",
        "INSERT INTO tokens (name, scope, hash, created_at) VALUES ('shop', 'orders', zeroblob(32), 1)",
    ])
    func `the schema refuses of a token what must never be`(sql: String) async throws {
        let world = try World()
        _ = try await make(in: world)
        let error = #expect(throws: DatabaseError.self) { try world.execute(sql) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    }
}
