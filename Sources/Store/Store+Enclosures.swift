import FoundationEssentials
import GRDB
public import Orders

/// What was enclosed with orders, and what came with them.
extension Store {
    /// The submission that an order came from, word for word; nil if it came from none, or was erased.
    ///
    /// - Throws: `StoreError.noSuchOrder`.
    public func original(of reference: Reference) async throws -> String? {
        try await read { db in
            let sql = "SELECT original FROM submissions WHERE order_id = ?"
            return try String.fetchOne(db, sql: sql, arguments: [try OrderRow.fetch(db, reference).id])
        }
    }

    /// The privacy notice under which an order was given, and when; nil if its door showed none.
    ///
    /// - Throws: `StoreError.noSuchOrder`.
    public func agreement(of reference: Reference) async throws -> (agreement: Agreement, at: Int64)? {
        try await read { db in
            let sql = "SELECT notice, is_consent, at FROM agreements WHERE order_id = ?"
            let row = try Row.fetchOne(db, sql: sql, arguments: [try OrderRow.fetch(db, reference).id])
            return row.map { (Agreement(notice: $0[0], isConsent: $0[1]), $0[2]) }
        }
    }

    /// Whether `accept` took this message, or one with the same Message-ID: then it needn't be fetched or read.
    public func isSeen(_ message: MessageKey) async throws -> Bool {
        let hashes = secret.hashes(of: message)
        return try await read { try EnclosureRows.isSeen(hashes, $0) }
    }

    /// Forgets the messages that were seen before this moment and aren't in the mailbox any more: nothing can come again
    /// that isn't there.
    ///
    /// - Parameter present: every message in the mailbox, read or unread.
    /// - Returns: how many.
    public func forgetMessages(before time: Int64, besides present: [MessageKey]) async throws -> Int {
        let places = try await read {
            try Data.fetchAll($0, sql: "SELECT place FROM messages WHERE at < ?", arguments: [time])
        }
        guard !places.isEmpty else { return 0 }
        let kept = Set(present.map { secret.hashes(of: $0).place })
        let gone = places.filter { !kept.contains($0) }
        guard !gone.isEmpty else { return 0 }
        return try await commits.write { db in
            let delete = try db.cachedStatement(sql: "DELETE FROM messages WHERE place = ?")
            for place in gone { try delete.execute(arguments: [place]) }
            return gone.count
        }
    }

    /// Forgets the replies that were kept before this moment, with the keys of their requests: a request that comes
    /// again after that is a new one, and only the orders' own keys know it.
    ///
    /// - Returns: how many.
    public func forgetReplies(before time: Int64) async throws -> Int {
        try await commits.write { db in
            try db.execute(sql: "DELETE FROM requests WHERE at < ?", arguments: [time])
            return db.changesCount
        }
    }
}
