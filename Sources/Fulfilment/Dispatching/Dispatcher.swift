public import Orders
public import Store

/// Marks packets as posted, and takes that back.
///
/// Both are one transaction of the store; the dispatched list is written after it. Killed in between, the list is made
/// again by the next dispatch, or when somebody asks for it.
public struct Dispatcher: Sendable {
    private let store: Store
    private let lists: DispatchedList
    /// For how long a dispatch can be undone, in seconds.
    private let grace: Int64
    private let clock: WallClock

    /// - Parameters:
    ///   - lists: Writes the batch's dispatched list.
    ///   - grace: For how long a dispatch can be undone, and supporters aren't told yet, in seconds.
    public init(store: Store, lists: DispatchedList, grace: Int64, clock: WallClock) {
        self.store = store
        self.lists = lists
        self.grace = grace
        self.clock = clock
    }

    /// What would be marked; nothing is changed.
    ///
    /// - Throws: `SelectionProblems`, `StoreError.noSuchBatch`.
    public func plan(
        _ batch: BatchID, only: PacketSelection?, except: PacketSelection?
    ) async throws -> DispatchPlan {
        try DispatchPlan(packets: try await store.packets(of: batch), only: only, except: except)
    }

    /// What would be taken back of these packets; nil for all that still can be.
    ///
    /// - Throws: `SelectionProblems`, `StoreError.noSuchBatch`.
    public func planUndoing(_ only: PacketSelection?, of batch: BatchID) async throws -> DispatchPlan? {
        guard let only else { return nil }
        return try DispatchPlan(packets: try await store.packets(of: batch), only: only, from: .dispatched)
    }

    /// What became of the dispatched list. What was marked stays marked without it.
    public enum Listing: Sendable, Hashable {
        case written
        case failed(problem: String)
    }

    /// Marks the plan's orders as posted. Their supporters are written to once it can't be undone any more.
    ///
    /// - Throws: `StoreError`; `stateForbids` or `notInBatch` if one of them is no longer in the batch. Then none is
    ///   marked.
    public func dispatch(
        _ plan: DispatchPlan, of batch: BatchID, who: String
    ) async throws -> (record: BatchRecord, list: Listing) {
        let record = try await store.dispatch(plan.orders, of: batch, grace: grace, at: clock.now, who: who)
        return (record, await writeList(of: batch))
    }

    /// Takes back what was marked less than the time of grace ago: the orders are batched again, nobody is told.
    ///
    /// - Parameter orders: Only these; nil for all that can still be taken back.
    /// - Throws: `StoreError`: `nothingToUndo`, or for one of these `tooLateToUndo`, `sentAgain`, `stateForbids`. Then
    ///   none is taken back.
    public func undo(
        _ orders: [Reference]?, of batch: BatchID, who: String
    ) async throws -> (record: BatchRecord, orders: [Reference], list: Listing) {
        let undone = try await store.undoDispatch(orders, of: batch, grace: grace, at: clock.now, who: who)
        return (undone.record, undone.orders, await writeList(of: batch))
    }

    /// Says that a posted order's packet came back.
    ///
    /// - Throws: `StoreError`: `noSuchOrder`, `stateForbids`.
    public func markReturned(
        _ reference: Reference, reason: ReturnReason, who: String
    ) async throws -> (placed: PlacedOrder, list: Listing) {
        let placed = try await store.markReturned(reference, reason: reason, at: clock.now, who: who)
        guard let batch = placed.batch else { return (placed, .written) }
        return (placed, await writeList(of: batch))
    }

    private func writeList(of batch: BatchID) async -> Listing {
        do {
            try await lists.write(of: batch)
            return .written
        } catch {
            return .failed(problem: "\(error)")
        }
    }
}
