import GRDB
public import Orders

/// Looking at the outbox, and hurrying it.
extension Store {
    /// All mails, oldest first; at most `limit` of them.
    public func mails(limit: Int? = nil) async throws -> [OwedMail] {
        try await read { try Self.mails($0, "ORDER BY m.id LIMIT \(limit.map { max(0, $0) } ?? -1)") }
    }

    /// The mails of an order, oldest first.
    ///
    /// - Throws: `StoreError.noSuchOrder`.
    public func mails(of reference: Reference) async throws -> [OwedMail] {
        try await read { db in
            try Self.mails(db, "WHERE m.order_id = ? ORDER BY m.id", [try OrderRow.fetch(db, reference).id])
        }
    }

    /// Makes mails that wait due now, also those whose answer was lost, but none that somebody alive is sending, and no
    /// `posted` that wasn't tried yet: until it is due, the posting may be undone. For threads: waits for its commit.
    ///
    /// - Parameter id: Only this one; nil for all.
    /// - Returns: how many are due now that weren't.
    /// - Throws: `StoreError`: `noSuchMail`, or `stateForbids` for one that is settled.
    public func retryMail(_ id: Int64? = nil, at time: Int64) throws -> Int {
        _ = try releaseDeadClaims(at: time)
        return try commits.writeBlocking(wakes: true) { db in
            if let id {
                let sql = "SELECT state FROM mails WHERE id = ?"
                guard let state = try String.fetchOne(db, sql: sql, arguments: [id]) else {
                    throw StoreError.noSuchMail(id)
                }
                guard state == MailState.queued.rawValue else {
                    throw StoreError.stateForbids(subject: "mail \(id)", state: state, wanted: "sent again")
                }
            }
            try db.execute(
                sql: """
                    UPDATE mails SET next_attempt_at = ?1
                    WHERE state = 'queued' AND claim_owner IS NULL AND next_attempt_at > ?1 AND coalesce(id = ?2, TRUE)
                        AND NOT (kind = 'posted' AND attempts = 0)
                    """, arguments: [time, id])
            return db.changesCount
        }
    }

    /// When the next mail is due that nobody is sending; nil if none waits. One without its text counts as well.
    public func nextMailTime() async throws -> Int64? {
        try await read { try Self.nextMailTime($0) }
    }

    static func nextMailTime(_ db: Database) throws -> Int64? {
        let waiting = "SELECT min(next_attempt_at) FROM mails WHERE state = 'queued'"
        return try [
            Int64.fetchOne(db, sql: "\(waiting) AND composed = 1 AND claim_owner IS NULL"),
            Int64.fetchOne(db, sql: "\(waiting) AND composed = 0"),
        ].compactMap { $0 }.min()
    }

    /// Whether somebody, alive or dead, has a mail in hand.
    public func hasClaims() async throws -> Bool {
        try await read { try Int.fetchOne($0, sql: "SELECT 1 FROM mails WHERE claim_owner IS NOT NULL LIMIT 1") != nil }
    }

    static func mails(
        _ db: Database, _ end: String, _ arguments: StatementArguments = StatementArguments()
    ) throws -> [OwedMail] {
        let sql = """
            SELECT m.id, m.kind, o.reference, m.state, m.attempts, m.next_attempt_at, m.last_problem
            FROM mails m JOIN orders o ON o.id = m.order_id \(end)
            """
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            let id: Int64 = row[0]
            guard let kind = MailKind(rawValue: row[1]), let state = MailState(rawValue: row[3]) else {
                throw StoreError.damaged(subject: "mail \(id)")
            }
            return OwedMail(
                id: id, kind: kind, reference: try IntakeRows.reference(row[2]), state: state, attempts: row[4],
                nextAttemptAt: row[5], lastProblem: row[6])
        }
    }
}
