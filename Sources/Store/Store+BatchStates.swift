import GRDB
public import Orders

/// What a person says of a batch.
extension Store {
    /// Records that a batch was printed.
    ///
    /// - Throws: `StoreError`: `noSuchBatch`, `stateForbids`.
    public func markPrinted(_ id: BatchID, at time: Int64, who: String) async throws -> BatchRecord {
        try await changingOrders(at: time, who: who, wakes: false) { ledger in
            let batch = try BatchRow.fetch(ledger.db, id)
            // The lifecycle's way from dispatched to printed is the undo's.
            guard batch.state == .closed else { throw batch.forbids(.printed) }
            try ledger.move(batch, to: .printed, printed: true, what: "printed")
            return try Self.record(of: batch, ledger.db)
        }
    }

    /// Opens a batch that nobody printed: its orders are accepted again and go with the next. Its id is never used
    /// again.
    ///
    /// - Throws: `StoreError`: `noSuchBatch`, `stateForbids`, and `partlyPosted` if one of its orders is posted.
    public func reopen(_ id: BatchID, at time: Int64, who: String) async throws -> BatchRecord {
        try await changingOrders(at: time, who: who) { ledger in
            let batch = try BatchRow.fetch(ledger.db, id)
            let posted = try Int.fetchOne(
                ledger.db,
                sql: "SELECT count(*) FROM orders WHERE batch_id = ? AND state IN ('dispatched', 'returned')",
                arguments: [batch.row])
            if let posted, posted > 0 { throw StoreError.partlyPosted(id, orders: posted) }
            try ledger.move(batch, to: .reopened, what: "reopened")
            for row in try OrderRow.fetch(ledger.db, where: "o.batch_id = ? AND o.state = 'batched'", [batch.row]) {
                try ledger.move(row, to: .init(state: .accepted), what: "reopened: \(id)")
            }
            return try Self.record(of: batch, ledger.db)
        }
    }
}
