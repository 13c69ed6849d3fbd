import GRDB

extension Store {
    /// Has SQLite check every page, index and foreign key.
    ///
    /// - Returns: what is wrong, without personal data; empty if nothing is.
    public func integrityCheck() async throws -> [String] {
        try await read { db in
            var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
            for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20) {
                problems.append("a row of \(row[0] as String) points to a missing row of \(row[2] as String)")
            }
            return problems
        }
    }
}
