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
    /// - Throws: `StoreError`. `busy` and `diskFull`: nothing was recorded; ask again, with `takeNext` false.
    ///   `staleClaim`: the claim was given up as dead, and nothing is recorded. Whatever else keeps the next attempt
    ///   from beginning, `ownerGone` for one, the outcome of the last is recorded.
    public func advance(
        finished: (attempt: MailAttempt, outcome: MailOutcome)?, takeNext: Bool, owner: Owner, at time: Int64
    ) throws -> MailAttempt? {
        try commits.writeBlocking { db -> Result<MailAttempt?, any Error> in
            let outbox = Outbox(db: db, owner: owner, at: time)
            guard let finished else { return .success(takeNext ? try outbox.beginNext() : nil) }
            try outbox.finish(finished.attempt, finished.outcome)
            let next = takeNext ? try outbox.tryToBeginNext() : .success(nil)
            let goesOn = if case .success(.some) = next { true } else { false }
            try outbox.clear(owner.takeSpent(all: !goesOn))
            return next
        }.get()
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
        case .retry(_, let problem) where try isSuperseded(attempt):
            try settle(attempt, as: .cancelled, problem: problem)
        case .retry(let next, let problem): try put(attempt, back: next, problem: problem)
        case .ambiguous(let next): try put(attempt, back: next, problem: Store.answerLost)
        }
    }

    /// Deletes the bytes of settled mails; the records stay.
    func clear(_ mails: [Int64]) throws {
        guard !mails.isEmpty else { return }
        let delete = try db.cachedStatement(
            sql: """
                DELETE FROM mail_messages
                WHERE mail_id = ?1 AND (SELECT state FROM mails WHERE id = ?1) IN ('sent', 'failed', 'cancelled')
                """)
        for mail in mails { try delete.execute(arguments: [mail]) }
    }

    /// The record stays; the bytes go soon, many at a time, for each delete by itself costs as much as the rest.
    private func settle(_ attempt: MailAttempt, as state: MailState, problem: String?) throws {
        try finalise(
            attempt, "state = ?, settled_at = ?, next_attempt_at = NULL, last_problem = ?",
            [state.rawValue, at, problem])
        owner.spend(attempt.id)
    }

    /// Whether a later mail of the same order says by now what is true: this one, which surely hasn't arrived, would only
    /// come after it.
    private func isSuperseded(_ attempt: MailAttempt) throws -> Bool {
        let later = try db.cachedStatement(
            sql: """
                SELECT 1 FROM mails m JOIN mails later ON later.order_id = m.order_id AND later.id > m.id
                WHERE m.id = ? AND later.state IN ('queued', 'sent') LIMIT 1
                """)
        return try Int.fetchOne(later, arguments: [attempt.id]) != nil
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

    /// Begins the next attempt in a savepoint, so that its failure doesn't undo what was done before it.
    ///
    /// - Throws: If that is lost as well, or if doing it all again may help.
    func tryToBeginNext() throws -> Result<MailAttempt?, any Error> {
        do {
            var attempt: MailAttempt?
            try db.inSavepoint {
                attempt = try beginNext()
                return .commit
            }
            return .success(attempt)
        } catch {
            let seen = StoreError.mapped(error)
            guard db.isInsideTransaction, (seen as? StoreError)?.mayPass != true else { throw error }
            if error is DatabaseError { db.releaseMemory() }
            return .failure(seen)
        }
    }

    /// Begins the attempt that is due first. A mail that can't be read fails, and keeps no other from going out.
    func beginNext() throws -> MailAttempt? {
        let due = try db.cachedStatement(
            sql: """
                SELECT m.id, o.reference, b.recipient, b.message, m.attempts, m.owed_at
                FROM mails m JOIN mail_messages b ON b.mail_id = m.id JOIN orders o ON o.id = m.order_id
                WHERE m.state = 'queued' AND m.composed = 1 AND m.claim_owner IS NULL AND m.next_attempt_at <= ?
                ORDER BY m.next_attempt_at LIMIT 1
                """)
        while let row = try Row.fetchOne(due, arguments: [at]) {
            let id: Int64 = row[0]
            guard let reference = try? Reference(reading: row[1] as String) else {
                try setAside(id)
                continue
            }
            let attempt = MailAttempt(
                id: id, reference: reference, recipient: EmailAddress(stored: row[2]),
                message: [UInt8](row[3] as Data), number: row[4] + 1, owedSince: row[5])
            try claim(attempt)
            return attempt
        }
        return nil
    }

    private func claim(_ attempt: MailAttempt) throws {
        try db.cachedStatement(
            sql: """
                UPDATE mails SET attempts = ?, claim_owner = ?, claim_expires_at = ?, attempt_begun_at = ?
                WHERE id = ? AND claim_owner IS NULL AND EXISTS (SELECT 1 FROM owners WHERE id = ?)
                """
        ).execute(arguments: [attempt.number, owner.id, at + owner.lease, at, attempt.id, owner.id])
        // It was free a moment ago, in this same transaction.
        guard db.changesCount == 1 else { throw StoreError.ownerGone }
    }

    /// Settles a damaged mail that nobody has claimed.
    private func setAside(_ mail: Int64) throws {
        try db.execute(
            sql: """
                UPDATE mails SET state = 'failed', settled_at = ?, next_attempt_at = NULL, last_problem = ?
                WHERE id = ?
                """, arguments: [at, Store.unreadable, mail])
    }
}
