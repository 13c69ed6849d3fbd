import Crypto
import FoundationEssentials
import GRDB
import Orders

/// The programs that may use the API.
extension Store {
    /// Makes a token. Its secret is told this once: `hbt_` and 32 letters and digits, 190 random bits, so that a plain
    /// SHA-256 of it may be kept.
    ///
    /// - Parameters:
    ///   - name: Not empty. A name may be used again after its token was revoked: then the new token goes on with the
    ///     old one's orders.
    ///   - rate: The most requests a minute, 1 or more; nil for any number.
    /// - Throws: `StoreError`: `tokenExists` if a token with this name is in force.
    public func createToken(
        name: String, scope: APIToken.Scope, rate: Int?, at time: Int64
    ) async throws -> (APIToken, secret: String) {
        let secret = "hbt_" + random.letters(32)
        let hash = Self.hash(of: secret)
        let id = try await commits.write { db in
            if try Self.tokens(db, "name = ? AND revoked_at IS NULL", [name]).first != nil {
                throw StoreError.tokenExists(name)
            }
            try db.execute(
                sql: "INSERT INTO tokens (name, scope, rate, hash, created_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [name, scope.rawValue, rate, hash, time])
            return db.lastInsertedRowID
        }
        tokenFile.grow()
        return (APIToken(id: id, name: name, scope: scope, rate: rate, createdAt: time), secret)
    }

    /// All tokens, also those that were revoked, oldest first.
    public func tokens() async throws -> [APIToken] {
        try await read { try Self.tokens($0, "TRUE").map(\.token) }
    }

    /// Makes a token worthless, for good. Processes that use the same folder notice at their next request.
    ///
    /// - Throws: `StoreError.noSuchToken` if none with this name is in force.
    public func revokeToken(_ name: String, at time: Int64) async throws -> APIToken {
        let revoked = try await commits.write { db in
            guard let token = try Self.tokens(db, "name = ? AND revoked_at IS NULL", [name]).first?.token else {
                throw StoreError.noSuchToken(name)
            }
            try db.execute(sql: "UPDATE tokens SET revoked_at = ? WHERE id = ?", arguments: [time, token.id])
            return try Self.tokens(db, "id = ?", [token.id]).first?.token
        }
        tokenFile.grow()
        guard let revoked else { throw StoreError.damaged(subject: "token \(name)") }
        return revoked
    }

    /// The token with this secret, if it is in force. Costs one look at a file unless tokens were made or revoked.
    public func token(_ secret: String) async throws -> APIToken? {
        let (look, now) = (tokenFile.look, ContinuousClock.now)
        if let known = tokenCache.token(secret, hash: Self.hash, look, at: now) { return known.token }
        let inForce = try await read { try Self.tokens($0, "revoked_at IS NULL") }
        let tokens = Dictionary(inForce.map { ($0.hash, $0.token) }) { first, _ in first }
        tokenCache.remember(tokens, look, at: now)
        return tokens[Self.hash(of: secret)]
    }

    private static func hash(of secret: String) -> Data {
        SHA256.hash(data: Array(secret.utf8)).withUnsafeBytes { bytes in
            bytes.baseAddress.map { Data(bytes: $0, count: bytes.count) } ?? Data()
        }
    }

    private static func tokens(
        _ db: Database, _ condition: String, _ arguments: StatementArguments = StatementArguments()
    ) throws -> [(hash: Data, token: APIToken)] {
        let sql = """
            SELECT hash, id, name, scope, rate, created_at, revoked_at FROM tokens WHERE \(condition) ORDER BY id
            """
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            guard let scope = APIToken.Scope(rawValue: row[3]) else {
                throw StoreError.damaged(subject: "token \(row[2] as String)")
            }
            let token = APIToken(
                id: row[1], name: row[2], scope: scope, rate: row[4], createdAt: row[5], revokedAt: row[6])
            return (row[0], token)
        }
    }
}
