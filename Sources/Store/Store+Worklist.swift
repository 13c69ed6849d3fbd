import GRDB
public import Orders

extension Store {
    /// For how long a mail that failed is shown as work, in seconds.
    private static let failuresShown: Int64 = 30 * 86_400

    /// What waits for somebody.
    ///
    /// - Parameters:
    ///   - urgentBefore: What is needed before this day is urgent.
    ///   - limit: The most orders or mails of each sort, the counts apart; nil for all.
    public func worklist(urgentBefore: LocalDate, limit: Int? = nil, at time: Int64) async throws -> Worklist {
        try await read { db in
            var list = Worklist()
            list.held = try OrderRow.fetch(db, where: "o.state = 'held'", limit: limit).map(\.placed)
            list.heldCount = try Self.count(db, "orders WHERE state = 'held'")
            list.accepted = try Self.count(db, "orders WHERE state = 'accepted'")
            list.urgent = try OrderRow.fetch(
                db, where: "o.id IN (SELECT id FROM \(Self.urgent))", [urgentBefore.dayNumber],
                sortedBy: "o.needed_by, o.id", limit: limit
            ).map(\.placed)
            list.urgentCount = try Self.count(db, Self.urgent, [urgentBefore.dayNumber])
            list.batches = try Self.standings(db)
            list.postage = try Self.postage(db)
            list.failedMails = try Self.mails(
                db, "WHERE \(Self.failed) ORDER BY m.settled_at, m.id LIMIT \(limit.map { max(0, $0) } ?? -1)",
                [time - Self.failuresShown])
            list.failedCount = try Self.count(db, "mails m WHERE \(Self.failed)", [time - Self.failuresShown])
            let waiting = "mails WHERE state = 'queued' AND last_problem IS NOT NULL"
            list.waitingMails = try Self.count(db, waiting)
            list.answerLost = try Self.count(db, "\(waiting) AND last_problem = '\(Self.answerLost)'")
            list.backordered = try Self.backorders(db)
            return list
        }
    }

    private static func count(
        _ db: Database, _ rows: String, _ arguments: StatementArguments = StatementArguments()
    ) throws -> Int {
        let count = try db.cachedStatement(sql: "SELECT count(*) FROM \(rows)")
        return try Int.fetchOne(count, arguments: arguments) ?? 0
    }

    /// As the index says it, word for word.
    private static let urgent = """
        orders INDEXED BY orders_needed WHERE needed_by IS NOT NULL
            AND (state = 'accepted' OR state = 'batched' OR state = 'backordered') AND needed_by < ?
        """

    private static let failed = """
        m.state = 'failed' AND m.settled_at > ? AND NOT EXISTS (SELECT 1 FROM mails l
            WHERE l.order_id = m.order_id AND l.id > m.id AND l.state IN ('queued', 'sent'))
        """

    private static func standings(_ db: Database) throws -> [Worklist.BatchStanding] {
        var waiting: [Int64: [Int]] = [:]
        let packets = try Row.fetchCursor(
            db,
            sql: """
                SELECT o.batch_id, c.sequence FROM orders o INDEXED BY orders_to_post
                JOIN packet_orders c ON c.order_id = o.id AND c.batch_id = o.batch_id
                WHERE o.state = 'batched'
                """)
        while let row = try packets.next() { waiting[row[0], default: []].append(row[1]) }
        return try waiting.keys.sorted().compactMap { batch in
            guard let record = try records(db, "WHERE b.id = ?", [batch]).first else { return nil }
            // Each answered by an index alone.
            let kept = try count(db, "orders WHERE batch_id = ?", [batch])
            let batched = try count(
                db, "orders INDEXED BY orders_to_post WHERE batch_id = ? AND state = 'batched'", [batch])
            return Worklist.BatchStanding(
                record: record, waiting: Set(waiting[batch] ?? []).sorted(), dispatched: kept - batched,
                pulled: record.orders - kept)
        }
    }

    /// Of the packets that are still to be posted; counted by SQLite, for there may be thousands.
    private static func postage(_ db: Database) throws -> PostageTotals {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT p.postage ->> 'service', p.postage ->> 'format', p.postage ->> 'bandGrams',
                    p.postage ->> 'pricePence', count(*)
                FROM packets p WHERE (p.batch_id, p.sequence) IN (
                    SELECT c.batch_id, c.sequence FROM orders o INDEXED BY orders_to_post
                    JOIN packet_orders c ON c.order_id = o.id AND c.batch_id = o.batch_id
                    WHERE o.state = 'batched')
                GROUP BY 1, 2, 3, 4
                """)
        return PostageTotals(
            counts: rows.map { row in
                let postage = (row[0] as String?).map {
                    PacketPostage(format: row[1], bandGrams: row[2], pricePence: row[3], service: $0)
                }
                return (postage, row[4])
            })
    }

    private static func backorders(_ db: Database) throws -> [Worklist.Backorder] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT l.item, count(*), sum(l.quantity) FROM orders o JOIN order_lines l ON l.order_id = o.id
                WHERE o.state = 'backordered' GROUP BY l.item ORDER BY l.item
                """
        ).map { Worklist.Backorder(item: $0[0], orders: $0[1], copies: $0[2]) }
    }
}
