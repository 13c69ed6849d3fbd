import GRDB

/// Which orders a catalogue moves between accepted and backordered: found by SQL, so that those that stay where they
/// are cost next to nothing.
struct CatalogueTurn: Sendable {
    /// The skus that can be posted today.
    let ships: Set<String>
    /// Those that can't yet. One that is in neither moves nothing.
    let waits: Set<String>

    func movesAny(_ db: Database) throws -> Bool {
        try !thatGo(db, limit: 1).isEmpty || !thatWait(db, limit: 1).isEmpty
    }

    /// The backordered orders all of whose items ship.
    func thatGo(_ db: Database, limit: Int? = nil) throws -> [OrderRow] {
        try rows(db, "o.state = 'backordered' AND NOT EXISTS (\(Self.lines) NOT IN", ships, limit: limit)
    }

    /// The accepted orders one of whose items doesn't ship.
    func thatWait(_ db: Database, limit: Int? = nil) throws -> [OrderRow] {
        guard !waits.isEmpty else { return [] }
        return try rows(db, "o.state = 'accepted' AND EXISTS (\(Self.lines) IN", waits, limit: limit)
    }

    private static let lines = "SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.item"

    private func rows(_ db: Database, _ condition: String, _ skus: Set<String>, limit: Int?) throws -> [OrderRow] {
        try OrderRow.fetch(
            db, where: "\(condition) (\(databaseQuestionMarks(count: skus.count))))",
            StatementArguments(skus.sorted()), limit: limit)
    }
}
