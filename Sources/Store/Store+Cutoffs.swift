import GRDB
public import Orders

/// The cut-offs that are done, each local date once.
extension Store {
    /// Whether the cut-off of this date is done, with or without a batch.
    public func isCutoffRecorded(_ date: LocalDate) async throws -> Bool {
        try await read { try Self.isCutoffRecorded(date, $0) }
    }

    /// Whether an order that was received before this moment waits for a batch.
    public func hasAcceptedOrder(receivedBefore time: Int64) async throws -> Bool {
        try await read { db in
            try Int.fetchOne(
                db, sql: "SELECT 1 FROM orders WHERE state = 'accepted' AND received_at < ? LIMIT 1",
                arguments: [time]) != nil
        }
    }

    static func isCutoffRecorded(_ date: LocalDate, _ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM cutoffs WHERE date = ?", arguments: [date.dayNumber]) != nil
    }
}
