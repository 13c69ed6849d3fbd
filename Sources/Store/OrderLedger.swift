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

    /// Promises a mail, if the supporter has an address and is to be written to: what identifies it is fixed here, its
    /// text is composed later.
    func owe(_ kind: MailKind, to row: OrderRow) throws {
        guard row.placed.order.email != nil, row.wantsMail else { return }
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
}

/// The mails that say where an order stands: confirmation, held, backordered. Of these only the last counts.
extension OrderLedger {
    private static let standing: [MailKind] = [.confirmation, .held, .backordered]

    /// Lets the supporter know where the order stands now: takes back what says otherwise, and owes this mail, unless
    /// it is the last of its sort that went out or will.
    func tell(_ kind: MailKind, to row: OrderRow) throws {
        try takeBackMails(Self.standing.filter { $0 != kind }, of: row.id)
        let told = try db.cachedStatement(
            sql: """
                SELECT kind FROM mails WHERE order_id = ? AND state IN ('queued', 'sent')
                    AND kind IN (\(Self.list(Self.standing))) ORDER BY state = 'queued' DESC, id DESC LIMIT 1
                """)
        if try String.fetchOne(told, arguments: [row.id]) != kind.rawValue {
            try owe(kind, to: row)
        }
    }

    /// Takes back what would say that the order goes on, and says nothing.
    func keepQuiet(about row: OrderRow) throws {
        try takeBackMails(Self.standing, of: row.id)
    }

    /// Takes back the mails of an order that surely didn't arrive, tried or not: nobody is sending them, and their
    /// answer wasn't lost.
    func takeBackMails(_ kinds: [MailKind], of order: Int64) throws {
        let mails = """
            order_id = ? AND kind IN (\(Self.list(kinds))) AND state = 'queued' AND claim_owner IS NULL
                AND last_problem IS NOT '\(Store.answerLost)'
            """
        try db.cachedStatement(
            sql: "DELETE FROM mail_messages WHERE mail_id IN (SELECT id FROM mails WHERE \(mails))"
        ).execute(arguments: [order])
        try db.cachedStatement(
            sql: "UPDATE mails SET state = 'cancelled', next_attempt_at = NULL, settled_at = ? WHERE \(mails)"
        ).execute(arguments: [at, order])
    }

    /// Kinds as SQL writes a list of words.
    private static func list(_ kinds: [MailKind]) -> String {
        kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
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
