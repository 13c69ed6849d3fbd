import GRDB
public import Orders

/// What a person, or the catalogue, decides about orders.
extension Store {
    /// Cancels an order that isn't posted yet, also one in a batch: the papers keep its number. Its mails that
    /// surely haven't arrived are taken back, and `cancelled` is owed.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func cancel(_ reference: Reference, at time: Int64, who: String) async throws -> PlacedOrder {
        try await changingOrders(at: time, who: who) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            try ledger.move(row, to: .init(state: .cancelled), what: "cancelled")
            try ledger.takeBackMails(MailKind.allCases, of: row.id)
            try ledger.owe(.cancelled, to: row)
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }

    /// Keeps an order back, for a reason in a person's own words. No mail is owed; one that says that the order goes on
    /// is taken back, if it surely hasn't arrived.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func hold(_ reference: Reference, because note: String, at time: Int64, who: String) async throws
        -> PlacedOrder
    {
        try await changingOrders(at: time, who: who, wakes: false) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            try ledger.move(
                row, to: .init(state: .held, heldBecause: [.manual], heldNote: note), what: "held: manual")
            try ledger.keepQuiet(about: row)
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }

    /// Lets a held order go on: it becomes accepted, or backordered while its items don't ship. The mail that says so
    /// is owed, unless the supporter was last told the same; `held` is taken back, if it surely hasn't arrived.
    ///
    /// - Parameter waits: Whether one of its items doesn't ship yet.
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func release(_ reference: Reference, waits: Bool, at time: Int64, who: String) async throws
        -> PlacedOrder
    {
        try await changingOrders(at: time, who: who) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            let state: OrderState = waits ? .backordered : .accepted
            guard row.placed.state == .held else {
                throw StoreError.stateForbids(
                    subject: reference.description, state: row.placed.state.rawValue, wanted: "released")
            }
            try ledger.move(row, to: .init(state: state), what: "released: \(state.rawValue)")
            try ledger.tell(waits ? .backordered : .confirmation, to: row)
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }

    /// Moves orders between accepted and backordered, as the catalogue now says. The mails that say so are owed, unless
    /// the supporter was last told the same; mails that say otherwise are taken back, if they surely haven't arrived.
    ///
    /// An item that the catalogue doesn't name any more moves nothing.
    ///
    /// - Parameters:
    ///   - ships: The skus that can be posted today.
    ///   - waits: Those that can't yet.
    /// - Returns: how many orders moved.
    public func catalogueChanged(
        ships: Set<String>, waits: Set<String>, at time: Int64, who: String
    ) async throws -> Int {
        try await changingOrders(at: time, who: who) { ledger in
            var moved = 0
            for row in try OrderRow.fetch(ledger.db, where: "o.state IN ('accepted', 'backordered')") {
                let lines = row.placed.order.lines
                let canGo = row.placed.state == .backordered && lines.allSatisfy { ships.contains($0.item) }
                let mustWait = row.placed.state == .accepted && lines.contains { waits.contains($0.item) }
                let state: OrderState = canGo ? .accepted : .backordered
                if canGo || mustWait {
                    let what = canGo ? "accepted: its items ship" : "backordered: an item doesn't ship yet"
                    try ledger.move(row, to: .init(state: state), what: what)
                    try ledger.tell(canGo ? .confirmation : .backordered, to: row)
                    moved += 1
                }
            }
            return moved
        }
    }

    /// Keeps back orders that can't go into a batch as they are; the mail `held` is owed. Orders that are no longer
    /// accepted are left as they are.
    ///
    /// - Parameter orders: The orders, each with why, and with a note in words, which may hold what was written.
    /// - Returns: those that are held now.
    public func holdBack(
        _ orders: [(reference: Reference, because: [HeldReason], note: String)], at time: Int64, who: String
    ) async throws -> [Reference] {
        try await changingOrders(at: time, who: who) { ledger in
            try orders.compactMap { reference, reasons, note in
                let row = try OrderRow.fetch(ledger.db, reference)
                guard row.placed.state == .accepted else { return nil }
                let held = OrderLedger.Destination(state: .held, heldBecause: reasons, heldNote: note)
                try ledger.move(row, to: held, what: "held: \(reasons.map(\.rawValue).joined(separator: ", "))")
                try ledger.tell(.held, to: row)
                return reference
            }
        }
    }
}
