import GRDB
import Orders
import Testing

@testable import Store

extension World {
    /// Seconds of the grace.
    static let grace: Int64 = 900

    /// An order in the given state, alone in its batch if it is in one.
    func order(_ state: OrderState, _ order: Order = .fixture(), id: String? = "web-1") async throws -> Reference {
        switch state {
        case .held: return try await place(.fixture(id, order, heldBecause: [.quantity]))
        case .backordered: return try await place(.fixture(id, order, waits: true))
        default: break
        }
        let reference = try await place(.fixture(id, order))
        switch state {
        case .cancelled: _ = try await store.cancel(reference, at: now, who: "root")
        case .batched: _ = try await close([reference])
        case .dispatched, .returned:
            try await post([reference])
            if state == .returned { _ = try await giveBack(reference) }
        default: break
        }
        return reference
    }

    /// Closes a batch of these and posts it.
    @discardableResult
    func post(_ references: [Reference], at time: Int64? = nil) async throws -> BatchRecord {
        let batch = try await close(references)
        return try await dispatch(references, of: batch.id, at: time)
    }

    @discardableResult
    func dispatch(_ references: [Reference], of batch: BatchID, at time: Int64? = nil) async throws -> BatchRecord {
        try await store.dispatch(references, of: batch, grace: Self.grace, at: time ?? now, who: "root")
    }

    func giveBack(_ reference: Reference, _ reason: ReturnReason = .moved) async throws -> PlacedOrder {
        try await store.markReturned(reference, reason: reason, at: now, who: "root")
    }

    /// The order's mails, as "confirmation sent".
    func mails(of reference: Reference) async throws -> [String] {
        try await store.mails(of: reference).map { "\($0.kind) \($0.state)" }
    }

    /// What was done with the order, as its history says.
    func story(of reference: Reference) async throws -> [String] {
        try await store.history(of: reference).map(\.what)
    }

    func batchStory(of id: BatchID) throws -> [String] {
        try store.pool.read { db in
            let batch = try BatchRow.fetch(db, id).row
            return try String.fetchAll(
                db, sql: "SELECT what FROM batch_history WHERE batch_id = ? ORDER BY number", arguments: [batch])
        }
    }

    /// Attempts every mail that is due, with this outcome.
    func send(_ outcome: MailOutcome = .sent, at time: Int64? = nil) async throws {
        try await compose()
        let owner = try store.enrol(role: "mail", at: now)
        var finished: (attempt: MailAttempt, outcome: MailOutcome)?
        while let attempt = try store.advance(finished: finished, takeNext: true, owner: owner, at: time ?? now) {
            finished = (attempt, outcome)
        }
        try store.retire(owner)
    }

    /// Expects that this is refused with this error, and that nothing has changed.
    func expectRefusal<Value>(
        _ error: StoreError, _ body: () async throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try everything()
        await #expect(throws: error, sourceLocation: sourceLocation) { _ = try await body() }
        #expect(try everything() == before, sourceLocation: sourceLocation)
    }

    /// The refusal of what the state of the order forbids.
    func forbids(_ reference: Reference, _ state: OrderState, _ wanted: String) -> StoreError {
        .stateForbids(subject: reference.description, state: state.rawValue, wanted: wanted)
    }
}

extension Sequence {
    /// One after the other.
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self {
            values.append(try await transform(element))
        }
        return values
    }
}
