import GRDB
import Orders

/// A batch as it stands in the tables, with the row's own number.
struct BatchRow {
    let row: Int64
    let id: BatchID
    let state: BatchState
    let closedAt: Int64
    /// Nil unless somebody said that it is printed.
    let printedAt: Int64?

    /// The batch with this id.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    static func fetch(_ db: Database, _ id: BatchID) throws -> BatchRow {
        let statement = try db.cachedStatement(
            sql: "SELECT id, state, closed_at, printed_at FROM batches WHERE date = ? AND number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id.date.dayNumber, id.number]) else {
            throw StoreError.noSuchBatch(id)
        }
        guard let state = BatchState(rawValue: row[1]) else { throw StoreError.damaged(subject: "batch \(id)") }
        return BatchRow(row: row[0], id: id, state: state, closedAt: row[2], printedAt: row[3])
    }

    /// What is thrown when the batch can't become this.
    func forbids(_ wanted: BatchState) -> StoreError {
        .stateForbids(subject: "batch \(id)", state: state.rawValue, wanted: wanted.rawValue)
    }
}

/// What a transaction does to batches: each change of state is one UPDATE that names the state it expects, counts its
/// rows, and leaves a row of history.
extension OrderLedger {
    /// Moves a batch along its lifecycle.
    ///
    /// - Parameter printed: Whether this is what makes it printed.
    /// - Throws: `StoreError.stateForbids`, if the lifecycle has no such way or the row isn't where it was.
    func move(_ batch: BatchRow, to state: BatchState, printed: Bool = false, what: String) throws {
        guard batch.state.may(become: state) else { throw batch.forbids(state) }
        try db.execute(
            sql: "UPDATE batches SET state = ?, printed_at = coalesce(?, printed_at) WHERE id = ? AND state = ?",
            arguments: [state.rawValue, printed ? at : nil, batch.row, batch.state.rawValue])
        guard db.changesCount == 1 else { throw batch.forbids(state) }
        try note(what, onBatch: batch.row)
    }

    /// Adds a row to the batch's history.
    func note(_ what: String, onBatch batch: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO batch_history (batch_id, number, at, who, what)
                SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM batch_history WHERE batch_id = ?1
                """, arguments: [batch, at, who, what])
    }

    /// Ends a batch of which nothing waits for the post any more, also when the last that waited was taken out of it:
    /// it is dispatched; or reopened, if nothing is left in it and nobody has said that it is printed.
    func completeBatch(_ batch: Int64) throws {
        let ended = try db.cachedStatement(
            sql: """
                UPDATE batches SET state = CASE WHEN state = 'closed'
                        AND NOT EXISTS (SELECT 1 FROM orders WHERE batch_id = ?1) THEN 'reopened' ELSE 'dispatched' END
                    WHERE id = ?1 AND state IN ('closed', 'printed')
                        AND NOT EXISTS (SELECT 1 FROM orders WHERE batch_id = ?1 AND state = 'batched')
                    RETURNING state
                """)
        if let state = try String.fetchOne(ended, arguments: [batch]) { try note(state, onBatch: batch) }
    }
}
