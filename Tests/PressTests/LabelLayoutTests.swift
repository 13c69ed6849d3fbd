import Orders
import Testing

@testable import Press

@Suite struct LabelLayoutTests {
    static let addresses: [[String]] = [
        ["Aisha Khan", "Unit 2", "1 Example Street", "MANCHESTER", "M9 0SQ"],
        [
            "Dr Margaret Featherstonehaugh-Cholmondeley", "Regional Distribution Centre, Warehouse 14, Gate C",
            "The Old Sidings", "Llanfair Road", "MANCHESTER", "M9 0SQ",
        ],
        ["Łukasz Żółć", "ÂÊÎÔÛŴŶ Ågård", "গ্রামের রাস্তা", "محمد الأحمد", "LEEDS", "LS1 1AA"],
        (1...8).map { "Line \($0) of a long address" } + ["M9 0SQ"],
    ]

    @Test(arguments: [SheetGeometry.l7159, .l7160, .l7163], [10.0, 8.0])
    func `keeps all ink inside its label, and the mark clear of the address`(sheet: SheetGeometry, points: Double)
        throws
    {
        let type = try Typesetter.fixture()
        let area = LabelArea(of: sheet)
        let room = LabelRoom(area)
        for lines in Self.addresses {
            let measured = lines.map { ($0, type.measure($0, face: .regular)) }
            guard
                let block = AddressBlock(
                    measured, points: points, longWords: .keep, width: room.widths[0], in: room, with: type),
                let mark = LabelMark.widest(ofParts: 99).placed(as: .line, clearOf: block, in: room, with: type)
            else {
                #expect(points > 8 || sheet == .l7159 && lines.count == 9, "fits at 8 pt")
                continue
            }
            let (set, given) = (block.texts.map(\.string).joined(), lines.joined())
            #expect(set.filter { $0 != " " } == given.filter { $0 != " " }, "nothing is cut")
            let address = block.texts.map { Page.frame(of: $0, type) }
            let marks = mark.map { Page.frame(of: $0, type) }
            for frame in address + marks {
                #expect(frame.left >= 1.5 && frame.right <= area.width - 1.5)
                #expect(frame.top >= 1.5 && frame.bottom <= area.height - 1.5)
            }
            for frame in address {
                #expect(marks.allSatisfy { $0.isClear(of: frame, by: 2) })
            }
            for (upper, lower) in zip(address, address.dropFirst()) {
                #expect(upper.bottom < lower.top, "lines don't touch")
            }
        }
    }

    @Test func `puts labels where the geometry says, and says in the margin which sheet it is`() throws {
        let type = try Typesetter.fixture()
        let layout = try LabelLayout(.fixture(count: 26), on: .l7159)
        var unprintable: [Int] = []
        #expect(layout.count == 2)
        let second = layout.page(1, with: type, unprintable: &unprintable)
        #expect(unprintable.isEmpty)
        #expect(second.strings.first == "Batch 2026-12-16-1 · sheet 2 of 2 · 25–26 · L7159")
        #expect(second.texts[0].at.y < 12.9)
        #expect(second.strings.filter { $0.hasPrefix("Aisha") } == ["Aisha Example 25", "Aisha Example 26"])
        #expect(
            second.texts.first { $0.string == "Aisha Example 26" }?.at.x == 7.21 + 66.04 + LabelArea(of: .l7159).marginX
        )
    }

    @Test func `leaves the top margin alone where it is narrow`() throws {
        var sheet = SheetGeometry.l7159
        sheet.top = 7.9
        var unprintable: [Int] = []
        let page = try LabelLayout(.fixture(), on: sheet).page(0, with: try .fixture(), unprintable: &unprintable)
        #expect(page.strings.first == "Aisha Example 17")
    }

    @Test func `shows number, reference and part small in the corner`() throws {
        var unprintable: [Int] = []
        let packet = PacketSnapshot.fixture(part: 1, of: 2)
        let page = try LabelLayout(.fixture([packet]), on: .l7159).page(
            0, with: try .fixture(), unprintable: &unprintable)
        #expect(page.strings.suffix(2) == ["17", " · \(packet.orders[0].reference) · 1 of 2"])
        #expect(page.texts.suffix(2).allSatisfy { (6...7).contains($0.points) })
        #expect(page.texts.dropLast(2).allSatisfy { $0.face == .regular })
    }

    @Test(arguments: [SheetGeometry.l7159, .l7163, BuiltInSheets.l7651])
    func `says how many further orders are in the packet`(sheet: SheetGeometry) throws {
        var unprintable: [Int] = []
        let orders = (1...3).map { PacketOrder.fixture(number: $0) }
        let page = try LabelLayout(.fixture([.fixture(orders: orders)]), on: sheet).page(
            0, with: try .fixture(), unprintable: &unprintable)
        #expect(page.strings.contains { $0.hasSuffix("\(orders[0].reference) +2") || $0 == " +2" }, "\(page.strings)")
        #expect(!page.strings.contains { $0.contains("\(orders[1].reference)") } && unprintable.isEmpty)
    }

    @Test func `a packet of several orders has a label wherever each of its orders has one`() async throws {
        let press = try Press.fixture()
        let sheet = BuiltInSheets.l7651
        var fitting = 0
        for (count, length) in (1...4).flatMap({ count in (4...24).map { (count, $0) } }) {
            let lines = (1...count).map { "\($0) Street" } + [String(repeating: "M", count: length), "M9 0SQ"]
            guard case .fits = try await press.fit(lines, on: sheet) else { continue }
            fitting += 1
            let orders = (1...99).map { PacketOrder.fixture(number: $0) }
            let packet = PacketSnapshot.fixture(sequence: 99_999, recipient: lines, orders: orders)
            _ = try await press.render(.labels, of: .fixture([packet]), on: sheet, as: .pdf)
        }
        #expect((1..<84).contains(fitting))
    }

    @Test func `leaves a place empty but for its number once its address was taken out`() throws {
        var unprintable: [Int] = []
        let page = try LabelLayout(.fixture([.fixture(recipient: nil)]), on: .l7159)
            .page(0, with: try .fixture(), unprintable: &unprintable)
        #expect(page.strings.dropFirst() == ["17"])
        #expect(unprintable.isEmpty)
    }

    @Test func `never shows organisation or note on a label`() throws {
        var unprintable: [Int] = []
        let order = PacketOrder.fixture(organisation: "Example Works", note: "For the early shift")
        let page = try LabelLayout(.fixture([.fixture(orders: [order])]), on: .l7159)
            .page(0, with: try .fixture(), unprintable: &unprintable)
        #expect(!page.strings.contains { $0.contains("Works") || $0.contains("shift") })
    }

    @Test func `names every packet that can't be set`() throws {
        var unprintable: [Int] = []
        let packets = [
            PacketSnapshot.fixture(sequence: 1, recipient: ["😀"]), .fixture(sequence: 2),
            .fixture(sequence: 3, recipient: Array(repeating: "line", count: 12)),
        ]
        _ = try LabelLayout(.fixture(packets), on: .l7159).page(0, with: try .fixture(), unprintable: &unprintable)
        #expect(unprintable == [1, 3])
    }
}
