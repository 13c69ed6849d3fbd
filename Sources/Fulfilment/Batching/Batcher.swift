public import Orders
public import Press
public import Store

/// Turns accepted orders into closed batches.
///
/// Every order is looked at first: one that can't be set on its label, would arrive too late or lacks its imprint
/// becomes held, so that a closed batch can always be printed and posted. Closing itself is one transaction of the
/// store; a crash before it leaves nothing but held orders, a crash after it leaves a batch whose papers are made when
/// somebody asks for them.
public struct Batcher: Sendable {
    /// What a batch is made by.
    public struct Plan: Sendable {
        public var catalogue: Catalogue
        public var rules: BatchRules
        public var calendar: PostCalendar
        public var campaign: BatchSnapshot.Campaign
        /// What papers are set on and in; orders must fit its label sheet.
        public var papers: BatchSnapshot.Papers
        /// By what packets are packed and paid; nil, and none is weighed.
        public var tariff: Tariff?
        /// The file that the catalogue is in, for hints.
        public var catalogueFile: String

        public init(
            catalogue: Catalogue, rules: BatchRules, calendar: PostCalendar, campaign: BatchSnapshot.Campaign,
            papers: BatchSnapshot.Papers, tariff: Tariff? = nil,
            catalogueFile: String = "the catalogue"
        ) {
            self.catalogue = catalogue
            self.rules = rules
            self.calendar = calendar
            self.campaign = campaign
            self.papers = papers
            self.tariff = tariff
            self.catalogueFile = catalogueFile
        }

        func postage(on day: LocalDate) -> Postage? {
            tariff.map { Postage(tariff: $0, postClass: calendar.postClass, day: day) }
        }
    }

    /// What closing did, or would do.
    public struct Closing: Sendable {
        /// The new batches; empty if nothing was ready.
        public var snapshots: [BatchSnapshot]
        /// Orders that are held instead, each with a note in words, without personal data.
        public var held: [HeldBack]
        /// What to see to, though it stopped nothing: items that nobody has weighed, an old tariff.
        public var warnings: [Warning]
    }

    /// What somebody should see to, and how; without personal data.
    public struct Warning: Sendable, Hashable {
        public var problem: String
        public var hint: String
        /// Whether something is missing that must be there; it stops nothing all the same.
        public var isError = false
    }

    /// An order that can't go into a batch as it is, why, and a note in words.
    public typealias HeldBack = (reference: Reference, because: [HeldReason], note: String)

    let store: Store
    private let press: Press?
    let plan: Plan
    let clock: WallClock

    /// - Parameter press: one that is at hand; nil, and one is made for each closing, and its fonts given back.
    public init(store: Store, press: Press? = nil, plan: Plan, clock: WallClock) {
        self.store = store
        self.press = press
        self.plan = plan
        self.clock = clock
    }

    /// Closes batches of everything that is accepted, or only of these orders.
    ///
    /// - Parameter cutoff: the local date of the cut-off that this is for. It is recorded together with the closing,
    ///   also of nothing; if somebody has recorded it already, nothing is closed.
    /// - Throws: `StoreError`; `stateForbids` if one of the references isn't waiting for a batch. `PressError`.
    public func close(
        only references: [Reference]? = nil, cutoff: LocalDate? = nil, who: String
    ) async throws -> Closing {
        try await withPress { try await close(only: references, cutoff: cutoff, who: who, with: $0) }
    }

    private func close(
        only references: [Reference]?, cutoff: LocalDate?, who: String, with press: Press
    ) async throws -> Closing {
        try await updateBackorders(who: who)
        var held: [HeldBack] = []
        // Somebody may cancel or amend an order between reading and closing; then the plan is made anew.
        var attempts = 0
        while true {
            let chosen = references.map { Set($0).subtracting(held.map(\.reference)) }
            let (good, refused) = try await examine(store.readyOrders(only: chosen.map(Array.init)), with: press)
            if !refused.isEmpty {
                _ = try await store.holdBack(refused, at: clock.now, who: who)
                held += refused
            }
            let now = clock.now
            do {
                let records = try await store.closeBatches(
                    on: clock.date(at: now), cutoff: cutoff, at: now, who: who
                ) { firstNumber in
                    snapshots(of: good, at: now, firstNumber: firstNumber)
                }
                var closed: [BatchSnapshot] = []
                for record in records { closed.append(try await store.snapshot(of: record.id)) }
                return Closing(snapshots: closed, held: held, warnings: warnings(of: closed))
            } catch let error as StoreError where error.isOfThePlan && attempts < 5 {
                attempts += 1
            }
        }
    }

    /// What `close` would do now; nothing is changed. Numbers are those that the batches would get.
    ///
    /// - Throws: as `close`.
    public func rehearse(only references: [Reference]? = nil) async throws -> Closing {
        let orders = try await shippingOrders(only: references)
        let (good, refused) = try await withPress { try await examine(orders, with: $0) }
        let now = clock.now
        let today = clock.date(at: now)
        let first = try await store.batches().filter { $0.id.date == today }.count + 1
        let snapshots = snapshots(of: good, at: now, firstNumber: first)
        return Closing(snapshots: snapshots, held: refused, warnings: warnings(of: snapshots))
    }

    /// Works with the press at hand, or with one that is closed afterwards: at rest a service holds no fonts.
    private func withPress<Value: Sendable>(_ work: (Press) async throws -> Value) async throws -> Value {
        if let press { return try await work(press) }
        let press = try Press(font: plan.papers.font)
        do {
            let value = try await work(press)
            await press.close()
            return value
        } catch {
            await press.close()
            throw error
        }
    }

    /// The orders that would be ready once the catalogue's word was applied: what `updateBackorders` does, in memory.
    private func shippingOrders(only references: [Reference]?) async throws -> [PlacedOrder] {
        let items = items
        let waiting = try await store.orders(state: .backordered) + store.orders(state: .accepted)
        let ready = waiting.filter { placed in
            placed.state == .accepted
                ? !placed.order.lines.contains { items.waits.contains($0.item) }
                : placed.order.lines.allSatisfy { items.ships.contains($0.item) }
        }
        guard let references else { return ready }
        let byReference = Dictionary(uniqueKeysWithValues: ready.map { ($0.reference, $0) })
        var chosen: [PlacedOrder] = []
        for reference in Set(references) {
            if let placed = byReference[reference] {
                chosen.append(placed)
            } else if waiting.contains(where: { $0.reference == reference }) {
                throw StoreError.stateForbids(
                    subject: reference.description, state: OrderState.backordered.rawValue,
                    wanted: OrderState.batched.rawValue)
            } else {
                // It is in no state to be batched, or there is no such order: the store says which.
                chosen += try await store.readyOrders(only: [reference])
            }
        }
        return chosen
    }

    /// Lets orders go whose items ship by now, and keeps back those whose items don't any more.
    ///
    /// - Returns: how many orders changed their state.
    @discardableResult
    public func updateBackorders(who: String) async throws -> Int {
        try await store.catalogueChanged(ships: items.ships, waits: items.waits, at: clock.now, who: who)
    }

    /// The items that can be posted today, and those that can't yet.
    private var items: (ships: Set<String>, waits: Set<String>) {
        plan.catalogue.shipping(on: clock.today)
    }
}

extension StoreError {
    /// Whether an order was changed while the plan was made: another plan may fit.
    fileprivate var isOfThePlan: Bool {
        switch self {
        case .stateForbids, .planDoesNotFit: true
        default: false
        }
    }
}
