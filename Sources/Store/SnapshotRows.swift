import FoundationEssentials
import GRDB
import Orders

/// A snapshot in rows: its frame as JSON, its packets in tables, so that an erasure can empty one recipient and leave
/// the numbers and totals.
struct SnapshotRows {
    let db: Database

    /// Writes a snapshot.
    ///
    /// - Parameters:
    ///   - cutoff: The date of the cut-off that closes it, if it is one.
    ///   - orders: The rows' numbers of all orders in it.
    /// - Returns: the number of the batch's row.
    func insert(_ snapshot: BatchSnapshot, cutoff: LocalDate?, orders: [Reference: Int64]) throws -> Int64 {
        var frame = snapshot
        frame.packets = []
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try db.execute(
            sql: "INSERT INTO batches (date, number, state, closed_at, frame, cutoff) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                snapshot.id.date.dayNumber, snapshot.id.number, BatchState.closed.rawValue, snapshot.closedAt,
                String(decoding: try encoder.encode(frame), as: UTF8.self), cutoff?.dayNumber,
            ])
        let batch = db.lastInsertedRowID
        for packet in snapshot.packets {
            let postage = try packet.postage.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
            try insert(packet, of: batch, orders: orders, postage: postage)
        }
        return batch
    }

    private func insert(
        _ packet: PacketSnapshot, of batch: Int64, orders: [Reference: Int64], postage: String?
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO packets (batch_id, sequence, part, of, bundle, recipient, postage)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            batch, packet.sequence, packet.part, packet.of, packet.bundle, packet.recipient.map(Lines.join), postage,
        ])
        let orderRow = try db.cachedStatement(
            sql: """
                INSERT INTO packet_orders (batch_id, sequence, position, order_id, purpose, needed_by, urgent,
                    organisation, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let lineRow = try db.cachedStatement(
            sql: """
                INSERT INTO packet_lines (batch_id, sequence, position, line, item, quantity)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        for (position, order) in packet.orders.enumerated() {
            try orderRow.execute(arguments: [
                batch, packet.sequence, position + 1, orders[order.reference], order.purpose.rawValue,
                order.neededBy?.dayNumber, order.urgent, order.organisation, order.note,
            ])
            for (line, ordered) in order.lines.enumerated() {
                try lineRow.execute(arguments: [
                    batch, packet.sequence, position + 1, line + 1, ordered.item, ordered.quantity,
                ])
            }
        }
    }

    /// Where an order lies in a batch.
    private struct Place: Hashable {
        let sequence: Int
        let position: Int
    }

    /// Reads the snapshot of a batch.
    func snapshot(of batch: Int64, _ id: BatchID) throws -> BatchSnapshot {
        let damaged = StoreError.damaged(subject: "the snapshot of batch \(id)")
        guard
            let json = try String.fetchOne(db, sql: "SELECT frame FROM batches WHERE id = ?", arguments: [batch]),
            var snapshot = try? JSONDecoder().decode(BatchSnapshot.self, from: Data(json.utf8))
        else { throw damaged }
        let orders = try packetOrders(of: batch, lines: packetLines(of: batch), damaged: damaged)
        let decoder = JSONDecoder()
        snapshot.packets = try Row.fetchAll(
            db,
            sql: """
                SELECT sequence, part, of, bundle, recipient, postage FROM packets WHERE batch_id = ? ORDER BY sequence
                """, arguments: [batch]
        ).map { row in
            let postage = try (row[5] as String?).map { json in
                guard let postage = try? decoder.decode(PacketPostage.self, from: Data(json.utf8)) else {
                    throw damaged
                }
                return postage
            }
            return PacketSnapshot(
                sequence: row[0], part: row[1], of: row[2], bundle: row[3],
                recipient: (row[4] as String?).map(Lines.split), orders: orders[row[0]] ?? [], postage: postage)
        }
        return snapshot
    }

    private func packetLines(of batch: Int64) throws -> [Place: [OrderLine]] {
        var lines: [Place: [OrderLine]] = [:]
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, position, item, quantity FROM packet_lines WHERE batch_id = ?
                ORDER BY sequence, position, line
                """, arguments: [batch])
        while let row = try cursor.next() {
            let place = Place(sequence: row[0], position: row[1])
            lines[place, default: []].append(OrderLine(item: row[2], quantity: row[3]))
        }
        return lines
    }

    private func packetOrders(
        of batch: Int64, lines: [Place: [OrderLine]], damaged: StoreError
    ) throws -> [Int: [PacketOrder]] {
        var orders: [Int: [PacketOrder]] = [:]
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT p.sequence, p.position, o.reference, p.purpose, p.needed_by, p.urgent, p.organisation, p.note
                FROM packet_orders p JOIN orders o ON o.id = p.order_id
                WHERE p.batch_id = ? ORDER BY p.sequence, p.position
                """, arguments: [batch])
        while let row = try cursor.next() {
            guard let purpose = Purpose(rawValue: row[3]), let reference = try? Reference(reading: row[2] as String)
            else { throw damaged }
            let place = Place(sequence: row[0], position: row[1])
            orders[place.sequence, default: []].append(
                PacketOrder(
                    reference: reference, lines: lines[place] ?? [], purpose: purpose,
                    neededBy: (row[4] as Int?).map(LocalDate.init(dayNumber:)), urgent: row[5], organisation: row[6],
                    note: row[7]))
        }
        return orders
    }
}
