import GRDB
public import Orders

/// What a person, or the catalogue, decides about orders.
extension Store {
    /// Cancels an order that isn't posted yet, also one in a batch: the papers keep its number. Its mails that
    /// surely haven't arrived are taken back, and `cancelled` is owed.
    ///
    /// - Parameter states: Those in which whoever asks may cancel it; nil for wherever the lifecycle allows it.
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func cancel(
        _ reference: Reference, ifIn states: Set<OrderState>? = nil, at time: Int64, who: String
    ) async throws -> PlacedOrder {
        try await changingOrders(at: time, who: who) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            guard states?.contains(row.placed.state) ?? true else { throw row.forbids(OrderState.cancelled.rawValue) }
            try ledger.move(row, to: .init(state: .cancelled), what: "cancelled")
            try ledger.takeBackMails(MailKind.allCases, of: row.id)
            try ledger.owe(.cancelled, to: row)
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }

    /// Keeps an order back, for a reason in a person's own words. A mail that says that the order goes on is taken back,
    /// if it surely hasn't arrived; `held` is owed to a supporter who has heard nothing yet.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func hold(_ reference: Reference, because note: String, at time: Int64, who: String) async throws
        -> PlacedOrder
    {
        try await changingOrders(at: time, who: who) { ledger in
            let row = try OrderRow.fetch(ledger.db, reference)
            try ledger.move(
                row, to: .init(state: .held, heldBecause: [.manual], heldNote: note), what: "held: manual")
            try ledger.keepQuiet(about: row)
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }

    /// Lets a held order go on: it becomes accepted, or backordered while its items don't ship. The mail that says so
    /// is owed, unless the supporter was last told the same and nothing was changed since; `held` is taken back, if it
    /// surely hasn't arrived.
    ///
    /// - Parameter waits: Whether one of its items doesn't ship yet.
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`, and `notWhole` if a part of it is still missing.
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
            let missing = row.placed.order.missingFields
            guard missing.isEmpty else { throw StoreError.notWhole(reference, missing: missing) }
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
        let turn = CatalogueTurn(ships: ships, waits: waits)
        // Mostly nothing has changed: then nobody is made to wait for the writer, and nobody is woken.
        guard try await read({ try turn.movesAny($0) }) else { return 0 }
        return try await changingOrders(at: time, who: who) { ledger in
            let (go, wait) = (try turn.thatGo(ledger.db), try turn.thatWait(ledger.db))
            for row in go {
                try ledger.move(row, to: .init(state: .accepted), what: "accepted: its items ship")
                try ledger.tell(.confirmation, to: row)
            }
            for row in wait {
                try ledger.move(row, to: .init(state: .backordered), what: "backordered: an item doesn't ship yet")
                try ledger.tell(.backordered, to: row)
            }
            return go.count + wait.count
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
