import GRDB
public import Orders

extension Store {
    /// Records that a packet came back: its order is returned, and stays where it is in its batch; so are the orders that
    /// shared the packet, and `sharers` names them. No mail is owed; one that says that it was posted is taken back, if it
    /// surely hasn't arrived.
    ///
    /// Unless it was damaged, the next order to that address is held: see `ReturnReason.marksAddress`.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func markReturned(
        _ reference: Reference, reason: ReturnReason, at time: Int64, who: String
    ) async throws -> PlacedOrder {
        try await changingOrders(at: time, who: who, wakes: false) { ledger in
            let named = try OrderRow.fetch(ledger.db, reference)
            for row in [named] + (try OrderRow.sharing(with: named, ledger.db)) {
                let returned = OrderLedger.Destination(
                    state: .returned, batch: row.place, dispatchedAt: row.placed.dispatchedAt, returned: (reason, time))
                try ledger.move(row, to: returned, what: "returned: \(reason.rawValue)")
                try ledger.takeBackMails([.posted], of: row.id)
            }
            return try OrderRow.fetch(ledger.db, reference).placed
        }
    }
}
