import GRDB
import Orders

/// Mails that are promised and taken back.
extension OrderLedger {
    /// Promises a mail, if the supporter has an address and is to be written to: what identifies it is fixed here, its
    /// text is composed later.
    ///
    /// - Parameters:
    ///   - due: When it may go out, if not at once.
    ///   - change: If it tells of something that was changed: how the order goes on, accepted or backordered.
    func owe(_ kind: MailKind, to row: OrderRow, due: Int64? = nil, change: OrderState? = nil) throws {
        guard row.placed.order.email != nil, row.wantsMail else { return }
        try owe(
            kind, order: row.id, language: row.placed.order.language, token: store.random.token(), due: due,
            change: change)
    }

    func owe(
        _ kind: MailKind, order: Int64, language: Language, token: String, due: Int64? = nil,
        change: OrderState? = nil
    ) throws {
        try DirectStatement(
            db,
            """
            INSERT INTO mails (order_id, kind, language, message_id, boundary, owed_at, state, composed, attempts,
                next_attempt_at, change)
            VALUES (?, ?, ?, ?, ?, ?, 'queued', 0, 0, ?, ?)
            """
        ).execute(
            .integer(order), .text(kind.rawValue), .text(language.rawValue),
            .text("\(token)@\(store.identity.mailDomain)"), .text("handbill-\(token)"), .integer(at),
            .integer(due ?? at), .text(change?.rawValue))
    }

    /// Takes back the mails of an order that surely didn't arrive, tried or not: nobody is sending them, and their
    /// answer wasn't lost.
    ///
    /// - Parameter condition: Which of them, in SQL.
    /// - Returns: what was taken back.
    @discardableResult
    func takeBackMails(_ kinds: [MailKind], of order: Int64, where condition: String = "TRUE") throws -> TakenBack {
        let mails = """
            order_id = ? AND kind IN (\(Self.list(kinds))) AND state = 'queued' AND claim_owner IS NULL
                AND last_problem IS NOT '\(Store.answerLost)' AND \(condition)
            """
        let found = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, change IS NOT NULL FROM mails WHERE \(mails)"), arguments: [order])
        let delete = try db.cachedStatement(sql: "DELETE FROM mail_messages WHERE mail_id = ?")
        let cancel = try db.cachedStatement(
            sql: "UPDATE mails SET state = 'cancelled', next_attempt_at = NULL, settled_at = ? WHERE id = ?")
        for mail in found {
            let id: Int64 = mail[0]
            try delete.execute(arguments: [id])
            try cancel.execute(arguments: [at, id])
        }
        return TakenBack(count: found.count, toldChange: found.contains { $0[1] })
    }

    /// Mails that won't go out.
    struct TakenBack {
        let count: Int
        /// Whether one of them was to tell of something that was changed.
        let toldChange: Bool
    }

    /// Kinds as SQL writes a list of words.
    private static func list(_ kinds: [MailKind]) -> String {
        kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}

/// The mails that say where an order stands. Of these only the last counts.
extension OrderLedger {
    static let standing: [MailKind] = [.confirmation, .held, .backordered, .changed]

    /// What a mail says about where the order stands: `changed` says as much as `confirmation` or `backordered`.
    private static let says = """
        CASE WHEN kind <> 'changed' THEN kind WHEN change = 'backordered' THEN change ELSE 'confirmation' END
        """

    /// Lets the supporter know where the order stands now: takes back what says otherwise, and owes this mail, unless
    /// the last of its sort that went out or will says the same, of the order as it is now.
    ///
    /// - Parameters:
    ///   - kind: One of `confirmation`, `held`, `backordered`.
    ///   - row: The order as it was before; its contact is as it is now.
    func tell(_ kind: MailKind, to row: OrderRow) throws {
        let takenBack = try takeBackMails(Self.standing, of: row.id, where: "\(Self.says) <> '\(kind.rawValue)'")
        let isUntold = row.isUntold || takenBack.toldChange
        let told = try db.cachedStatement(
            sql: """
                SELECT \(Self.says) FROM mails WHERE order_id = ? AND state IN ('queued', 'sent')
                    AND kind IN (\(Self.list(Self.standing))) ORDER BY state = 'queued' DESC, id DESC LIMIT 1
                """)
        let isTold = try String.fetchOne(told, arguments: [row.id]) == kind.rawValue
        if kind == .held {
            if !isTold { try owe(kind, to: row) }
            if isUntold { try remember(untold: row.id) }
        } else if isUntold {
            // Who heard of the order before must see that it isn't the same any more.
            let state: OrderState = kind == .backordered ? .backordered : .accepted
            try owe(try mayHaveHeard(row) ? .changed : kind, to: row, change: state)
        } else if !isTold {
            try owe(kind, to: row)
        }
    }

    /// Takes back what would say that the order goes on, and says nothing more to who heard of the order before; to who
    /// heard nothing yet, that it is here and held. What was to be said of a change is said when the order goes on.
    func keepQuiet(about row: OrderRow) throws {
        let takenBack = try takeBackMails(Self.standing, of: row.id)
        let hasHeard = try hasHeard(of: row)
        // What was owed once more, to another address perhaps, is owed again when the order goes on.
        if takenBack.toldChange || (hasHeard && takenBack.count > 0) { try remember(untold: row.id) }
        if !hasHeard { try owe(.held, to: row) }
    }

    /// Whether any mail about the order went out, or may have.
    private func hasHeard(of row: OrderRow) throws -> Bool {
        let heard = try db.cachedStatement(
            sql: "SELECT 1 FROM mails WHERE order_id = ? AND state IN ('queued', 'sent') LIMIT 1")
        return try Int.fetchOne(heard, arguments: [row.id]) != nil
    }

    /// Whether a mail that says how the order goes on went out, or may have: sent, being sent, or its answer lost. To
    /// be asked after such mails were taken back.
    func mayHaveHeard(_ row: OrderRow) throws -> Bool {
        let heard = try db.cachedStatement(
            sql: """
                SELECT 1 FROM mails WHERE order_id = ? AND state IN ('queued', 'sent')
                    AND kind IN ('confirmation', 'backordered', 'changed') LIMIT 1
                """)
        return try Int.fetchOne(heard, arguments: [row.id]) != nil
    }

    private func remember(untold order: Int64) throws {
        try db.execute(sql: "UPDATE orders SET untold = 1 WHERE id = ?", arguments: [order])
    }
}
