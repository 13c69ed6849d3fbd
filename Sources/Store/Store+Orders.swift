import GRDB
public import Orders

extension Store {
    /// The orders in this state, or all, oldest first; at most `limit` of them.
    public func orders(state: OrderState? = nil, limit: Int? = nil) async throws -> [PlacedOrder] {
        try await read { db in
            let rows =
                if let state {
                    try OrderRow.fetch(db, where: "o.state = ?", [state.rawValue], limit: limit)
                } else {
                    try OrderRow.fetch(db, where: "TRUE", limit: limit)
                }
            return rows.map(\.placed)
        }
    }

    /// The order with this reference; nil if there is none.
    public func order(_ reference: Reference) async throws -> PlacedOrder? {
        try await read { db in
            try OrderRow.fetch(db, where: "o.reference = ?", [reference.characters]).first?.placed
        }
    }

    /// The same, if it came from this producer; nil for everybody else's.
    public func order(_ reference: Reference, producer: String) async throws -> PlacedOrder? {
        try await read { db in
            let condition = """
                o.reference = ? AND EXISTS (SELECT 1 FROM submissions s WHERE s.order_id = o.id AND s.producer = ?)
                """
            return try OrderRow.fetch(db, where: condition, [reference.characters, producer]).first?.placed
        }
    }

    /// Whether an order came under this id of a producer's already.
    public func isTaken(id: String, producer: String) async throws -> Bool {
        let key = secret.key(ofID: id, producer: producer)
        return try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM idempotency_keys WHERE key = ?)", arguments: [key]) ?? false
        }
    }

    /// The orders whose reference this is, or whose name, e-mail address, organisation or postcode contains it,
    /// whatever the case; oldest first.
    public func find(_ text: String, limit: Int? = nil) async throws -> [PlacedOrder] {
        if let reference = try? Reference(reading: text), let found = try await order(reference) { return [found] }
        guard let search = TextSearch(text) else { return [] }
        return try await read { db in
            try OrderRow.fetch(db, where: search.condition, search.arguments, limit: limit).map(\.placed)
        }
    }

    /// What was done with an order, oldest first.
    ///
    /// - Throws: `StoreError.noSuchOrder`.
    public func history(of reference: Reference) async throws -> [HistoryEntry] {
        try await read { db in
            let id = try OrderRow.fetch(db, reference).id
            let sql = "SELECT at, who, what FROM order_history WHERE order_id = ? ORDER BY number"
            return try Row.fetchAll(db, sql: sql, arguments: [id]).map {
                HistoryEntry(at: $0[0], who: $0[1], what: $0[2])
            }
        }
    }

    /// How many copies of an item are where, by sku.
    public func itemTotals() async throws -> [String: ItemTotals] {
        try await read { db in
            var totals: [String: ItemTotals] = [:]
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT l.item, o.state, sum(l.quantity) FROM order_lines l JOIN orders o ON o.id = l.order_id
                    WHERE o.state NOT IN ('cancelled', 'returned') GROUP BY l.item, o.state
                    """)
            while let row = try cursor.next() {
                let copies: Int = row[2]
                var total = totals[row[0], default: ItemTotals()]
                total.ordered += copies
                switch OrderState(rawValue: row[1]) {
                case .backordered: total.backordered += copies
                case .batched: total.batched += copies
                case .dispatched: total.dispatched += copies
                default: break
                }
                totals[row[0]] = total
            }
            return totals
        }
    }
}

/// How many copies of one item are where.
public struct ItemTotals: Sendable, Hashable {
    /// In all orders that are neither cancelled nor came back.
    public var ordered = 0
    public var backordered = 0
    public var batched = 0
    public var dispatched = 0

    public init(ordered: Int = 0, backordered: Int = 0, batched: Int = 0, dispatched: Int = 0) {
        self.ordered = ordered
        self.backordered = backordered
        self.batched = batched
        self.dispatched = dispatched
    }
}
