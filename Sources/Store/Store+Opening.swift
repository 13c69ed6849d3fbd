import CSQLite
import FoundationEssentials
import GRDB
import Glibc

extension Store {
    static let fileName = "handbill.sqlite"

    /// Opens the store in this folder; makes the folder (0700) and the database (0600) where they are missing.
    ///
    /// - Parameters:
    ///   - directory: The state folder. It belongs to the user who runs this.
    ///   - identity: What goes into the mails that the store promises.
    ///   - random: Where references and secrets come from; nil for the kernel.
    /// - Throws: `StoreError`: `foreignOwner`, `cannotOpen`, `newerDatabase`,
    ///   `servedByEarlierVersion`, `notDurable`, `busy`, `diskFull`.
    public static func open(
        in directory: String, identity: Identity,
        random: (any RandomNumberGenerator & Sendable)? = nil
    ) throws -> Store {
        _ = withoutMemoryStatistics
        let path = directory + "/" + fileName
        let random = Randomness(random ?? Entropy())
        try StateFolder.prepare(directory, database: path)
        return try StoreError.mapping {
            let (pool, secret) = try StateFolder.alone(in: directory) {
                try refuseForeign(at: path)
                let pool = try openPool(at: path)
                try refuseUnderService(pool, in: directory)
                try Schema.migrator.migrate(pool)
                let secret = try readSecret(pool, random: random)
                try leaveSyncToCommits(pool)
                return (pool, secret)
            }
            return Store(directory: directory, identity: identity, pool: pool, secret: secret, random: random)
        }
    }

    /// Once in a process, before SQLite is first used; where somebody was earlier, all is as it was.
    private static let withoutMemoryStatistics: Void = { _ = handbill_sqlite_without_statistics() }()

    /// Why a database can't be opened: on a full disk SQLite has no room for the memory that readers and writer share.
    private static func unopened(_ error: DatabaseError, _ path: String) -> StoreError {
        switch error.extendedResultCode {
        case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_WRITE: .diskFull
        default: .cannotOpen(path: path, cause: error.words)
        }
    }

    /// Looks at the database without writing: one that isn't ours, or comes from a newer version, keeps every byte.
    private static func refuseForeign(at path: String) throws {
        var configuration = configuration
        configuration.readonly = true
        do {
            let reader = try DatabaseQueue(path: path, configuration: configuration)
            try reader.read { try refuseForeign($0, at: path) }
            try reader.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // What its writer left half done must be undone before anybody can read it; the pool looks again.
        } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
            throw unopened(error, path)
        }
    }

    private static func openPool(at path: String) throws -> DatabasePool {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.read { try refuseForeign($0, at: path) }
            try makeDurable(pool)
            return pool
        } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
            throw unopened(error, path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "handbill"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(30)
        configuration.maximumReaderCount = 4
        return configuration
    }

    /// Sets what opening a pool resets, and reads it back: a pool turns `synchronous` down to NORMAL when it turns the
    /// write-ahead log on, and then acknowledged commits don't survive a power cut.
    ///
    /// The cache's size is measured: a larger one makes nothing faster, since every commit walks through all of it once
    /// the tables grow. The log is copied back by `GroupCommit`.
    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;
                    PRAGMA wal_autocheckpoint = 0
                    """)
        }
        try proveDurable(pool)
    }

    /// From now on the fsync at the end of each commit is ours (`CommitSync`).
    ///
    /// Who died between a commit and its fsync has left something in the log that may not be on the disk, and that we
    /// should answer by: it is copied into the database, and so written anew.
    ///
    /// - Throws: `StoreError.notDurable` if there is no log to sync; `DatabaseError` if the disk fails.
    private static func leaveSyncToCommits(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            let log = try WriteAheadLog(of: db)
            do {
                _ = try db.checkpoint(.passive)
            } catch let error as DatabaseError where !error.leavesDiskUnknown {
                // Another process does it, or the disk is full.
            }
            try log.sync()
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
    }

    /// Asks the open writer itself.
    static func proveDurable(_ pool: DatabasePool) throws {
        let expected = [("synchronous", "2"), ("journal_mode", "wal"), ("foreign_keys", "1")]
        try pool.writeWithoutTransaction { db in
            for (pragma, wanted) in expected {
                let found = try DatabaseValue.fetchOne(db, sql: "PRAGMA \(pragma)").map(text) ?? "nothing"
                guard found == wanted else { throw StoreError.notDurable(found: "\(pragma) is \(found)") }
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .string(let text): text
        case .int64(let number): String(number)
        default: "unknown"
        }
    }

    private static func refuseForeign(_ db: Database, at path: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Bool.fetchOne(db, sql: "SELECT count(*) = 0 FROM sqlite_master") ?? true
        guard isEmpty || application == Schema.applicationID else {
            throw StoreError.cannotOpen(path: path, cause: "it is another program's database")
        }
        let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard version <= Schema.version, try !Schema.migrator.hasBeenSuperseded(db) else {
            throw StoreError.newerDatabase(found: "schema \(version), this one knows \(Schema.version)")
        }
    }

    /// A service that runs on while its database becomes another version's would go on writing what the earlier one did.
    private static func refuseUnderService(_ pool: DatabasePool, in directory: String) throws {
        let version = try pool.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard (1..<Schema.version).contains(version), case .another(let process) = StateFolder.service(in: directory)
        else { return }
        throw StoreError.servedByEarlierVersion(process: process)
    }

    /// The database's secret, made if it has none yet. One that has is only read: nobody who just looks waits for
    /// another process that writes.
    private static func readSecret(_ pool: DatabasePool, random: Randomness) throws -> Secret {
        if let kept = try pool.read(readSecret) { return kept }
        let made = Secret.make(from: random)
        return try pool.write { db in
            try db.execute(
                sql: "INSERT INTO meta (name, value) VALUES ('secret', ?) ON CONFLICT DO NOTHING", arguments: [made])
            guard let kept = try readSecret(db) else { throw StoreError.damaged(subject: "the secret") }
            return kept
        }
    }

    private static func readSecret(_ db: Database) throws -> Secret? {
        guard let kept = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'secret'") else { return nil }
        let scattered = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'scattered keys'")
        return Secret(bytes: kept, hasScatteredKeys: scattered != nil)
    }
}
