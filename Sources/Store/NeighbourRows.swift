import GRDB

/// What `Neighbours` asks of the tables.
struct NeighbourRows {
    /// A clock may have been set back: so many orders in a row that are too old end the search for those that aren't.
    private static let patience = 1_000

    private let db: Database

    init(_ db: Database) {
        self.db = db
    }

    func lastOrder() throws -> Int64 {
        try DirectStatement(db, "SELECT max(id) FROM orders").first { $0.integer(0) } ?? 0
    }

    func lastMove() throws -> Int64 {
        try DirectStatement(db, "SELECT max(number) FROM moved_orders").first { $0.integer(0) } ?? 0
    }

    /// The orders at a premise that came since, latest first.
    func each(backTo since: Int64, _ body: (_ premise: Int64, _ surname: Int64, _ order: Int64) -> Void) throws {
        var old = 0
        let all = "SELECT like_premise, like_surname, id, received_at FROM orders ORDER BY id DESC"
        try DirectStatement(db, all).each { row in
            old = row.integer(3) > since ? 0 : old + 1
            if old == 0 { Self.tell(row, body) }
            return old < Self.patience
        }
    }

    /// The orders at a premise after this one, oldest first.
    func each(after order: Int64, _ body: (_ premise: Int64, _ surname: Int64, _ order: Int64) -> Void) throws {
        let later = "SELECT like_premise, like_surname, id FROM orders WHERE id > ? ORDER BY id"
        try DirectStatement(db, later).each(.integer(order)) { row in
            Self.tell(row, body)
            return true
        }
    }

    /// Where the orders are now that were moved after this move.
    func eachMoved(after move: Int64, _ body: (_ premise: Int64, _ surname: Int64, _ order: Int64) -> Void) throws {
        let moved = """
            SELECT o.like_premise, o.like_surname, o.id FROM moved_orders m JOIN orders o ON o.id = m.order_id
            WHERE m.number > ? ORDER BY m.number
            """
        try DirectStatement(db, moved).each(.integer(move)) { row in
            Self.tell(row, body)
            return true
        }
    }

    private static func tell(
        _ row: DirectStatement.Columns, _ body: (_ premise: Int64, _ surname: Int64, _ order: Int64) -> Void
    ) {
        guard !row.isNull(0) else { return }
        body(row.integer(0), row.integer(1), row.integer(2))
    }
}
