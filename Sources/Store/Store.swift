import GRDB

/// Everything that Handbill must not forget, in one SQLite file: `<state>/handbill.sqlite`.
///
/// Each public function is one whole transaction with a verb of the business; the database itself never shows. An
/// answer is given only after its commit is on the disk (`CommitSync`), so
/// what a caller was told survives a power cut, and what it wasn't told may be asked for again: every verb is either
/// idempotent or names the state that it expects.
///
/// The clock belongs to the caller: times are seconds since 1970-01-01T00:00:00Z. Functions that are `async` don't
/// block; those of the outbox that aren't are for the threads that talk to a mail server.
public final class Store: Sendable {
    /// What the store writes into mails that it promises.
    public struct Identity: Sendable, Hashable {
        /// The right side of every Message-ID: `orders.example.org`.
        public var mailDomain: String

        public init(mailDomain: String) {
            self.mailDomain = mailDomain
        }
    }

    /// The state folder.
    public let directory: String
    let identity: Identity
    let pool: DatabasePool
    let commits: GroupCommit
    let intakes: IntakeQueue
    let neighbours: Neighbours
    let secret: Secret
    let random: Randomness
    let tokenFile: TokenFile
    let tokenCache = TokenCache()

    init(directory: String, identity: Identity, pool: DatabasePool, secret: Secret, random: Randomness) {
        self.directory = directory
        self.identity = identity
        self.pool = pool
        self.secret = secret
        self.random = random
        tokenFile = TokenFile(in: directory)
        let (neighbours, line) = (Neighbours(), IntakeQueue.Line())
        commits = GroupCommit(
            pool: pool,
            sync: CommitSync(wake: WakeFile(in: directory), place: DatabasePlace(directory + "/" + Self.fileName)),
            waitingCalls: { line.count }, onCommit: { neighbours.committed() },
            onRollback: { neighbours.rolledBack() })
        intakes = IntakeQueue(commits, line)
        self.neighbours = neighbours
    }

    /// Closes the database; what is still asked of the store fails.
    ///
    /// - Throws: `StoreError`.
    public func close() throws {
        try StoreError.mapping { try commits.close() }
    }

    /// Reads from one snapshot of the database.
    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw StoreError.mapped(error)
        }
    }
}
