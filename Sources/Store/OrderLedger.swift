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
    }

    /// Moves an order along its lifecycle.
    ///
    /// - Parameter what: The row of history, without personal data.
    /// - Throws: `StoreError.stateForbids`, if the lifecycle has no such way or the row isn't where it was.
    func move(_ row: OrderRow, to destination: Destination, what: String) throws {
        let state = row.placed.state
        let forbidden = StoreError.stateForbids(
            subject: row.placed.reference.description, state: state.rawValue, wanted: destination.state.rawValue)
        guard state.may(become: destination.state) else { throw forbidden }
        try db.cachedStatement(
            sql: """
                UPDATE orders SET state = ?, held_because = ?, held_note = ?, batch_id = ?, sequence = ?
                WHERE id = ? AND state = ?
                """
        ).execute(arguments: [
            destination.state.rawValue, Reasons.join(destination.heldBecause), destination.heldNote,
            destination.batch?.id, destination.batch?.sequence, row.id, state.rawValue,
        ])
        guard db.changesCount == 1 else { throw forbidden }
        try note(what, on: row.id)
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

    /// Promises a mail, if the supporter has an address: what identifies it is fixed here, its text is composed later.
    func owe(_ kind: MailKind, to row: OrderRow) throws {
        guard row.placed.order.email != nil else { return }
        try owe(kind, order: row.id, language: row.placed.order.language, token: store.random.token())
    }

    func owe(_ kind: MailKind, order: Int64, language: Language, token: String) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO mails (order_id, kind, language, message_id, boundary, owed_at, state, composed, attempts,
                    next_attempt_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued', 0, 0, ?6)
                """
        ).execute(arguments: [
            order, kind.rawValue, language.rawValue, "\(token)@\(store.identity.mailDomain)", "handbill-\(token)", at,
        ])
    }

    /// Takes back the mails of an order that nobody has tried to send.
    func cancelUnattemptedMails(of order: Int64) throws {
        try db.execute(
            sql: """
                DELETE FROM mail_messages WHERE mail_id IN
                    (SELECT id FROM mails WHERE order_id = ? AND state = 'queued' AND attempts = 0)
                """, arguments: [order])
        try db.execute(
            sql: """
                UPDATE mails SET state = 'cancelled', next_attempt_at = NULL, settled_at = ?, claim_owner = NULL,
                    claim_expires_at = NULL
                WHERE order_id = ? AND state = 'queued' AND attempts = 0
                """, arguments: [at, order])
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
