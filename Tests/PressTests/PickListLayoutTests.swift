import Orders
import Testing

@testable import Press

@Suite struct PickListLayoutTests {
    @Test func `adds up copies, packs and loose ones, for all, for bundles and for packets`() throws {
        let packets = [
            PacketSnapshot.fixture(sequence: 1, bundle: "urgent"), .fixture(sequence: 2, part: 1, of: 2),
            .fixture(
                sequence: 3, part: 2, of: 2,
                orders: [.fixture(number: 2, lines: [OrderLine(item: "poster-a3", quantity: 7)])]),
        ]
        let pages = PickListLayout(.fixture(packets), on: .a4, with: try .fixture()).pages()
        #expect(pages.count == 1)
        let strings = pages[0].strings
        for wanted in [
            "Closed Wednesday 16 December 2026 · 3 packets · 2 orders · 213 copies", "206", "8 of 25", "6", "Urgent",
            "1 packet, 1", "M14", "2 packets, 2–3", "103", "4 of 25", "103 leaflet-1: 4 packs of 25, loose 3",
            "7 poster-a3: loose 7", "\(packets[1].orders[0].reference), 1 of 2",
        ] {
            #expect(strings.contains(wanted), "\(wanted)")
        }
        let boxes = pages[0].items.filter { if case .box = $0 { true } else { false } }
        #expect(boxes.count == 2 + 3, "one for each item, one for each packet")
    }

    @Test func `goes on over pages with its headings, and names each packet once`() throws {
        let snapshot = BatchSnapshot.fixture(count: 120)
        let pages = PickListLayout(snapshot, on: .a4, with: try .fixture()).pages()
        #expect(pages.count > 2)
        #expect(
            pages.dropFirst().allSatisfy {
                $0.strings.contains("By packet, continued") && $0.strings.contains("Contents")
            })
        let numbers = pages.flatMap(\.texts).filter { $0.face == .bold && $0.points == 11 }.compactMap {
            Int($0.string)
        }
        #expect(numbers.suffix(120) == Array(1...120))
        #expect(pages.last?.strings.last == "page \(pages.count) of \(pages.count)")
    }

    @Test func `names no person`() throws {
        let order = PacketOrder.fixture(organisation: "Example Works", note: "For the early shift")
        let pages = PickListLayout(.fixture([.fixture(orders: [order])]), on: .a4, with: try .fixture()).pages()
        let text = pages.flatMap(\.strings).joined(separator: "\n")
        for private_ in ["Aisha", "M9 0SQ", "Works", "shift"] { #expect(!text.contains(private_)) }
    }
}
