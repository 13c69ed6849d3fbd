import GRDB

/// What `Neighbours` asks of the tables.
struct NeighbourRows {
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

    /// The orders at a premise that came since, oldest first. All are looked at: the clock may have been wrong for a
    /// while, so that older ones lie between.
    func each(since: Int64, _ body: (_ premise: Int64, _ surname: Int64, _ order: Int64) -> Void) throws {
        let lately = "SELECT like_premise, like_surname, id FROM orders WHERE received_at > ? ORDER BY id"
        try DirectStatement(db, lately).each(.integer(since)) { row in
            Self.tell(row, body)
            return true
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
