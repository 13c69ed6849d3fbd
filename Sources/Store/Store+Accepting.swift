import GRDB
public import Orders

extension Store {
    /// Decides on submissions and stores what becomes an order: the order, its lines, its key, its history, what it
    /// came from and the mail that is owed, together or not at all. Concurrent calls share a commit.
    ///
    /// A known key decides first: the same content is a `duplicate`, whatever validation says today; other content is
    /// rejected. A rejection stores nothing and uses up no key. An order of the same person for the same item within
    /// the time given is held as `duplicate`, with a warning that names the earlier one; one of somebody else at the same
    /// premise or organisation gets a warning only.
    ///
    /// - Parameters:
    ///   - arrivals: In any number; about a thousand a call is quickest.
    ///   - duplicatesWithin: Seconds for which ordering twice is worth a look.
    ///   - who: The stage or the login name, for the history.
    /// - Returns: an answer for each, in their order, after the commit.
    /// - Throws: `StoreError`; then nothing of this call is stored.
    public func accept(
        _ arrivals: [Arrival], at time: Int64, duplicatesWithin seconds: Int64, who: String
    ) async throws -> [Answer] {
        guard !arrivals.isEmpty else { return [] }
        let prepared = arrivals.map { PreparedArrival($0, secret: secret, random: random) }
        return try await commits.write(wakes: true) { db in
            let ledger = OrderLedger(db: db, at: time, who: who, store: self)
            return try Self.take(prepared, ledger: ledger, since: time - seconds)
        }
    }

    /// What `accept` would say, word for word, but for references that don't exist yet; nothing is stored.
    public func outcomes(
        of arrivals: [Arrival], at time: Int64, duplicatesWithin seconds: Int64
    ) async throws -> [Answer] {
        guard !arrivals.isEmpty else { return [] }
        let prepared = arrivals.map { PreparedArrival($0, secret: secret, random: random) }
        do {
            return try await commits.write { db in
                let ledger = OrderLedger(db: db, at: time, who: "check", store: self)
                throw Rehearsal(
                    answers: try Self.take(prepared, ledger: ledger, since: time - seconds, isRehearsal: true))
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.answers
        }
    }

    /// Forgets the keys of orders without an id that are older than this; keys made of ids stay for ever.
    ///
    /// - Returns: how many were forgotten.
    public func forgetKeys(olderThan time: Int64) async throws -> Int {
        try await commits.write { db in
            try db.execute(
                sql: """
                    DELETE FROM idempotency_keys WHERE is_of_content = 1
                        AND (SELECT o.received_at FROM orders o WHERE o.id = order_id) < ?
                    """, arguments: [time])
            return db.changesCount
        }
    }

    /// Thrown to roll back what was only tried.
    private struct Rehearsal: Error {
        let answers: [Answer]
    }

    /// Takes all of them in one savepoint. If a row breaks a rule of the schema, starts again with a savepoint for
    /// each, so that one bad arrival never keeps the others out; savepoints for all of them would cost more than the rows.
    private static func take(
        _ arrivals: [PreparedArrival], ledger: OrderLedger, since: Int64, isRehearsal: Bool = false
    ) throws -> [Answer] {
        do {
            return try ledger.inSavepoint {
                var intake = try Intake(ledger: ledger, since: since, isRehearsal: isRehearsal)
                return try arrivals.map { try intake.take($0) }
            }
        } catch let error as DatabaseError where error.isOfOneStatement {
            ledger.db.releaseMemory()
            var intake = try Intake(ledger: ledger, since: since, isRehearsal: isRehearsal)
            return try arrivals.map { arrival in
                do {
                    return try ledger.inSavepoint { try intake.take(arrival) }
                } catch let error as DatabaseError where error.isOfOneStatement {
                    try intake.recover()
                    return Answer(outcome: .rejected, problems: [Intake.unstorable])
                }
            }
        }
    }
}

extension OrderLedger {
    /// Runs `body`, and takes back what it wrote if it throws.
    fileprivate func inSavepoint<Value>(_ body: () throws -> Value) throws -> Value {
        var value: Value?
        try db.inSavepoint {
            value = try body()
            return .commit
        }
        guard let value else { throw StoreError.database(cause: "a savepoint without a result") }
        return value
    }
}
