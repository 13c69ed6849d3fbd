import FoundationEssentials
import GRDB
public import Orders

/// A mail as it will be sent, byte for byte, on every attempt.
public struct ComposedMail: Sendable, Hashable {
    /// The mail's number.
    public var id: Int64
    public var recipient: EmailAddress
    /// With CRLF everywhere.
    public var message: [UInt8]

    public init(id: Int64, recipient: EmailAddress, message: [UInt8]) {
        self.id = id
        self.recipient = recipient
        self.message = message
    }
}

extension Store {
    /// Mails that are owed and have no text yet, those that are due first first. One that can't be read
    /// fails, and keeps no other from going out.
    public func mailsToCompose(limit: Int) async throws -> [MailDraft] {
        let (drafts, damaged) = try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT id, order_id, kind, language, message_id, owed_at, boundary FROM mails
                    WHERE state = 'queued' AND composed = 0 ORDER BY next_attempt_at, id
                    """)
            var drafts: [MailDraft] = []
            var damaged: [Int64] = []
            while drafts.count < limit, let row = try rows.next() {
                if let draft = try Self.draft(row, db) { drafts.append(draft) } else { damaged.append(row[0]) }
            }
            return (drafts, damaged)
        }
        if !damaged.isEmpty { try await setAside(damaged) }
        return drafts
    }

    /// Settles damaged mails that have no text, as of when they were due: they would be due for ever.
    private func setAside(_ mails: [Int64]) async throws {
        try await commits.write { db in
            for mail in mails {
                try db.execute(
                    sql: """
                        UPDATE mails SET state = 'failed', settled_at = next_attempt_at, next_attempt_at = NULL,
                            last_problem = ?
                        WHERE id = ? AND state = 'queued' AND composed = 0
                        """, arguments: [Self.unreadable, mail])
            }
        }
    }

    static let unreadable = "can't be read from the database"

    /// Nil if it can't be read.
    private static func draft(_ row: Row, _ db: Database) throws -> MailDraft? {
        do {
            guard let kind = MailKind(rawValue: row[2]), let language = Language(rawValue: row[3]),
                let order = try OrderRow.fetch(db, where: "o.id = ?", [row[1] as Int64]).first
            else { return nil }
            return MailDraft(
                id: row[0], kind: kind, language: language, messageID: row[4], date: row[5], boundary: row[6],
                order: order.placed, packets: try packets(of: order, db), inReplyTo: try messageID(of: order, db))
        } catch StoreError.damaged {
            return nil
        }
    }

    /// The Message-ID that the door kept with the message that the order came in.
    private static func messageID(of order: OrderRow, _ db: Database) throws -> String? {
        guard order.placed.door == .mail else { return nil }
        let original = try db.cachedStatement(sql: "SELECT original FROM submissions WHERE order_id = ?")
        return try String.fetchOne(original, arguments: [order.id]).flatMap { OriginalMessage($0).messageID }
    }

    private static func packets(of order: OrderRow, _ db: Database) throws -> Int {
        let count = try db.cachedStatement(
            sql: "SELECT count(DISTINCT sequence) FROM packet_orders WHERE order_id = ? AND batch_id = ?")
        return try Int.fetchOne(count, arguments: [order.id, order.batchRow]) ?? 0
    }

    /// Stores the bytes of mails, before any attempt. A mail that was composed or cancelled meanwhile is left as it is.
    ///
    /// - Returns: how many were stored.
    @discardableResult
    public func saveComposed(_ mails: [ComposedMail]) async throws -> Int {
        try await commits.write(wakes: true) { db in
            let mark = try db.cachedStatement(
                sql: "UPDATE mails SET composed = 1 WHERE id = ? AND state = 'queued' AND composed = 0")
            let store = try db.cachedStatement(
                sql: "INSERT INTO mail_messages (mail_id, recipient, message) VALUES (?, ?, ?)")
            var saved = 0
            for mail in mails {
                try mark.execute(arguments: [mail.id])
                guard db.changesCount == 1 else { continue }
                try store.execute(arguments: [mail.id, mail.recipient.text, Data(mail.message)])
                saved += 1
            }
            return saved
        }
    }

    /// Settles a mail that can't be composed as failed. One that isn't waiting to be composed is left as it is.
    ///
    /// - Parameter problem: What is wrong, without personal data.
    public func failComposing(_ mail: Int64, problem: String, at time: Int64) async throws {
        try await commits.write { db in
            try db.execute(
                sql: """
                    UPDATE mails SET state = 'failed', next_attempt_at = NULL, settled_at = ?, last_problem = ?
                    WHERE id = ? AND state = 'queued' AND composed = 0
                    """, arguments: [time, problem, mail])
        }
    }
}
