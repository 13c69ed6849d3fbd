import GRDB
public import Orders

extension Store {
    /// How much of everything there is.
    public struct Figures: Sendable, Hashable {
        public var orders: [OrderState: Int] = [:]
        public var batches: [BatchState: Int] = [:]
        public var mails: [MailState: Int] = [:]
    }

    /// Counts orders, batches and mails by their states; a state without any isn't named.
    public func figures() async throws -> Figures {
        try await read { db in
            func count<State: Lifecycle>(_ table: String) throws -> [State: Int] {
                var counts: [State: Int] = [:]
                for row in try Row.fetchAll(db, sql: "SELECT state, count(*) FROM \(table) GROUP BY state") {
                    if let state = State(rawValue: row[0]) { counts[state] = row[1] }
                }
                return counts
            }
            return Figures(orders: try count("orders"), batches: try count("batches"), mails: try count("mails"))
        }
    }

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
