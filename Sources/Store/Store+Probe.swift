import GRDB

extension Store {
    /// Whether the store works: reads, and goes through the one way to write without writing anything.
    ///
    /// For a watchdog. Another process that has the database locked is no fault of ours.
    ///
    /// - Throws: `StoreError`; `writeFailed` once the store takes no more writes.
    public func probe() async throws {
        _ = try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM meta") }
        do {
            try await commits.write { _ in }
        } catch StoreError.busy {
            return
        }
    }
}
