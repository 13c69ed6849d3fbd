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
        try await learnNeighbours(since: time - duplicatesWithin)
        return try await intakes.take(
            IntakeQueue.Call(
                arrivals: arrivals.each, at: time,
                memory: Intake.Memory(at: time, orders: duplicatesWithin, content: remember), who: who), for: self
        ).answers
    }

    /// The same, with what a door wants kept beside the orders, in the same transaction: orders, words, agreement, the
    /// reply to the request and the note that the message was seen, together or not at all.
    ///
    /// A request whose reply is kept, and a message that was seen, do nothing more. The closures of the enclosure run
    /// inside the transaction, when references are certain, or before it, and perhaps twice for the same order: they
    /// make values, and touch nothing. A reply is kept if the request has a key, the reply is a success (2xx) and any order was taken or
    /// known. A message is noted also if it brought none, but not if all that it brought were refused.
    ///
    /// - Returns: answers with words: the door's own for an order taken, those said first for a duplicate.
    /// - Throws: `StoreError.requestKeyUsed` if the request's key was used for another body.
    public func accept(
        _ arrivals: PreparedArrivals, enclosing enclosure: Enclosure, at time: Int64, duplicatesWithin: Int64,
        remember: Int64, who: String
    ) async throws -> Reception {
        if arrivals.each.isEmpty, enclosure.message == nil, enclosure.request == nil {
            return Reception(answers: [], reply: enclosure.reply?([]))
        }
        try await learnNeighbours(since: time - duplicatesWithin)
        return try await intakes.take(
            IntakeQueue.Call(
                arrivals: arrivals.each, enclosure: PreparedEnclosure(enclosure, of: arrivals.each, secret: secret),
                at: time,
                memory: Intake.Memory(at: time, orders: duplicatesWithin, content: remember), who: who), for: self)
    }

    /// Reads who ordered at which premise since, if nobody has: before the first order, so that others may write meanwhile.
    public func learnNeighbours(since: Int64) async throws {
        guard !neighbours.isLearned else { return }
        // A task of its own: what has begun isn't cancelled.
        try await Task { try await read { try self.neighbours.learn($0, since: since) } }.value
    }

    /// What `accept` would say, word for word, but for references that don't exist yet; nothing is stored.
    ///
    /// Each call forgets what it tried: arrivals are compared with the stored orders and with those before them in the
    /// same call. Of two that are alike in different calls the second is answered as if it were alone.
    public func outcomes(
        of arrivals: PreparedArrivals, at time: Int64, duplicatesWithin: Int64, remember: Int64
    ) async throws -> [Answer] {
        guard !arrivals.each.isEmpty else { return [] }
        try await learnNeighbours(since: time - duplicatesWithin)
        do {
            return try await commits.write { db in
                let ledger = OrderLedger(db: db, at: time, who: "check", store: self)
                let memory = Intake.Memory(at: time, orders: duplicatesWithin, content: remember)
                func rehearse(_ way: (inout Intake) throws -> [Answer]) throws -> Rehearsal {
                    try self.neighbours.catchUp(db, since: memory.ordersSince)
                    var intake = try Intake(ledger: ledger, memory: memory, isRehearsal: true)
                    return Rehearsal(answers: try way(&intake))
                }
                do {
                    throw try db.savepoint { try rehearse { try $0.takeEach(of: arrivals.each) } }
                } catch let error as DatabaseError where error.isOfOneStatement {
                    db.releaseMemory()
                    self.neighbours.rolledBack()
                    throw try rehearse { try $0.takeAll(arrivals.each) }
                }
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.answers
        }
    }

    /// Thrown to roll back what was only tried.
    private struct Rehearsal: Error {
        let answers: [Answer]
    }
}
