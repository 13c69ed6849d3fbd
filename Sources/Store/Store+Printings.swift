import FoundationEssentials
import GRDB
public import Orders

/// What was printed of a batch, and how.
extension Store {
    /// Remembers a printing of one paper that was written as a file.
    ///
    /// - Parameter document: `labels`, `orders`, …
    /// - Throws: `StoreError.noSuchBatch`.
    public func recordPrinting(
        _ printing: Printing, of document: String, in id: BatchID, at time: Int64, who: String
    ) async throws {
        let way = try Self.encode(printing)
        try await commits.write { db in
            let batch = try BatchRow.fetch(db, id).row
            try db.execute(
                sql: "INSERT INTO printings (batch_id, document, at, who, way) VALUES (?, ?, ?, ?, ?)",
                arguments: [batch, document, time, who, way])
        }
    }

    /// How a paper of a batch was printed the last time that it went the same way out; nil if it never did. What a printer
    /// gave up counts as well: its sheets may lie there.
    ///
    /// - Parameter printer: nil for papers that were written as files.
    /// - Throws: `StoreError.noSuchBatch`.
    public func lastPrinting(
        of document: String, in id: BatchID, on printer: String?
    ) async throws -> PrintingRecord? {
        try await printings(of: id).last { $0.document == document && $0.printer == printer }
    }

    /// All printings of a batch, oldest first.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func printings(of id: BatchID) async throws -> [PrintingRecord] {
        try await read { db in
            try Self.printings(db, "WHERE p.batch_id = ? ORDER BY p.id", [try BatchRow.fetch(db, id).row])
        }
    }

    /// The last printing of labels on such a sheet, of any batch, that went the same way out; nil if there was none. What a
    /// printer gave up, or somebody took out of its queue, used up nobody knows which labels, and doesn't count.
    ///
    /// - Parameter printer: nil for labels that were written as files.
    public func lastLabels(on sheet: SheetGeometry, printer: String?) async throws -> PrintingRecord? {
        try await read { db in
            let frames = try Row.fetchCursor(
                db,
                sql: """
                    SELECT p.id, b.frame FROM printings p JOIN batches b ON b.id = p.batch_id
                    WHERE p.document = 'labels' AND p.printer IS ? AND (p.ended IS NULL OR p.ended = 'completed')
                    ORDER BY p.id DESC
                    """, arguments: [printer])
            while let row = try frames.next() {
                guard let record = try Self.printings(db, "WHERE p.id = ?", [row[0] as Int64]).first else { continue }
                let frame: String = row[1]
                let own = try? JSONDecoder().decode(BatchSnapshot.self, from: Data(frame.utf8)).papers.labels
                if (record.way.labels ?? own) == sheet { return record }
            }
            return nil
        }
    }

    static func printings(
        _ db: Database, _ end: String, _ arguments: StatementArguments
    ) throws -> [PrintingRecord] {
        let sql = """
            SELECT p.id, b.date, b.number, p.document, p.at, p.way, p.printer, p.job, p.ended
            FROM printings p JOIN batches b ON b.id = p.batch_id \(end)
            """
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            let batch = BatchID(date: LocalDate(dayNumber: row[1]), number: row[2])
            let way: String = row[5]
            guard let printing = try? JSONDecoder().decode(Printing.self, from: Data(way.utf8)) else {
                throw StoreError.damaged(subject: "a printing of batch \(batch)")
            }
            return PrintingRecord(
                id: row[0], batch: batch, document: row[3], at: row[4], way: printing, printer: row[6], job: row[7],
                end: (row[8] as String?).flatMap(PrintingEnd.init))
        }
    }

    static func encode(_ printing: Printing) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(printing), as: UTF8.self)
    }
}
