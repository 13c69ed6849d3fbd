import FoundationEssentials
import GRDB
public import Orders

/// What was printed of a batch, and how.
extension Store {
    /// Remembers a printing of one paper.
    ///
    /// - Parameter document: `labels`, `orders`, …
    /// - Throws: `StoreError.noSuchBatch`.
    public func recordPrinting(
        _ printing: Printing, of document: String, in id: BatchID, at time: Int64, who: String
    ) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let way = String(decoding: try encoder.encode(printing), as: UTF8.self)
        try await commits.write { db in
            let batch = try BatchRow.fetch(db, id).row
            try db.execute(
                sql: "INSERT INTO printings (batch_id, document, at, who, way) VALUES (?, ?, ?, ?, ?)",
                arguments: [batch, document, time, who, way])
        }
    }

    /// How a paper of a batch was printed the last time; nil if it never was.
    ///
    /// - Throws: `StoreError.noSuchBatch`.
    public func lastPrinting(of document: String, in id: BatchID) async throws -> Printing? {
        try await read { db in
            let way = try String.fetchOne(
                db, sql: "SELECT way FROM printings WHERE batch_id = ? AND document = ? ORDER BY id DESC LIMIT 1",
                arguments: [try BatchRow.fetch(db, id).row, document])
            guard let way else { return nil }
            guard let printing = try? JSONDecoder().decode(Printing.self, from: Data(way.utf8)) else {
                throw StoreError.damaged(subject: "a printing of batch \(id)")
            }
            return printing
        }
    }
}
