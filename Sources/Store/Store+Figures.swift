import GRDB
public import Orders

/// How much of everything there is, and how long it waits.
public struct StoreFigures: Sendable, Hashable {
    /// A state without any isn't named; nor in the next two.
    public var orders: [OrderState: Int]
    public var batches: [BatchState: Int]
    public var mails: [MailState: Int]
    /// When the accepted order came in that came first, in seconds since 1970-01-01T00:00:00Z; nil if none waits.
    public var oldestAccepted: Int64?
    /// When the queued mail is or was due that is due first; in the future if none is yet, nil if none is queued that
    /// nobody is sending.
    public var oldestDueMail: Int64?

    public init(
        orders: [OrderState: Int] = [:], batches: [BatchState: Int] = [:], mails: [MailState: Int] = [:],
        oldestAccepted: Int64? = nil, oldestDueMail: Int64? = nil
    ) {
        self.orders = orders
        self.batches = batches
        self.mails = mails
        self.oldestAccepted = oldestAccepted
        self.oldestDueMail = oldestDueMail
    }
}

extension Store {
    /// Counts orders, batches and mails by their states. Answered by indices alone, so that it may be asked often.
    public func figures() async throws -> StoreFigures {
        try await read { db in
            StoreFigures(
                orders: try Self.orderCounts(db), batches: try Self.batchCounts(db),
                mails: try Self.mailCounts(db),
                // Oldest by the order in which they came: by their times, each row would have to be read.
                oldestAccepted: try Int64.fetchOne(
                    db, sql: "SELECT received_at FROM orders WHERE state = 'accepted' ORDER BY id LIMIT 1"),
                oldestDueMail: try Self.nextMailTime(db))
        }
    }

    /// Each state but `sent` has indices of its own; what is in none of them is sent.
    private static func mailCounts(_ db: Database) throws -> [MailState: Int] {
        let counts = try Row.fetchOne(
            db,
            sql: """
                SELECT (SELECT count(*) FROM mails),
                    (SELECT count(*) FROM mails WHERE state = 'queued' AND composed = 0)
                    + (SELECT count(*) FROM mails WHERE state = 'queued' AND composed = 1 AND claim_owner IS NULL)
                    + (SELECT count(*) FROM mails WHERE claim_owner IS NOT NULL),
                    (SELECT count(*) FROM mails WHERE state = 'failed'),
                    (SELECT count(*) FROM mails WHERE state = 'cancelled')
                """)
        guard let counts else { return [:] }
        let (all, queued, failed, cancelled): (Int, Int, Int, Int) = (counts[0], counts[1], counts[2], counts[3])
        let mails: [MailState: Int] = [
            .queued: queued, .failed: failed, .cancelled: cancelled, .sent: all - queued - failed - cancelled,
        ]
        return mails.filter { $0.value > 0 }
    }

    /// All orders are counted without looking at them, most of which are dispatched: those are what is left over.
    private static func orderCounts(_ db: Database) throws -> [OrderState: Int] {
        let count = try db.cachedStatement(sql: "SELECT count(*) FROM orders WHERE state = ?")
        var counts: [OrderState: Int] = [:]
        for state in OrderState.allCases where state != .dispatched {
            counts[state] = try Int.fetchOne(count, arguments: [state.rawValue])
        }
        let all = try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM orders")) ?? 0
        counts[.dispatched] = all - counts.values.reduce(0, +)
        return counts.filter { $0.value > 0 }
    }

    private static func batchCounts(_ db: Database) throws -> [BatchState: Int] {
        var counts: [BatchState: Int] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT state, count(*) FROM batches GROUP BY state") {
            if let state = BatchState(rawValue: row[0]) { counts[state] = row[1] }
        }
        return counts
    }
}
