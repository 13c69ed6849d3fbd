import GRDB
import GRDBSQLite

/// The write-ahead log that a connection writes, as SQLite itself has it open.
///
/// `sync` is what SQLite does at the end of each commit with `synchronous = FULL`, but to be called when we like, and
/// on any thread: it only asks the kernel for an `fdatasync` of that file (of its folder too, the first time). Good for
/// as long as the connection is open.
///
/// `@unchecked Sendable` is safe: SQLite never changes the handle, and `fdatasync` may run beside writes.
struct WriteAheadLog: @unchecked Sendable {
    private let file: UnsafeMutablePointer<sqlite3_file>
    private let flush: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32

    /// - Throws: `StoreError.notDurable` if the connection has no log.
    init(of db: Database) throws(StoreError) {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &found)
        guard code == SQLITE_OK, let file = found, let flush = file.pointee.pMethods?.pointee.xSync else {
            throw .notDurable(found: "SQLite shows no write-ahead log")
        }
        (self.file, self.flush) = (file, flush)
    }

    /// Returns when all that was written to the log before is on the disk.
    ///
    /// - Throws: `DatabaseError`; then nobody knows what is.
    func sync() throws {
        let code = flush(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}

extension Database {
    /// Runs a transaction, and tells how long the log is after it, in pages: SQLite tells that to a hook, and to nobody
    /// else. With this hook SQLite copies nothing back into the database by itself.
    ///
    /// - Returns: 0 pages if nothing was written.
    func withLogLength<Value>(_ body: () throws -> Value) rethrows -> (Value, pages: Int) {
        var pages: Int32 = 0
        let value = try withUnsafeMutablePointer(to: &pages) { pages in
            sqlite3_wal_hook(
                sqliteConnection,
                { pages, _, _, count in
                    pages?.assumingMemoryBound(to: Int32.self).pointee = count
                    return SQLITE_OK
                }, pages)
            defer { sqlite3_wal_hook(sqliteConnection, nil, nil) }
            return try body()
        }
        return (value, Int(pages))
    }
}
