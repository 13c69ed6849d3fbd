import GRDB
public import Orders

/// A closed batch as it is found at the table.
extension Store {
    /// The packets on a batch's papers and where their orders stand now, by number; a packet that carries several orders
    /// once for each.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func packets(of id: BatchID) async throws -> [BatchPacket] {
        try await read { db in
            let batch = try BatchRow.fetch(db, id)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT p.sequence, p.part, p.of, p.bundle, o.reference, o.state, o.batch_id IS NOT p.batch_id,
                        CASE WHEN o.wants_mail THEN o.email END, o.dispatched_at
                    FROM packets p
                    JOIN packet_orders c ON c.batch_id = p.batch_id AND c.sequence = p.sequence
                    JOIN orders o ON o.id = c.order_id
                    WHERE p.batch_id = ? ORDER BY p.sequence, c.position
                    """, arguments: [batch.row])
            var addressees: [String: Int] = [:]
            return try rows.map { row in
                let isPulled: Bool = row[6]
                let addressee = (row[7] as String?).map { addressees.number(of: $0.lowercased()) }
                return BatchPacket(
                    sequence: row[0], part: row[1], of: row[2], bundle: row[3],
                    reference: try IntakeRows.reference(row[4]), state: try Self.state(row[5], of: row[4]),
                    isPulled: isPulled, addressee: addressee, dispatchedAt: isPulled ? nil : row[8])
            }
        }
    }

    /// The other orders that share a packet of this one and stand where it does: what becomes of the packet becomes of
    /// them too.
    ///
    /// - Throws: `StoreError.noSuchOrder`.
    public func sharers(of reference: Reference) async throws -> [Reference] {
        try await read { db in
            try OrderRow.sharing(with: try OrderRow.fetch(db, reference), db).map(\.placed.reference)
        }
    }

    /// The orders that were taken out of a batch after it was closed, by their first numbers: not to be packed,
    /// although the papers show them.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func changes(of id: BatchID) async throws -> [BatchChange] {
        try await read { db in
            let batch = try BatchRow.fetch(db, id)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT c.sequence, o.id, o.reference, o.state, b.date, b.number,
                        EXISTS (SELECT 1 FROM packet_orders s JOIN orders n ON n.id = s.order_id
                            WHERE s.batch_id = c.batch_id AND s.sequence = c.sequence AND n.batch_id = c.batch_id)
                    FROM packet_orders c JOIN orders o ON o.id = c.order_id LEFT JOIN batches b ON b.id = o.batch_id
                    WHERE c.batch_id = ? AND o.batch_id IS NOT c.batch_id ORDER BY c.sequence, c.position
                    """, arguments: [batch.row])
            var changes: [BatchChange] = []
            for row in rows {
                let reference = try IntakeRows.reference(row[2])
                if let index = changes.firstIndex(where: { $0.reference == reference }) {
                    changes[index].sequences.append(row[0])
                    continue
                }
                let later = (row[4] as Int?).map { BatchID(date: LocalDate(dayNumber: $0), number: row[5]) }
                changes.append(
                    BatchChange(
                        sequences: [row[0]], reference: reference,
                        fate: try Self.fate(try Self.state(row[3], of: row[2]), later, of: reference),
                        at: try Self.leaving(of: row[1], from: batch, db), isShared: row[6]))
            }
            return changes
        }
    }

    private static func state(_ word: String, of reference: String) throws -> OrderState {
        guard let state = OrderState(rawValue: word) else {
            throw StoreError.damaged(subject: "order HB-\(reference)")
        }
        return state
    }

    private static func fate(_ state: OrderState, _ later: BatchID?, of reference: Reference) throws
        -> BatchChange.Fate
    {
        switch state {
        case .accepted: .waits
        case .backordered: .backordered
        case .held: .held
        case .cancelled: .cancelled
        case .batched, .dispatched, .returned:
            if let later { .moved(later) } else { throw StoreError.damaged(subject: "order \(reference)") }
        }
    }

    /// When the order left the batch: what was done with it first, after it was batched, that takes an order out.
    private static func leaving(of order: Int64, from batch: BatchRow, _ db: Database) throws -> Int64 {
        let left = try db.cachedStatement(
            sql: """
                SELECT at FROM order_history WHERE order_id = ?1
                    AND number > (SELECT max(number) FROM order_history WHERE order_id = ?1 AND what = ?2)
                    AND (what LIKE 'pulled: %' OR what LIKE 'reopened: %' OR what LIKE 'held: %' OR what = 'cancelled')
                ORDER BY number LIMIT 1
                """)
        return try Int64.fetchOne(left, arguments: [order, "batched: \(batch.id)"]) ?? batch.closedAt
    }
}

extension [String: Int] {
    /// The number that stands for this text, from 1 in the order of first appearance.
    fileprivate mutating func number(of text: String) -> Int {
        if let known = self[text] { return known }
        self[text] = count + 1
        return count
    }
}
