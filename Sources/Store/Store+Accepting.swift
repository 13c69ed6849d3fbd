import GRDB
public import Orders

/// Arrivals with everything worked out that needs no transaction: hashes, references, ids of mails.
public struct PreparedArrivals: Sendable {
    let each: [PreparedArrival]
}

extension Store {
    /// Works out ahead what `accept` needs, so that no transaction waits for it.
    public func prepare(_ arrivals: [Arrival]) -> PreparedArrivals {
        PreparedArrivals(each: arrivals.map { PreparedArrival($0, secret: secret, random: random) })
    }

    /// The same for arrivals that nobody has prepared.
    public func accept(
        _ arrivals: [Arrival], at time: Int64, duplicatesWithin: Int64, remember: Int64, who: String
    ) async throws -> [Answer] {
        try await accept(
            prepare(arrivals), at: time, duplicatesWithin: duplicatesWithin, remember: remember, who: who)
    }

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
    ///   - remember: Seconds for which an order without an id is known by its content; then the same content is a new
    ///     order. Ids are known for ever.
    ///   - who: The stage or the login name, for the history.
    /// - Returns: an answer for each, in their order, after the commit.
    /// - Throws: `StoreError`; then nothing of this call is stored.
    public func accept(
        _ arrivals: PreparedArrivals, at time: Int64, duplicatesWithin: Int64, remember: Int64, who: String
    ) async throws -> [Answer] {
        guard !arrivals.each.isEmpty else { return [] }
        return try await commits.write(wakes: true) { db in
            let ledger = OrderLedger(db: db, at: time, who: who, store: self)
            return try Self.take(
                arrivals.each, ledger: ledger,
                memory: Intake.Memory(at: time, orders: duplicatesWithin, content: remember))
        }
    }

    /// What `accept` would say, word for word, but for references that don't exist yet; nothing is stored.
    ///
    /// Each call forgets what it tried: arrivals are compared with the stored orders and with those before them in the
    /// same call. Of two that are alike in different calls the second is answered as if it were alone.
    public func outcomes(
        of arrivals: PreparedArrivals, at time: Int64, duplicatesWithin: Int64, remember: Int64
    ) async throws -> [Answer] {
        guard !arrivals.each.isEmpty else { return [] }
        do {
            return try await commits.write { db in
                let ledger = OrderLedger(db: db, at: time, who: "check", store: self)
                let memory = Intake.Memory(at: time, orders: duplicatesWithin, content: remember)
                throw Rehearsal(
                    answers: try Self.take(arrivals.each, ledger: ledger, memory: memory, isRehearsal: true))
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.answers
        }
    }

    /// Thrown to roll back what was only tried.
    private struct Rehearsal: Error {
        let answers: [Answer]
    }

    /// Takes all of them in one savepoint. If a row breaks a rule of the schema, starts again with a savepoint for
    /// each, so that one bad arrival never keeps the others out; savepoints for all of them would cost more than the rows.
    private static func take(
        _ arrivals: [PreparedArrival], ledger: OrderLedger, memory: Intake.Memory, isRehearsal: Bool = false
    ) throws -> [Answer] {
        do {
            return try ledger.inSavepoint {
                var intake = try Intake(ledger: ledger, memory: memory, isRehearsal: isRehearsal)
                return try arrivals.map { try intake.take($0) }
            }
        } catch let error as DatabaseError where error.isOfOneStatement {
            ledger.db.releaseMemory()
            var intake = try Intake(ledger: ledger, memory: memory, isRehearsal: isRehearsal)
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
