public import Orders
public import Press
public import Store

/// Turns accepted orders into closed batches.
///
/// Every order is laid out first: one that can't be set on its label becomes held, so that a closed batch can always
/// be printed. Closing itself is one transaction of the store; a crash before it leaves nothing but held orders, a
/// crash after it leaves a batch whose papers are made when somebody asks for them.
public struct Batcher: Sendable {
    /// What a batch is made by.
    public struct Plan: Sendable {
        public var catalogue: Catalogue
        public var rules: BatchRules
        public var calendar: PostCalendar
        public var campaign: BatchSnapshot.Campaign
        public var papers: BatchSnapshot.Papers
        /// The label sheet that orders must fit.
        public var sheet: SheetGeometry

        public init(
            catalogue: Catalogue, rules: BatchRules, calendar: PostCalendar, campaign: BatchSnapshot.Campaign,
            papers: BatchSnapshot.Papers, sheet: SheetGeometry
        ) {
            self.catalogue = catalogue
            self.rules = rules
            self.calendar = calendar
            self.campaign = campaign
            self.papers = papers
            self.sheet = sheet
        }
    }

    /// What closing did, or would do.
    public struct Closing: Sendable {
        /// The new batches; empty if nothing was ready.
        public var snapshots: [BatchSnapshot]
        /// Orders held because they can't be set on the label, with the reason, without personal data.
        public var unprintable: [(reference: Reference, reason: String)]
    }

    private let store: Store
    private let press: Press
    private let plan: Plan
    private let clock: WallClock

    public init(store: Store, press: Press, plan: Plan, clock: WallClock) {
        self.store = store
        self.press = press
        self.plan = plan
        self.clock = clock
    }

    /// Closes batches of everything that is accepted, or only of these orders.
    ///
    /// - Throws: `StoreError`; `stateForbids` if one of the references isn't waiting for a batch.
    public func close(only references: [Reference]? = nil, who: String) async throws -> Closing {
        try await updateBackorders(who: who)
        var unprintable: [(reference: Reference, reason: String)] = []
        // Somebody may cancel an order between reading and closing; then the plan is made anew.
        for attempt in 1... {
            let (printable, refused) = try await layOut(store.readyOrders(only: references))
            if !refused.isEmpty {
                _ = try await store.holdUnprintable(refused, at: clock.now, who: who)
                unprintable += refused
            }
            let now = clock.now
            do {
                let records = try await store.closeBatches(on: clock.date(at: now), at: now, who: who) { firstNumber in
                    snapshots(of: printable, at: now, firstNumber: firstNumber)
                }
                var closed: [BatchSnapshot] = []
                for record in records { closed.append(try await store.snapshot(of: record.id)) }
                return Closing(snapshots: closed, unprintable: unprintable)
            } catch StoreError.stateForbids where attempt < 5 {
                continue
            }
        }
        return Closing(snapshots: [], unprintable: unprintable)
    }

    /// What `close` would do now; nothing is changed. Numbers are those that the batches would get.
    public func rehearse(only references: [Reference]? = nil) async throws -> Closing {
        let (printable, refused) = try await layOut(store.readyOrders(only: references))
        let now = clock.now
        let today = clock.date(at: now)
        let first = try await store.batches().filter { $0.id.date == today }.count + 1
        return Closing(snapshots: snapshots(of: printable, at: now, firstNumber: first), unprintable: refused)
    }

    /// Lets orders go whose items ship by now, and keeps back those whose items don't any more.
    ///
    /// - Returns: how many orders changed their state.
    @discardableResult
    public func updateBackorders(who: String) async throws -> Int {
        let today = clock.today
        let shipping = Set(plan.catalogue.items.filter { $0.ships(on: today) }.map(\.sku))
        return try await store.catalogueChanged(ships: shipping, at: clock.now, who: who)
    }

    /// Sets each order's label, and tells those that can be printed from those that can't.
    private func layOut(
        _ orders: [PlacedOrder]
    ) async throws -> (printable: [PlacedOrder], refused: [(reference: Reference, reason: String)]) {
        var printable: [PlacedOrder] = []
        var refused: [(reference: Reference, reason: String)] = []
        let labels = orders.map { $0.order.address.printedLines(name: $0.order.name) }
        for (order, fit) in zip(orders, try await press.fit(all: labels, on: plan.sheet)) {
            switch fit {
            case .fits:
                printable.append(order)
            case .tooLong:
                refused.append((order.reference, "the address is too long for a label of \(plan.sheet.name)"))
            case .missingGlyph(let reason):
                refused.append((order.reference, reason))
            }
        }
        return (printable, refused)
    }

    private func snapshots(of orders: [PlacedOrder], at now: Int64, firstNumber: Int) -> [BatchSnapshot] {
        let today = clock.date(at: now)
        let planned = orders.map { order in
            PlannedOrder(
                reference: order.reference, order: order.order,
                urgent: plan.calendar.isUrgent(neededBy: order.order.neededBy, on: today))
        }
        let byReference = Dictionary(uniqueKeysWithValues: planned.map { ($0.reference, $0) })
        return BatchPlan.make(of: planned, catalogue: plan.catalogue, rules: plan.rules).enumerated().map {
            index, batch in
            let skus = Set(batch.packets.flatMap { $0.lines.map(\.item) })
            return BatchSnapshot(
                id: BatchID(date: today, number: firstNumber + index), closedAt: now, closedOn: today,
                campaign: plan.campaign,
                items: plan.catalogue.items.filter { skus.contains($0.sku) }.map(snapshot),
                packets: batch.packets.enumerated().compactMap { position, packet in
                    byReference[packet.reference].map { snapshot(packet, sequence: position + 1, of: $0) }
                },
                papers: plan.papers)
        }
    }

    private func snapshot(_ item: Item) -> SnapshotItem {
        let imprint: String? =
            switch item.imprint {
            case .notNeeded: nil
            case .campaign: plan.campaign.imprint
            case .text(let text): text
            }
        return SnapshotItem(
            sku: item.sku, title: item.title, pack: item.pack, weightGrams: item.weightGrams,
            thicknessMillimetres: item.thicknessMillimetres, imprint: imprint)
    }

    private func snapshot(_ packet: PlannedPacket, sequence: Int, of planned: PlannedOrder) -> PacketSnapshot {
        PacketSnapshot(
            sequence: sequence, part: packet.part, of: packet.of, bundle: packet.bundle,
            recipient: planned.order.address.printedLines(name: planned.order.name),
            orders: [
                PacketOrder(
                    reference: planned.reference, lines: packet.lines, purpose: planned.order.purpose,
                    neededBy: planned.order.neededBy, urgent: planned.urgent,
                    organisation: planned.order.organisation, note: planned.order.note)
            ])
    }
}
