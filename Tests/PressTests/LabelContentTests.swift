import Foundation
import Orders
import Testing

@testable import Press

/// Barcodes, QR codes and the sender on labels, as values; what of them is printed is measured in `PrintedCodesTests`.
@Suite struct LabelContentTests {
    private func page(_ content: LabelContent, on sheet: SheetGeometry, _ recipient: [String]? = nil) throws -> Page {
        var unprintable: [Int] = []
        let packet = PacketSnapshot.fixture(recipient: recipient ?? PacketSnapshot.recipient(17))
        let page = try LabelLayout(BatchSnapshot.fixture([packet]).showing(content, on: sheet), on: sheet)
            .page(0, with: try .fixture(), unprintable: &unprintable)
        #expect(unprintable.isEmpty)
        return page
    }

    @Test(arguments: BuiltInSheets.all, [LabelContent.everything, .codes, .rm4scc, LabelContent(qr: true)])
    func `address, mark, codes and sender keep clear of one another`(
        sheet: SheetGeometry, content: LabelContent
    ) async throws {
        guard try await Press.fixture().problems(showing: content, on: sheet).isEmpty else { return }
        let type = try Typesetter.fixture()
        for recipient in [
            PacketSnapshot.recipient(17),
            [
                "Dr Margaret Featherstonehaugh", "Example House, 14 Long Example Street", "Little Example", "YORK",
                "YO1 7HH",
            ],
        ] {
            let page = try page(content, on: sheet, recipient)
            let labels = page.texts.filter { $0.at.y > sheet.top }.map { ($0, Page.frame(of: $0, type)) }
            let address = labels.filter { $0.0.points >= 8 }.map(\.1)
            let others = labels.filter { $0.0.points < 8 }.map(\.1)
            #expect(address.count >= recipient.count)
            for code in page.codes {
                for frame in address + others { #expect(frame.isClear(of: code, by: 1.99)) }
                #expect(code.left >= sheet.left + 1.99 && code.right <= sheet.left + sheet.labelWidth - 1.99)
                #expect(code.top >= sheet.top + 1.3 && code.bottom <= sheet.top + sheet.labelHeight - 1.99)
            }
            #expect(page.codes.count == (content.barcode == nil ? 0 : 1) + (content.qr ? 1 : 0))
            if page.codes.count == 2 { #expect(page.codes[0].isClear(of: page.codes[1], by: 2)) }
            for frame in address { #expect(others.allSatisfy { $0.isClear(of: frame, by: 1.4) }) }
        }
    }

    @Test func `the sender stands at the top left, an envelope's distance from the address where there is room`() throws
    {
        let content = LabelContent(sender: ["PO Box 12", "LEEDS LS1 1AA"])
        let type = try Typesetter.fixture()
        for (sheet, isTall) in [
            (SheetGeometry.l7159, false), (BuiltInSheets.all.first { $0.name == "L7169" } ?? .l7159, true),
        ] {
            let page = try page(content, on: sheet)
            let sender = page.texts.filter {
                (6...7).contains($0.points) && $0.at.y > sheet.top && $0.at.x < sheet.left + 5
            }
            #expect(
                sender.map(\.string).joined(separator: " ")
                    == "If undelivered please return to: PO Box 12, LEEDS LS1 1AA")
            let end = try #require(sender.map { Page.frame(of: $0, type).bottom }.max())
            let begin = try #require(page.texts.filter { $0.points >= 8 }.map { Page.frame(of: $0, type).top }.min())
            let rules = page.items.filter { if case .rule = $0 { true } else { false } }
            #expect(rules.count == (isTall ? 0 : 1), "a hairline parts what stands close together")
            #expect(begin - end >= (isTall ? 12 : 1.5))
        }
    }

    @Test func `an address abroad has no bars, and more room for it`() throws {
        let abroad = ["Pat Example", "1 rue Example", "PARIS", "75001", "FRANCE"]
        #expect(try page(.rm4scc, on: .l7159, abroad).codes.isEmpty)
        #expect(try page(.rm4scc, on: .l7159, abroad) == page(LabelContent(), on: .l7159, abroad))
    }

    @Test func `where the address was taken out, only the number stands`() throws {
        var unprintable: [Int] = []
        let snapshot = BatchSnapshot.fixture([.fixture(recipient: nil)]).showing(.everything, on: .l7163)
        let page = try LabelLayout(snapshot, on: .l7163).page(0, with: try .fixture(), unprintable: &unprintable)
        #expect(page.strings.dropFirst() == ["17"] && page.codes.isEmpty && unprintable.isEmpty)
    }

    @Test(arguments: [
        (LabelContent.rm4scc, "RM4SCC with an address above it needs 51.9 × 26.9 mm"),
        (
            LabelContent(barcode: .mailmark(contract: .fixture)),
            "Mailmark with an address above it needs 93.4 × 26.9 mm"
        ),
        (LabelContent(qr: true), "a QR code with an address beside it needs a width of 43.7 mm"),
        (LabelContent(sender: Array(repeating: "1 Example Street", count: 4)), "the sender's"),
    ])
    func `is refused where labels are too small, with what it needs`(content: LabelContent, reason: String) async throws
    {
        let (press, sheet) = (try Press.fixture(), BuiltInSheets.l7651)
        let problems = try await press.problems(showing: content, on: sheet)
        #expect(problems.count == 1 && problems[0].hasPrefix(reason))
        #expect(problems.allSatisfy { $0.hasSuffix("a label of L7651 has 38.1 × 21.2 mm") })
        let refusal = PressError.content(sheet: "L7651", problems: problems)
        await #expect(throws: refusal) { try await press.fit(["Aisha Khan", "M9 0SQ"], on: sheet, showing: content) }
        await #expect(throws: refusal) {
            try await press.render(.labels, of: .fixture().showing(content, on: sheet), as: .pdf)
        }
        #expect("\(refusal)".contains("take a larger label"))
        _ = try await press.render(.orders, of: .fixture().showing(content, on: sheet), as: .pdf)
    }

    @Test func `Mailmark's longer bars need a wider label than its shorter ones`() async throws {
        let press = try Press.fixture()
        let short = LabelContent(barcode: .mailmark(contract: Mailmark(supplyChain: "01", service: "2")))
        let long = LabelContent(barcode: .mailmark(contract: .fixture))
        let roll = try #require(BuiltInSheets.all.first { $0.name.hasPrefix("Roll") })
        #expect(try await press.problems(showing: short, on: roll).isEmpty)
        #expect(try await !press.problems(showing: long, on: roll).isEmpty)
        #expect(try await press.problems(showing: long, on: .l7163).isEmpty)
        #expect(try await !press.problems(showing: short, on: .l7159).isEmpty)
    }

    @Test(arguments: [LabelContent.rm4scc, .codes, LabelContent(sender: ["PO Box 12", "LEEDS LS1 1AA"])])
    func `an address that fits beside it has labels for all of its packets`(content: LabelContent) async throws {
        let press = try Press.fixture()
        var fitting = 0
        for (count, length) in (2...7).flatMap({ count in [6, 18, 26, 30, 34].map { (count, $0) } }) {
            let lines =
                [String(repeating: "M", count: 14)] + (1...count).map { "\($0) Example Street" }
                + [String(repeating: "I", count: length), "M9 0SQ"]
            guard case .fits = try await press.fit(lines, parts: 99, on: .l7159, showing: content) else { continue }
            fitting += 1
            let last = PacketSnapshot.fixture(sequence: 99_999, part: 99, of: 99, recipient: lines)
            _ = try await press.render(.labels, of: BatchSnapshot.fixture([last]).showing(content), as: .pdf)
        }
        #expect((1..<30).contains(fitting))
    }

    @Test func `a batch from before there was a choice reads, and shows the address alone`() throws {
        let snapshot = BatchSnapshot.fixture()
        let data = try JSONEncoder().encode(snapshot)
        #expect(!String(decoding: data, as: UTF8.self).contains("content"))
        #expect(try JSONDecoder().decode(BatchSnapshot.self, from: data) == snapshot)
        for content in [LabelContent.everything, LabelContent(barcode: .mailmark(contract: .fixture))] {
            let showing = snapshot.showing(content)
            #expect(try JSONDecoder().decode(BatchSnapshot.self, from: JSONEncoder().encode(showing)) == showing)
        }
    }
}

extension Page {
    /// The outlines of its barcodes, four-state bars first.
    var codes: [Frame] {
        items.compactMap { item -> Frame? in
            if case .code(let code) = item {
                let side = QRCode.side(code.dots)
                return Frame(
                    left: code.corner.x, right: code.corner.x + side, top: code.corner.y, bottom: code.corner.y + side)
            }
            guard case .bars(let bars) = item, let first = bars.first else { return nil }
            return bars.dropFirst().map(Frame.init).reduce(Frame(first)) { all, bar in
                Frame(
                    left: min(all.left, bar.left), right: max(all.right, bar.right), top: min(all.top, bar.top),
                    bottom: max(all.bottom, bar.bottom))
            }
        }
    }
}
