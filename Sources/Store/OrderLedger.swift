import GRDB
import Orders

/// What a transaction does to orders: each change of state is one UPDATE that names the state it expects, counts its
/// rows, and leaves a row of history.
struct OrderLedger {
    let db: Database
    /// Seconds since 1970-01-01T00:00:00Z.
    let at: Int64
    /// The stage or the login name that does it.
    let who: String
    let store: Store

    /// Where an order goes, and what its row says there.
    struct Destination {
        var state: OrderState
        var heldBecause: [HeldReason] = []
        /// A person's own words, which may hold personal data.
        var heldNote: String?
        var batch: (id: Int64, sequence: Int)?
        var dispatchedAt: Int64?
        var returned: (reason: ReturnReason, at: Int64)?
        /// Whether it is held and nobody has written about what was changed.
        var isUntold = false
    }

    /// Moves an order along its lifecycle. A batch out of which the last order was taken that waited for the post is
    /// dispatched with it.
    ///
    /// - Parameter what: The row of history, without personal data.
    /// - Throws: `StoreError.stateForbids`, if the lifecycle has no such way or the row isn't where it was.
    func move(_ row: OrderRow, to destination: Destination, what: String) throws {
        guard row.placed.state.may(become: destination.state) else { throw row.forbids(destination.state.rawValue) }
        try write(destination, to: row)
        try note(what, on: row.id)
        if row.placed.state == .batched, destination.state != .dispatched, let batch = row.batchRow {
            try completeBatch(batch)
        }
    }

    /// Writes where the order is, if it still is where it was.
    func write(_ destination: Destination, to row: OrderRow) throws {
        try db.cachedStatement(
            sql: """
                UPDATE orders SET state = ?, held_because = ?, held_note = ?, batch_id = ?, sequence = ?,
                    dispatched_at = ?, return_reason = ?, returned_at = ?, untold = ?
                WHERE id = ? AND state = ?
                """
        ).execute(arguments: [
            destination.state.rawValue, Reasons.join(destination.heldBecause), destination.heldNote,
            destination.batch?.id, destination.batch?.sequence, destination.dispatchedAt,
            destination.returned?.reason.rawValue, destination.returned?.at, destination.isUntold, row.id,
            row.placed.state.rawValue,
        ])
        guard db.changesCount == 1 else { throw row.forbids(destination.state.rawValue) }
    }

    /// Adds a row to the order's history.
    func note(_ what: String, on order: Int64) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO order_history (order_id, number, at, who, what)
                SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM order_history WHERE order_id = ?1
                """
        ).execute(arguments: [order, at, who, what])
    }
}

extension OrderRow {
    /// What is thrown when the order can't become this, or have this done to it.
    func forbids(_ wanted: String) -> StoreError {
        .stateForbids(subject: placed.reference.description, state: placed.state.rawValue, wanted: wanted)
    }
}

extension Store {
    /// Commits what `body` does to orders.
    func changingOrders<Value: Sendable>(
        at time: Int64, who: String, wakes: Bool = true, _ body: @escaping @Sendable (OrderLedger) throws -> Value
    ) async throws -> Value {
        try await commits.write(wakes: wakes) { db in
            try body(OrderLedger(db: db, at: time, who: who, store: self))
        }
    }
}
