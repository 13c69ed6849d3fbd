import GRDB
public import Orders

extension Store {
    /// All batches, oldest first; at most `limit` of them.
    public func batches(limit: Int? = nil) async throws -> [BatchRecord] {
        try await read { try Self.records($0, "ORDER BY b.id LIMIT \(limit.map { max(0, $0) } ?? -1)") }
    }

    /// The batches in this state, oldest first.
    public func batches(in state: BatchState) async throws -> [BatchRecord] {
        try await read { try Self.records($0, "WHERE b.state = ? ORDER BY b.id", [state.rawValue]) }
    }

    /// The batch with this id; nil if there is none.
    public func batch(_ id: BatchID) async throws -> BatchRecord? {
        try await read { db in
            try Self.records(db, "WHERE b.date = ? AND b.number = ?", [id.date.dayNumber, id.number]).first
        }
    }

    /// The batch that was closed last; nil if none ever was.
    public func latestBatch() async throws -> BatchRecord? {
        try await read { try Self.records($0, "ORDER BY b.id DESC LIMIT 1").first }
    }

    /// Everything that the papers of a batch show, as it was at closing, but for what an erasure took out.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func snapshot(of id: BatchID) async throws -> BatchSnapshot {
        try await read { db in
            try SnapshotRows(db: db).snapshot(of: try BatchRow.fetch(db, id).row, id)
        }
    }

    /// The orders on a batch's papers, by sequence number.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func batchOrders(of id: BatchID) async throws -> [BatchOrder] {
        try await read { db in
            let batch = try BatchRow.fetch(db, id).row
            let snapshot = try SnapshotRows(db: db).snapshot(of: batch, id)
            var orders: [BatchOrder] = []
            var places: [Reference: Int] = [:]
            for packet in snapshot.packets {
                for part in packet.orders {
                    if let place = places[part.reference] {
                        orders[place].lines.add(part.lines)
                    } else {
                        let standing = try Self.standing(of: part.reference, in: batch, db)
                        places[part.reference] = orders.count
                        orders.append(
                            BatchOrder(
                                sequence: packet.sequence, reference: part.reference, state: standing.state,
                                isPulled: standing.isPulled, postcode: standing.postcode, bundle: packet.bundle,
                                lines: part.lines))
                    }
                }
            }
            return orders
        }
    }

    /// Remembers what a document of a batch was rendered to the first time, and says so ever after.
    ///
    /// - Parameter sha256: 64 hexadecimal digits.
    /// - Returns: what was remembered the first time; nil if this is the first time.
    /// - Throws: `StoreError.noSuchBatch`.
    @discardableResult
    public func recordDocument(_ name: String, sha256: String, of id: BatchID) async throws -> String? {
        try await commits.write { db in
            let batch = try BatchRow.fetch(db, id).row
            let first = try String.fetchOne(
                db, sql: "SELECT sha256 FROM documents WHERE batch_id = ? AND name = ?", arguments: [batch, name])
            if first == nil {
                try db.execute(
                    sql: "INSERT INTO documents (batch_id, name, sha256) VALUES (?, ?, ?)",
                    arguments: [batch, name, sha256])
            }
            return first
        }
    }

    /// How a batch is listed that a transaction is changing.
    static func record(of batch: BatchRow, _ db: Database) throws -> BatchRecord {
        guard let record = try records(db, "WHERE b.id = ?", [batch.row]).first else {
            throw StoreError.noSuchBatch(batch.id)
        }
        return record
    }

    static func records(
        _ db: Database, _ end: String, _ arguments: StatementArguments = StatementArguments()
    ) throws -> [BatchRecord] {
        let sql = """
            SELECT b.date, b.number, b.state, b.closed_at,
                (SELECT count(*) FROM packets p WHERE p.batch_id = b.id),
                (SELECT count(DISTINCT p.order_id) FROM packet_orders p WHERE p.batch_id = b.id),
                b.printed_at
            FROM batches b \(end)
            """
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            let id = BatchID(date: LocalDate(dayNumber: row[0]), number: row[1])
            guard let state = BatchState(rawValue: row[2]) else { throw StoreError.damaged(subject: "batch \(id)") }
            return BatchRecord(
                id: id, state: state, closedAt: row[3], printedAt: row[6], packets: row[4], orders: row[5])
        }
    }

    private static func standing(
        of reference: Reference, in batch: Int64, _ db: Database
    ) throws -> (state: OrderState, isPulled: Bool, postcode: String?) {
        let statement = try db.cachedStatement(sql: "SELECT state, batch_id, postcode FROM orders WHERE reference = ?")
        guard let row = try Row.fetchOne(statement, arguments: [reference.characters]),
            let state = OrderState(rawValue: row[0])
        else { throw StoreError.damaged(subject: "order \(reference)") }
        return (state, row[1] as Int64? != batch, row[2])
    }
}

extension [OrderLine] {
    /// Adds copies, each item once.
    fileprivate mutating func add(_ lines: [OrderLine]) {
        for line in lines {
            if let index = firstIndex(where: { $0.item == line.item }) {
                self[index].quantity += line.quantity
            } else {
                append(line)
            }
        }
    }
}
