import GRDB
public import Orders

/// What printers made of a batch: begun before anything is sent, ended by the print server's word.
extension Store {
    /// Begins a printing, before the document is sent. One that was begun in the same way on the same printer, and of
    /// which no end is known, goes on instead.
    ///
    /// - Parameters:
    ///   - document: `labels`, `orders`, …
    ///   - isOnlyFirst: Only if the whole paper was never printed nor written before: so that whoever prints by itself
    ///     prints once.
    /// - Returns: nil if it was, and this one is not begun.
    /// - Throws: `StoreError`: `noSuchBatch`; `stateForbids` for a batch that was reopened.
    public func beginPrinting(
        _ printing: Printing, of document: String, in id: BatchID, on printer: String, isOnlyFirst: Bool = false,
        at time: Int64, who: String
    ) async throws -> PrintingRecord? {
        let way = try Self.encode(printing)
        return try await commits.write { db in
            let batch = try BatchRow.fetch(db, id)
            guard batch.state != .reopened else {
                throw StoreError.stateForbids(
                    subject: "batch \(id)", state: batch.state.rawValue, wanted: BatchState.printed.rawValue)
            }
            let before = try Self.printings(
                db, "WHERE p.batch_id = ? AND p.document = ? ORDER BY p.id", [batch.row, document])
            if isOnlyFirst, before.contains(where: \.way.isWhole) { return nil }
            if var open = before.last(where: { $0.printer == printer && $0.end == nil && $0.way == printing }) {
                open.isResumed = true
                return open
            }
            try db.execute(
                sql: "INSERT INTO printings (batch_id, document, at, who, way, printer) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [batch.row, document, time, who, way, printer])
            return try Self.printings(db, "WHERE p.id = ?", [db.lastInsertedRowID]).first
        }
    }

    /// The print server took the document as this job.
    public func printingSent(_ id: Int64, as job: Int) async throws {
        try await commits.write { db in
            try db.execute(sql: "UPDATE printings SET job = ? WHERE id = ? AND ended IS NULL", arguments: [job, id])
        }
    }

    /// The print server surely didn't take the document: as if it had never begun.
    public func withdrawPrinting(_ id: Int64) async throws {
        try await commits.write { db in
            try db.execute(sql: "DELETE FROM printings WHERE id = ? AND job IS NULL AND ended IS NULL", arguments: [id])
        }
    }

    /// The print server said how it ended. What it said first counts.
    public func printingEnded(_ id: Int64, as end: PrintingEnd, at time: Int64) async throws {
        try await commits.write { db in
            try db.execute(
                sql: "UPDATE printings SET ended = ?, ended_at = ? WHERE id = ? AND ended IS NULL",
                arguments: [end.rawValue, time, id])
        }
    }

    /// Records that a batch was printed, if each of these papers came out whole by a print server's word and nobody has
    /// said so yet.
    ///
    /// - Returns: the papers that haven't come out yet; empty once the batch is printed.
    /// - Throws: `StoreError.noSuchBatch`.
    public func markPrinted(
        _ id: BatchID, onceCompleted documents: [String], at time: Int64, who: String
    ) async throws -> [String] {
        try await changingOrders(at: time, who: who, wakes: false) { ledger in
            let batch = try BatchRow.fetch(ledger.db, id)
            guard batch.state == .closed else { return [] }
            let completed = try Self.printings(ledger.db, "WHERE p.batch_id = ?", [batch.row])
                .filter { $0.end == .completed && $0.way.isWhole }.map(\.document)
            let missing = documents.filter { !completed.contains($0) }
            if missing.isEmpty { try ledger.move(batch, to: .printed, printed: true, what: "printed") }
            return missing
        }
    }
}
