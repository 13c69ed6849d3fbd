public import Orders
public import Store

/// Changes orders as a person asks: by the same rules as the one door, with the mail that tells the supporter.
public struct Mender: Sendable {
    /// Why an order can't be changed so: every problem at once, nothing was changed.
    public struct Refusal: Error, Sendable {
        public var problems: [Problem]
    }

    /// An order before and after, and what was worth a word.
    public struct Mended: Sendable {
        public var before: PlacedOrder
        public var after: PlacedOrder
        /// The names of the fields that changed; empty if everything was as it is.
        public var fields: [String]
        public var warnings: [Problem]
    }

    private let store: Store
    private let rules: Rules
    private let clock: WallClock

    public init(store: Store, rules: Rules, clock: WallClock) {
        self.store = store
        self.rules = rules
        self.clock = clock
    }

    /// Changes an order that isn't posted yet: validated anew, the same reference. One in a batch is pulled out of it.
    ///
    /// Of one that couldn't be read whole, what is given is kept as long as all of it is right; the warnings say what is
    /// missing still.
    ///
    /// - Parameters:
    ///   - words: `FIELD=VALUE`, each.
    ///   - states: those in which it may be changed; nil for every one in which a dispatcher may.
    /// - Throws: `Refusal`, `StoreError`.
    public func amend(
        _ reference: Reference, _ words: [String], ifIn states: Set<OrderState>? = nil, who: String
    ) async throws -> Mended {
        let before = try await order(reference)
        if let states, !states.contains(before.state) {
            throw StoreError.stateForbids(
                subject: reference.description, state: before.state.rawValue, wanted: "amended")
        }
        let amendment = try amendment(words, of: before.order)
        let amended = before.order.amended(by: amendment, rules: rules)
        guard let order = amended.verdict.order else { throw Refusal(problems: amended.verdict.problems) }
        let verdict = amended.verdict
        guard !amended.fields.isEmpty else {
            return Mended(before: before, after: before, fields: [], warnings: verdict.warnings)
        }
        var held = amended.reasons(whileHeldFor: before.heldBecause)
        if amended.addressChanged, try await store.isMarked(order) != nil {
            held.reasons.append(.returnedAddress)
        }
        let after = try await store.amend(
            reference, from: before, to: order, fields: amended.fields, heldBecause: held.reasons,
            heldNote: held.note ?? before.heldNote, waits: verdict.waits, at: clock.now, who: who)
        return Mended(before: before, after: after, fields: amended.fields, warnings: verdict.warnings)
    }

    /// Orders the same again, with changes: a new order with a reference of its own, linked to this one, which was
    /// posted, came back or was cancelled.
    ///
    /// - Throws: `Refusal`, `StoreError`.
    public func again(_ reference: Reference, _ words: [String], who: String) async throws -> Mended {
        let before = try await order(reference)
        let amendment = try amendment(words, of: before.order)
        // What was ordered in time is sent again also after the campaign's last day.
        var rules = rules
        rules.closes = nil
        let verdict = before.order.submission(amendedBy: amendment).validated(by: rules)
        guard let order = verdict.order else { throw Refusal(problems: verdict.problems) }
        let after = try await store.again(
            reference, as: order, heldBecause: verdict.heldBecause, waits: verdict.waits, at: clock.now, who: who)
        return Mended(
            before: before, after: after, fields: before.order.amended(by: amendment, rules: rules).fields,
            warnings: verdict.warnings)
    }

    private func order(_ reference: Reference) async throws -> PlacedOrder {
        guard let placed = try await store.order(reference) else { throw StoreError.noSuchOrder(reference) }
        return placed
    }

    private func amendment(_ words: [String], of order: Order) throws -> Amendment {
        do {
            return try Amendment(reading: words, of: order, catalogue: rules.catalogue)
        } catch {
            throw Refusal(problems: error.problems)
        }
    }
}
