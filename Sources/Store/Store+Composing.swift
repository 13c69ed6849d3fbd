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
    /// Mails that are owed and have no text yet, oldest first.
    public func mailsToCompose(limit: Int) async throws -> [MailDraft] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, order_id, kind, language, message_id, owed_at, boundary FROM mails
                    WHERE state = 'queued' AND composed = 0 ORDER BY id LIMIT ?
                    """, arguments: [max(0, limit)])
            return try rows.map { row in
                let id: Int64 = row[0]
                guard let kind = MailKind(rawValue: row[2]), let language = Language(rawValue: row[3]),
                    let order = try OrderRow.fetch(db, where: "o.id = ?", [row[1] as Int64]).first
                else { throw StoreError.damaged(subject: "mail \(id)") }
                return MailDraft(
                    id: id, kind: kind, language: language, messageID: row[4], date: row[5], boundary: row[6],
                    order: order.placed)
            }
        }
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
