import GRDB
public import Orders

/// Marking what was posted, and taking that back.
extension Store {
    /// Marks these orders of a batch as posted, all of them or none. The batch is dispatched once none of its orders
    /// waits any more. `posted` is owed, not before the grace is over; what was said before and surely hasn't arrived is
    /// taken back.
    ///
    /// - Parameters:
    ///   - orders: Whole orders, all of them batched in this batch; repetitions count once.
    ///   - grace: Seconds for which it can be undone.
    /// - Throws: `StoreError`: `noSuchBatch`, `noSuchOrder`, `notInBatch`, and `stateForbids` for the batch or an order.
    public func dispatch(
        _ orders: [Reference], of id: BatchID, grace: Int64, at time: Int64, who: String
    ) async throws -> BatchRecord {
        try await changingOrders(at: time, who: who) { ledger in
            let batch = try BatchRow.fetch(ledger.db, id)
            guard batch.state == .closed || batch.state == .printed else { throw batch.forbids(.dispatched) }
            let rows = try ledger.rows(of: orders, in: batch)
            for row in rows {
                guard row.placed.state == .batched else { throw row.forbids(OrderState.dispatched.rawValue) }
                try ledger.move(
                    row, to: .init(state: .dispatched, batch: row.place, dispatchedAt: time), what: "dispatched: \(id)")
                try ledger.takeBackMails(OrderLedger.standing, of: row.id)
                try ledger.owe(.posted, to: row, due: time + max(0, grace))
            }
            if !rows.isEmpty {
                try ledger.note("dispatched: \(Self.orders(rows.count))", onBatch: batch.row)
                try ledger.completeBatch(batch.row)
            }
            return try Self.record(of: batch, ledger.db)
        }
    }

    /// Takes orders back from the post, within the grace and before their mail has begun to go out: they are batched
    /// again, the batch is what it was before, and what the supporter was to hear before is owed again, or
    /// `confirmation` if nothing ever was.
    ///
    /// - Parameters:
    ///   - orders: These, all of them or none; nil for all that can still be taken back.
    ///   - grace: Seconds for which it can be undone; an order that was posted just so long ago can't.
    /// - Returns: the batch, and the orders that were taken back, by their numbers.
    /// - Throws: `StoreError`: `noSuchBatch`, `noSuchOrder`, `notInBatch`, `stateForbids` for an order that isn't posted,
    ///   `tooLateToUndo`, `sentAgain` for one that goes again already, and `nothingToUndo` if none is left.
    public func undoDispatch(
        _ orders: [Reference]? = nil, of id: BatchID, grace: Int64, at time: Int64, who: String
    ) async throws -> (record: BatchRecord, orders: [Reference]) {
        try await changingOrders(at: time, who: who) { ledger in
            let batch = try BatchRow.fetch(ledger.db, id)
            let rows = try ledger.undoable(orders, of: batch, grace: grace)
            guard !rows.isEmpty else { throw StoreError.nothingToUndo(id) }
            for row in rows { try ledger.undo(row, of: id) }
            let what = "dispatch undone: \(Self.orders(rows.count))"
            if batch.state == .dispatched {
                try ledger.move(batch, to: batch.printedAt == nil ? .closed : .printed, what: what)
            } else {
                try ledger.note(what, onBatch: batch.row)
            }
            return (try Self.record(of: batch, ledger.db), rows.map(\.placed.reference))
        }
    }

    private static func orders(_ count: Int) -> String {
        count == 1 ? "1 order" : "\(count) orders"
    }
}

extension OrderLedger {
    /// These orders, each once, in the order of their numbers.
    fileprivate func rows(of references: [Reference], in batch: BatchRow) throws -> [OrderRow] {
        try Set(references).map { reference in
            let row = try OrderRow.fetch(db, reference)
            guard row.batchRow == batch.row else { throw StoreError.notInBatch(reference, batch.id) }
            return row
        }.sorted { ($0.placed.sequence ?? 0, $0.id) < ($1.placed.sequence ?? 0, $1.id) }
    }

    fileprivate func undoable(_ references: [Reference]?, of batch: BatchRow, grace: Int64) throws -> [OrderRow] {
        guard let references else {
            return try OrderRow.fetch(
                db, where: "o.batch_id = ? AND o.state = 'dispatched'", [batch.row], sortedBy: "o.sequence, o.id"
            ).filter { try mayBeUndone($0, grace: grace) && goingRepetition(of: $0) == nil }
        }
        let rows = try rows(of: references, in: batch)
        for row in rows {
            guard row.placed.state == .dispatched else { throw row.forbids("taken back from the post") }
            guard try mayBeUndone(row, grace: grace) else { throw StoreError.tooLateToUndo(row.placed.reference) }
            if let going = try goingRepetition(of: row) {
                throw StoreError.sentAgain(row.placed.reference, as: going)
            }
        }
        return rows
    }

    private func mayBeUndone(_ row: OrderRow, grace: Int64) throws -> Bool {
        guard let dispatchedAt = row.placed.dispatchedAt, at - dispatchedAt < grace else { return false }
        let begun = try db.cachedStatement(
            sql: "SELECT 1 FROM mails WHERE order_id = ? AND kind = 'posted' AND attempts > 0")
        return try Int.fetchOne(begun, arguments: [row.id]) == nil
    }

    fileprivate func undo(_ row: OrderRow, of id: BatchID) throws {
        try move(row, to: Destination(state: .batched, batch: row.place), what: "dispatch undone: \(id)")
        try takeBackMails([.posted], of: row.id)
        let takenBack = try db.cachedStatement(
            sql: """
                SELECT kind, change FROM mails m
                WHERE order_id = ? AND kind IN ('confirmation', 'changed') AND state = 'cancelled' AND settled_at >= ?
                    AND NOT EXISTS (SELECT 1 FROM mails later WHERE later.order_id = m.order_id AND later.id > m.id
                        AND later.state IN ('queued', 'sent'))
                ORDER BY id DESC LIMIT 1
                """)
        let said = try Row.fetchOne(takenBack, arguments: [row.id, row.placed.dispatchedAt])
        if let said, let kind = MailKind(rawValue: said[0]) {
            try owe(kind, to: row, change: (said[1] as String?).flatMap(OrderState.init))
        } else {
            try tell(.confirmation, to: row)
        }
    }
}
