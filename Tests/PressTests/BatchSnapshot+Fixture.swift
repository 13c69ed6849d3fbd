import Orders

extension BatchSnapshot {
    static func fixture(_ packets: [PacketSnapshot] = [.fixture()]) -> BatchSnapshot {
        BatchSnapshot(
            id: BatchID(date: LocalDate(dayNumber: 20_803), number: 1), closedAt: 1_797_436_800,
            closedOn: LocalDate(dayNumber: 20_803),
            campaign: Campaign(
                name: "Fair Ballot (2026) \\ one", imprint: "Printed by Example Press, Manchester",
                website: "https://example.org"),
            items: [
                SnapshotItem(
                    sku: "leaflet-1", title: "First leaflet", pack: 25, weightGrams: 4.2, thicknessMillimetres: 0.12),
                SnapshotItem(
                    sku: "poster-a3", title: "Poster A3", pack: 1, weightGrams: 12, thicknessMillimetres: 0.2,
                    imprint: "Poster printed by Example Press, Leeds"),
            ],
            packets: packets, papers: Papers(labels: .l7159))
    }

    /// So many packets with different addresses, numbered from 1.
    static func fixture(count: Int) -> BatchSnapshot {
        .fixture((1...count).map { .fixture(sequence: $0, recipient: PacketSnapshot.recipient($0)) })
    }
}

extension PacketSnapshot {
    static func fixture(
        sequence: Int = 17, part: Int = 1, of: Int = 1, bundle: String = "M14", recipient: [String]? = recipient(17),
        orders: [PacketOrder]? = nil
    ) -> PacketSnapshot {
        PacketSnapshot(
            sequence: sequence, part: part, of: of, bundle: bundle, recipient: recipient,
            orders: orders ?? [.fixture(number: sequence)])
    }

    static func recipient(_ number: Int) -> [String] {
        ["Aisha Example \(number)", "Unit \(number)", "1 Example Street", "MANCHESTER", "M9 0SQ"]
    }
}

extension PacketOrder {
    static func fixture(
        number: Int = 17, lines: [OrderLine] = [OrderLine(item: "leaflet-1", quantity: 103)],
        neededBy: LocalDate? = nil, urgent: Bool = false, organisation: String? = nil, note: String? = nil
    ) -> PacketOrder {
        PacketOrder(
            reference: Reference(number: UInt64(number) * 987_654_321), lines: lines, purpose: .nearbyWorkplace,
            neededBy: neededBy, urgent: urgent, organisation: organisation, note: note)
    }
}
