import GRDB
public import Orders

extension Store {
    /// The orders that the next batch may take: every accepted one, oldest first, or only these.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, or `stateForbids` if one of `references` isn't accepted.
    public func readyOrders(only references: [Reference]? = nil) async throws -> [PlacedOrder] {
        try await read { db in
            guard let references else {
                return try OrderRow.fetch(db, where: "o.state = 'accepted'").map(\.placed)
            }
            return try Set(references).map { reference in
                let row = try OrderRow.fetch(db, reference)
                guard row.placed.state == .accepted else {
                    throw StoreError.stateForbids(
                        subject: reference.description, state: row.placed.state.rawValue,
                        wanted: OrderState.batched.rawValue)
                }
                return row
            }.sorted { $0.id < $1.id }.map(\.placed)
        }
    }

    /// Closes batches: stores what will be printed, and makes each order batched. All of it, or nothing.
    ///
    /// The numbers of a date are counted up and never used again, also after a batch was reopened.
    ///
    /// - Parameters:
    ///   - date: The local date that the batches are named by.
    ///   - cutoff: The local date whose cut-off this is: it is recorded as done in the same transaction, also if nothing
    ///     is closed. If it was done before, nothing happens, and the plan isn't asked for.
    ///   - plan: Makes the batches, given the number of the first; the others follow it.
    /// - Throws: What `plan` throws, or `StoreError`: `stateForbids`, if an order is no longer accepted, and
    ///   `planDoesNotFit`, if it isn't what the plan took it for. Then plan anew.
    public func closeBatches(
        on date: LocalDate, cutoff: LocalDate? = nil, at time: Int64, who: String,
        plan: @escaping @Sendable (_ firstNumber: Int) throws -> [BatchSnapshot]
    ) async throws -> [BatchRecord] {
        try await changingOrders(at: time, who: who) { ledger in
            if let cutoff {
                if try Self.isCutoffRecorded(cutoff, ledger.db) { return [] }
                try ledger.db.execute(
                    sql: "INSERT INTO cutoffs (date, at) VALUES (?, ?)", arguments: [cutoff.dayNumber, time])
            }
            let last = try Int.fetchOne(
                ledger.db, sql: "SELECT max(number) FROM batches WHERE date = ?", arguments: [date.dayNumber])
            let first = (last ?? 0) + 1
            return try plan(first).enumerated().map { offset, snapshot in
                guard snapshot.id == BatchID(date: date, number: first + offset) else {
                    throw StoreError.planDoesNotFit("\(snapshot.id) isn't the next batch")
                }
                return try ledger.close(snapshot, cutoff: cutoff)
            }
        }
    }
}

extension OrderLedger {
    /// What a batch takes of one order.
    private struct Share {
        var firstSequence: Int
        var copies: [String: Int] = [:]
    }

    fileprivate func close(_ snapshot: BatchSnapshot, cutoff: LocalDate?) throws -> BatchRecord {
        let shares = try shares(of: snapshot)
        var rows: [Reference: OrderRow] = [:]
        for (reference, share) in shares {
            let row = try OrderRow.fetch(db, reference)
            let ordered = Dictionary(row.placed.order.lines.map { ($0.item, $0.quantity) }, uniquingKeysWith: +)
            guard share.copies == ordered else {
                throw StoreError.planDoesNotFit("\(reference) asks for other copies")
            }
            rows[reference] = row
        }
        for packet in snapshot.packets {
            for order in packet.orders {
                guard let placed = rows[order.reference]?.placed,
                    packet.shows(order, of: placed.order, isFirst: order.reference == packet.orders[0].reference)
                else {
                    throw StoreError.planDoesNotFit("\(order.reference) was changed meanwhile")
                }
            }
        }
        let batch = try SnapshotRows(db: db).insert(
            snapshot, cutoff: cutoff, orders: rows.mapValues(\.id))
        for row in rows.values.sorted(by: { $0.id < $1.id }) {
            let sequence = shares[row.placed.reference]?.firstSequence ?? 1
            try move(
                row, to: Destination(state: .batched, batch: (batch, sequence)), what: "batched: \(snapshot.id)")
        }
        try db.execute(
            sql: "INSERT INTO batch_history (batch_id, number, at, who, what) VALUES (?, 1, ?, ?, 'closed')",
            arguments: [batch, at, who])
        return BatchRecord(
            id: snapshot.id, state: .closed, closedAt: snapshot.closedAt, packets: snapshot.packets.count,
            orders: rows.count)
    }

    private func shares(of snapshot: BatchSnapshot) throws -> [Reference: Share] {
        var shares: [Reference: Share] = [:]
        for (index, packet) in snapshot.packets.enumerated() {
            guard packet.sequence == index + 1, !packet.orders.isEmpty else {
                throw StoreError.planDoesNotFit("packet \(packet.sequence) of \(snapshot.id) isn't in its place")
            }
            for order in packet.orders {
                var share = shares[order.reference] ?? Share(firstSequence: packet.sequence)
                for line in order.lines {
                    share.copies[line.item, default: 0] += line.quantity
                }
                shares[order.reference] = share
            }
        }
        return shares
    }
}

extension PacketSnapshot {
    /// Whether the papers would show the order as it is: somebody may have amended it since the plan was made. Orders
    /// that share a packet have the label of the first, but for the way in which it was typed.
    fileprivate func shows(_ share: PacketOrder, of order: Order, isFirst: Bool) -> Bool {
        let label = order.address.printedLines(name: order.name)
        return (isFirst ? recipient == label : recipient.map(LabelKey.init) == LabelKey(label))
            && share.purpose == order.purpose && share.neededBy == order.neededBy
            && share.organisation == order.organisation && share.note == order.note
    }
}
