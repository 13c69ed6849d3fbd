import FoundationEssentials
import GRDB
public import Orders

/// Sending: for the threads that talk to a mail server, so nothing here can be cancelled half-way.
extension Store {
    /// Records how the last attempt ended and begins the next one that is due, in one commit, shared with what other
    /// threads ask meanwhile.
    ///
    /// An attempt is committed as begun before it is handed out, and its outcome before the same thread gets the next:
    /// so a crash leaves at most one attempt a thread whose answer isn't known.
    ///
    /// - Parameters:
    ///   - finished: The attempt that ended, and how; nil at the beginning.
    ///   - takeNext: Whether to begin another.
    /// - Returns: the attempt that has begun; nil if nothing is due.
    /// - Throws: `StoreError`: `staleClaim`, if the claim was given up as dead (nothing is recorded then), `ownerGone`.
    public func advance(
        finished: (attempt: MailAttempt, outcome: MailOutcome)?, takeNext: Bool, owner: Owner, at time: Int64
    ) throws -> MailAttempt? {
        try commits.writeBlocking { db in
            let outbox = Outbox(db: db, owner: owner, at: time)
            if let finished {
                try outbox.finish(finished.attempt, finished.outcome)
            }
            return takeNext ? try outbox.beginNext() : nil
        }
    }

    /// When the next composed mail falls due, in seconds since 1970-01-01T00:00:00Z; nil if none waits.
    public func nextMailTime() throws -> Int64? {
        try StoreError.mapping {
            try pool.read { db in
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT min(next_attempt_at) FROM mails
                        WHERE state = 'queued' AND composed = 1 AND claim_owner IS NULL
                        """)
            }
        }
    }
}

/// What a transaction does to owed mails in the name of an owner.
private struct Outbox {
    let db: Database
    let owner: Owner
    let at: Int64

    func finish(_ attempt: MailAttempt, _ outcome: MailOutcome) throws {
        switch outcome {
        case .sent: try settle(attempt, as: .sent, problem: nil)
        case .failed(let problem): try settle(attempt, as: .failed, problem: problem)
        case .retry(let next, let problem): try put(attempt, back: next, problem: problem)
        case .ambiguous(let next): try put(attempt, back: next, problem: Store.answerLost)
        }
    }

    /// The record stays, the bytes go.
    private func settle(_ attempt: MailAttempt, as state: MailState, problem: String?) throws {
        try finalise(
            attempt, "state = ?, settled_at = ?, next_attempt_at = NULL, last_problem = ?",
            [state.rawValue, at, problem])
        try db.cachedStatement(sql: "DELETE FROM mail_messages WHERE mail_id = ?").execute(arguments: [attempt.id])
    }

    private func put(_ attempt: MailAttempt, back next: Int64, problem: String) throws {
        try finalise(attempt, "next_attempt_at = ?, last_problem = ?", [next, problem])
    }

    /// Ends the attempt, if it is still ours.
    private func finalise(_ attempt: MailAttempt, _ change: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(
            sql: """
                UPDATE mails SET \(change), claim_owner = NULL, claim_expires_at = NULL, attempt_begun_at = NULL
                WHERE id = ? AND state = 'queued' AND claim_owner = ? AND attempts = ? AND attempt_begun_at IS NOT NULL
                """
        ).execute(arguments: arguments + [attempt.id, owner.id, attempt.number])
        guard db.changesCount == 1 else { throw StoreError.staleClaim(mail: attempt.id) }
    }

    func beginNext() throws -> MailAttempt? {
        let enrolled = try db.cachedStatement(sql: "SELECT 1 FROM owners WHERE id = ?")
        guard try Int.fetchOne(enrolled, arguments: [owner.id]) != nil else { throw StoreError.ownerGone }
        let due = try db.cachedStatement(
            sql: """
                SELECT m.id, o.reference, b.recipient, b.message, m.attempts, m.owed_at
                FROM mails m JOIN mail_messages b ON b.mail_id = m.id JOIN orders o ON o.id = m.order_id
                WHERE m.state = 'queued' AND m.composed = 1 AND m.claim_owner IS NULL AND m.next_attempt_at <= ?
                ORDER BY m.next_attempt_at LIMIT 1
                """)
        guard let row = try Row.fetchOne(due, arguments: [at]) else { return nil }
        let id: Int64 = row[0]
        guard case .success(let recipient) = EmailAddress.read(row[2]) else {
            throw StoreError.damaged(subject: "mail \(id)")
        }
        let attempt = MailAttempt(
            id: id, reference: try IntakeRows.reference(row[1]), recipient: recipient,
            message: [UInt8](row[3] as Data), number: row[4] + 1, owedSince: row[5])
        try db.cachedStatement(
            sql: """
                UPDATE mails SET attempts = ?, claim_owner = ?, claim_expires_at = ?, attempt_begun_at = ?
                WHERE id = ? AND state = 'queued' AND claim_owner IS NULL
                """
        ).execute(arguments: [attempt.number, owner.id, at + owner.lease, at, id])
        guard db.changesCount == 1 else { throw StoreError.staleClaim(mail: id) }
        return attempt
    }
}
