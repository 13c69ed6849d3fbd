import Orders

extension Batcher {
    /// The batches that these orders make, as they will be printed.
    ///
    /// - Parameters:
    ///   - now: the moment of closing, in seconds since 1970-01-01T00:00:00Z.
    ///   - firstNumber: the number of the first batch; the others follow it.
    func snapshots(of orders: [PlacedOrder], at now: Int64, firstNumber: Int) -> [BatchSnapshot] {
        let today = clock.date(at: now)
        let planned = orders.map { order in
            PlannedOrder(
                reference: order.reference, order: order.order,
                urgent: plan.calendar.isUrgent(neededBy: order.order.neededBy, on: today))
        }
        let byReference = Dictionary(uniqueKeysWithValues: planned.map { ($0.reference, $0) })
        return BatchPlan.make(
            of: planned, catalogue: plan.catalogue, rules: plan.rules, postage: plan.postage(on: today)
        ).enumerated().map { index, batch in
            let skus = Set(batch.packets.flatMap { $0.lines.map(\.item) })
            return BatchSnapshot(
                id: BatchID(date: today, number: firstNumber + index), closedAt: now, closedOn: today,
                campaign: plan.campaign,
                items: plan.catalogue.items.filter { skus.contains($0.sku) }.map(snapshot),
                packets: batch.packets.enumerated().map { position, packet in
                    snapshot(packet, sequence: position + 1, of: byReference)
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

    private func snapshot(
        _ packet: PlannedPacket, sequence: Int, of orders: [Reference: PlannedOrder]
    ) -> PacketSnapshot {
        let shares = packet.orders.compactMap { share in orders[share.reference].map { (share.lines, $0) } }
        return PacketSnapshot(
            sequence: sequence, part: packet.part, of: packet.of, bundle: packet.bundle,
            recipient: shares.first.map { $0.1.order.address.printedLines(name: $0.1.order.name) },
            orders: shares.map { lines, planned in
                PacketOrder(
                    reference: planned.reference, lines: lines, purpose: planned.order.purpose,
                    neededBy: planned.order.neededBy, urgent: planned.urgent,
                    organisation: planned.order.organisation, note: planned.order.note)
            },
            postage: packet.postage)
    }
}
