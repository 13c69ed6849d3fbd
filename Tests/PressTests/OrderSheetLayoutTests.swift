import Orders
import Testing

@testable import Press

@Suite struct OrderSheetLayoutTests {
    private func pages(_ packet: PacketSnapshot) throws -> [Page] {
        OrderSheetLayout(.fixture([packet]), on: .a4, with: try .fixture()).pages(of: packet, order: 0)
    }

    @Test func `tells a volunteer everything about the packet`() throws {
        let order = PacketOrder.fixture(
            lines: [OrderLine(item: "leaflet-1", quantity: 1_103), OrderLine(item: "poster-a3", quantity: 5)],
            neededBy: LocalDate(dayNumber: 20_804), urgent: true, organisation: "Example Works",
            note: "For the early shift")
        let page = try pages(.fixture(part: 1, of: 2, orders: [order]))
        #expect(page.count == 1)
        let strings = page[0].strings
        for wanted in [
            "Fair Ballot (2026) \\ one", "URGENT", order.reference.description, "Packet 17", "Part 1 of 2",
            "Bundle M14",
            "Aisha Example 17", "M9 0SQ", "Thursday 17 December 2026", "a workplace nearby", "Example Works",
            "First leaflet", "leaflet-1", "1,103", "44 packs of 25", "loose 3", "Poster A3", "5", "loose 5",
            "For the early shift", "Printed by Example Press, Manchester", "Poster printed by Example Press, Leeds",
            "Batch 2026-12-16-1 · packet 17 · \(order.reference) · page 1 of 1",
        ] {
            #expect(strings.contains(wanted), "\(wanted)")
        }
        let boxes = page[0].items.filter { if case .box = $0 { true } else { false } }
        #expect(boxes.count == 3, "one around URGENT, one to tick for each item")
        let largest = page[0].texts.map(\.points).max()
        #expect(page[0].texts.first { $0.string == order.reference.description }?.points == largest)
    }

    @Test func `doesn't shout where nothing is urgent`() throws {
        #expect(try !pages(.fixture())[0].strings.contains("URGENT"))
    }

    @Test func `goes on on further pages with a long note, and cuts nothing`() throws {
        let words = (1...400).map { "word\($0)" }
        let note = words.joined(separator: " ") + "\n\n" + (1...60).map { "line \($0)" }.joined(separator: "\n")
        let pages = try pages(.fixture(orders: [.fixture(note: note)]))
        #expect(pages.count > 1)
        let body = pages.flatMap(\.texts).filter { $0.points == 11 && $0.at.x == 18 }.map(\.string)
        #expect(body.joined(separator: " ").split(separator: " ").map(String.init).starts(with: words))
        #expect(body.suffix(60).map { String($0) } == (1...60).map { "line \($0)" })
        for (index, page) in pages.enumerated() {
            #expect(page.texts.allSatisfy { $0.at.y < 297 - 15 })
            #expect(page.strings.contains { $0.hasSuffix("page \(index + 1) of \(pages.count)") })
        }
        #expect(pages[1].strings.contains { $0.hasSuffix("packet 17, continued") })
    }

    @Test func `repeats the table's heading when the items need another page`() throws {
        let lines = (1...60).map { OrderLine(item: "item-\($0)", quantity: $0) }
        let pages = try pages(.fixture(orders: [.fixture(lines: lines)]))
        #expect(pages.count > 1)
        #expect(pages.allSatisfy { $0.strings.contains("Packed as") })
        let shown = pages.flatMap(\.strings)
        #expect(lines.allSatisfy { shown.contains($0.item) && shown.contains("loose \($0.quantity)") })
    }

    @Test func `says that an address has been taken out`() throws {
        #expect(try pages(.fixture(recipient: nil))[0].strings.contains("(the address has been taken out)"))
    }

    @Test func `spells out a character that no font has`() throws {
        let pages = try pages(.fixture(orders: [.fixture(note: "Thank you 😀")]))
        #expect(pages[0].strings.contains("Thank you [grinning face]"))
    }

    @Test(arguments: [PaperSize.a4, .letter, .a5])
    func `keeps everything on the page, on every paper`(paper: PaperSize) throws {
        let type = try Typesetter.fixture()
        let order = PacketOrder.fixture(
            lines: [OrderLine(item: "leaflet-1", quantity: 1_000_003)], urgent: true,
            organisation: String(repeating: "W", count: 200), note: String(repeating: "long", count: 500))
        let packet = PacketSnapshot.fixture(
            sequence: 99_999, recipient: [String(repeating: "M", count: 90)], orders: [order])
        for page in OrderSheetLayout(.fixture([packet]), on: paper, with: type).pages(of: packet, order: 0) {
            for frame in page.texts.map({ Page.frame(of: $0, type) }) {
                #expect(frame.left >= 17.9 && frame.right <= paper.width - 17.9)
                #expect(frame.top >= 10 && frame.bottom <= paper.height - 10)
            }
        }
    }

    @Test func `prints one sheet for every order of every packet, in their order`() throws {
        let packets = [
            PacketSnapshot.fixture(sequence: 1),
            .fixture(sequence: 2, orders: [.fixture(number: 5), .fixture(number: 4)]),
        ]
        var references: [String] = []
        OrderSheetLayout(.fixture(packets), on: .a4, with: try .fixture()).forEachPage { page in
            references += page.strings.filter { $0.hasPrefix("HB-") }
        }
        #expect(references == packets.flatMap(\.orders).map(\.reference.description))
    }

    @Test(arguments: [
        (103, 25, 4, 3, ["4 packs of 25", "loose 3"]), (25, 25, 1, 0, ["1 pack of 25"]), (3, 25, 0, 3, ["loose 3"]),
        (5, 1, 0, 5, ["loose 5"]), (0, 25, 0, 0, ["loose 0"]), (7, 0, 0, 7, ["loose 7"]),
        (50_000, 25, 2_000, 0, ["2,000 packs of 25"]),
    ])
    func `counts packs and loose copies`(copies: Int, pack: Int, packs: Int, loose: Int, lines: [String]) {
        let breakdown = Breakdown(copies: copies, pack: pack)
        #expect((breakdown.copies, breakdown.packs, breakdown.loose) == (copies, packs, loose))
        #expect(breakdown.lines(pack: pack) == lines)
    }
}
