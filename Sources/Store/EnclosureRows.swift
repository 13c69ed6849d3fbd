import FoundationEssentials
import GRDB
import Orders

/// An enclosure with everything worked out that needs no transaction.
struct PreparedEnclosure: Sendable {
    let enclosure: Enclosure
    /// Keyed hashes of the request's key and body.
    let request: (key: Data, body: Data)?
    /// Keyed hashes of the message's place and id.
    let message: (place: Data, id: Data?)?
    /// What will most probably be said to the only order, and the door's words for it: writing them takes as long as a
    /// tenth of the transaction, for which everybody waits.
    private let foreseen: (answer: Answer, words: String)?

    init(_ enclosure: Enclosure, of arrivals: [PreparedArrival], secret: Secret) {
        self.enclosure = enclosure
        let only = arrivals.count == 1 ? arrivals[0].foreseen : nil
        foreseen = only.flatMap { answer in enclosure.words.map { (answer, $0(answer)) } }
        request = enclosure.request.map(secret.hashes(of:))
        message = enclosure.message.map(secret.hashes(of:))
    }

    /// What the door says to an order that was just taken.
    func words(for answer: Answer) -> String? {
        if let foreseen, foreseen.answer == answer { return foreseen.words }
        return enclosure.words?(answer)
    }
}

/// What of an enclosure is found and written inside the transaction of its orders.
struct EnclosureRows {
    let db: Database
    private let prepared: PreparedEnclosure

    init(_ prepared: PreparedEnclosure, db: Database) {
        self.prepared = prepared
        self.db = db
    }

    /// The reply to the same request, or to the same message nothing, if there was one.
    ///
    /// - Throws: `StoreError.requestKeyUsed`.
    func replay() throws -> Reception? {
        if let request = prepared.request, let reply = try reply(to: request) {
            return Reception(answers: [], reply: reply, isReplay: true)
        }
        if let message = prepared.message, try Self.isSeen(message, db) {
            return Reception(answers: [], isReplay: true)
        }
        return nil
    }

    private func reply(to request: (key: Data, body: Data)) throws -> KeptReply? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT body, status, reply FROM requests WHERE key = ?"),
            arguments: [request.key])
        guard let row else { return nil }
        guard row[0] == request.body else { throw StoreError.requestKeyUsed }
        return KeptReply(status: row[1], body: row[2])
    }

    /// Whether a message was seen at this place of the mailbox, or one with this id anywhere.
    static func isSeen(_ message: (place: Data, id: Data?), _ db: Database) throws -> Bool {
        let place = try db.cachedStatement(sql: "SELECT 1 FROM messages WHERE place = ?")
        if try Int.fetchOne(place, arguments: [message.place]) != nil { return true }
        guard let id = message.id else { return false }
        let known = try db.cachedStatement(sql: "SELECT 1 FROM messages WHERE message_id = ?")
        return try Int.fetchOne(known, arguments: [id]) != nil
    }

    /// What the door says to an order that was just taken.
    func words(for answer: Answer) -> String? {
        prepared.words(for: answer)
    }

    func insertAgreement(of order: Int64, at time: Int64) throws {
        guard let agreement = prepared.enclosure.agreement else { return }
        try db.cachedStatement(
            sql: "INSERT INTO agreements (order_id, notice, is_consent, at) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [order, agreement.notice, agreement.isConsent, time])
    }

    /// Makes the reply, keeps it if it is worth keeping, and notes the message, unless all that it brought was refused:
    /// then it is still to be read.
    func finish(_ answers: [Answer], at time: Int64) throws -> Reception {
        let reply = prepared.enclosure.reply?(answers)
        let isTaken = answers.contains { $0.outcome != .rejected }
        if let request = prepared.request, let reply, reply.isSuccess, isTaken {
            try keep(reply, to: request, naming: answers, at: time)
        }
        if let message = prepared.message, isTaken || answers.isEmpty {
            try db.cachedStatement(sql: "INSERT INTO messages (place, message_id, at) VALUES (?, ?, ?)")
                .execute(arguments: [message.place, message.id, time])
        }
        return Reception(answers: answers, reply: reply)
    }

    private func keep(
        _ reply: KeptReply, to request: (key: Data, body: Data), naming answers: [Answer], at time: Int64
    ) throws {
        try db.cachedStatement(sql: "INSERT INTO requests (key, body, at, status, reply) VALUES (?, ?, ?, ?, ?)")
            .execute(arguments: [request.key, request.body, time, reply.status, reply.body])
        let id = db.lastInsertedRowID
        let naming = try db.cachedStatement(
            sql: """
                INSERT INTO request_orders (order_id, request_id) SELECT id, ? FROM orders WHERE reference = ?
                """)
        for reference in Set(answers.compactMap(\.reference)) {
            try naming.execute(arguments: [id, reference.characters])
        }
    }
}

extension KeptReply {
    /// Only what went well is said again; anything else may go better the next time.
    fileprivate var isSuccess: Bool { (200..<300).contains(status) }
}
