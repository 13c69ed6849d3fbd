import Orders
import Testing

extension Order {
    /// An order of an invented person at an invented address.
    static func fixture(
        name: String = "Aisha Khan", email: String? = "aisha@example.org", organisation: String? = "Example Works",
        line: String = "1 Example Street", postcode: String? = "M9 0SQ",
        lines: [OrderLine] = [OrderLine(item: "leaflet-1", quantity: 100)], neededBy: LocalDate? = nil,
        note: String? = nil
    ) -> Order {
        Order(
            name: name, email: email.flatMap { try? EmailAddress.read($0).get() }, organisation: organisation,
            address: Address(
                lines: [line, "Higher Blackley"], town: "Manchester", postcode: postcode, country: .unitedKingdom),
            lines: lines, purpose: .ownWorkplace, neededBy: neededBy, note: note)
    }
}

extension Arrival {
    /// The submission of such an order; its content is made of the order's.
    static func fixture(
        _ id: String? = "web-1", _ order: Order = .fixture(), place: Int = 1, producer: String = "default",
        heldBecause: [HeldReason] = [], waits: Bool = false, owesMail: Bool = true
    ) -> Arrival {
        Arrival(
            source: Source(door: .file, origin: "orders.csv", row: 2), producer: producer, id: id, place: place,
            content: "\(order)", original: "as it came",
            verdict: Verdict(order: order, heldBecause: heldBecause, waits: waits), owesMail: owesMail)
    }

    /// A different person's order at another address, for each number.
    static func numbered(_ number: Int, owesMail: Bool = true) -> Arrival {
        .fixture(
            "web-\(number)",
            .fixture(name: "Person \(number)", organisation: nil, line: "\(number) Example Street"), owesMail: owesMail)
    }

    /// The same submission after validation found a fault in it.
    var refused: Arrival {
        var arrival = self
        arrival.verdict = Verdict(problems: [Problem(field: "postcode", problem: "is no postcode")])
        return arrival
    }
}

extension BatchSnapshot {
    /// A batch of a packet for each order.
    static func fixture(_ id: BatchID, at time: Int64, _ orders: [PlacedOrder]) -> BatchSnapshot {
        BatchSnapshot(
            id: id, closedAt: time, closedOn: id.date,
            campaign: Campaign(name: "Example campaign", outside: ["PO Box 1"], imprint: "Printed by Example"),
            items: [
                SnapshotItem(
                    sku: "leaflet-1", title: "First leaflet", pack: 25, weightGrams: 4.2, thicknessMillimetres: 0.12)
            ],
            packets: orders.enumerated().map { index, placed in
                PacketSnapshot(
                    sequence: index + 1, part: 1, of: 1, bundle: "M",
                    recipient: placed.order.address.printedLines(name: placed.order.name),
                    orders: [
                        PacketOrder(
                            reference: placed.reference, lines: placed.order.lines, purpose: placed.order.purpose,
                            neededBy: placed.order.neededBy, urgent: index == 0,
                            organisation: placed.order.organisation, note: placed.order.note)
                    ])
            },
            papers: Papers(
                labels: SheetGeometry(
                    name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9,
                    pitchX: 66.04, pitchY: 33.9)))
    }
}
