public import Orders
public import Store

extension OrderDetails {
    /// Everything that the store keeps about an order.
    ///
    /// - Parameter urgent: whether ordinary post would be too slow.
    /// - Throws: `StoreError`.
    public init(of placed: PlacedOrder, urgent: Bool, in store: Store) async throws {
        let reference = placed.reference
        let seen = try await store.agreement(of: reference)
        self.init(
            row: OrderRow(placed, urgent: urgent), placed: placed,
            mails: try await store.mails(of: reference).map(MailRow.init),
            history: try await store.history(of: reference),
            // What a person wrote in words of her own, beside what was read of it.
            message: placed.door == .mail ? try await store.original(of: reference) : nil,
            agreement: seen.map { ($0.agreement.notice, $0.agreement.isConsent, $0.at) })
    }
}
