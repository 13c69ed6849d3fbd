import Orders
import Testing

@testable import Press

/// Order sheets two to a page, dividers, and what stands on the papers of postage.
@Suite struct OrderPaperTests {
    private func orderSheets(_ snapshot: BatchSnapshot, on paper: String = "A4") async throws -> [Page] {
        var pages: [Page] = []
        let paper = try #require(OrderPaper(named: paper))
        let type = try Typesetter.fixture()
        Press.orderSheets(of: snapshot, on: paper, with: type) { pages.append($0) }
        return pages
    }

    /// The sequence numbers that footers of these strings name, or the bundle's name for a divider.
    private func names(_ strings: [String]) -> [String] {
        strings.compactMap { string in
            string.firstMatch(of: /· packet (\d+) ·.* page/).map { String($0.1) }
                ?? string.firstMatch(of: /· bundle ([^,]+),/).map { String($0.1) }
        }
    }

    @Test(arguments: 1...9) func `two to a page are in order once the stack is cut and the left pile laid on the right`(
        count: Int
    ) async throws {
        let pages = try await orderSheets(.fixture(count: count), on: "a5X2")
        #expect(pages.count == (count + 1) / 2)
        let middle = 297.0 / 2
        var piles: [[String]] = [[], []]
        for page in pages {
            #expect(page.size == PaperSize(width: 297, height: 210))
            for (index, range) in [0..<middle, middle..<297].enumerated() {
                let half = page.texts.filter { range.contains($0.at.x) }
                piles[index] += names(half.map(\.string))
                let type = try Typesetter.fixture()
                for frame in half.map({ Page.frame(of: $0, type) }) {
                    #expect(frame.left >= range.lowerBound + 11.9 && frame.right <= range.upperBound - 11.9)
                    #expect(frame.top >= 10 && frame.bottom <= 200)
                }
            }
        }
        #expect(piles[0] + piles[1] == (1...count).map(String.init))
    }

    @Test func `a divider stands before each bundle, with its numbers`() async throws {
        let bundles = ["urgent", "M14", "M14", "mixed", "mixed"]
        let packets = bundles.enumerated().map { PacketSnapshot.fixture(sequence: $0 + 1, bundle: $1) }
        let pages = try await orderSheets(.fixture(packets))
        #expect(pages.flatMap { names($0.strings) } == ["Urgent", "1", "M14", "2", "3", "Mixed", "4", "5"])
        let divider = pages[2]
        for wanted in ["M14", "2–3", "2 packets · 2 order sheets", "206 First leaflet: 8 packs of 25, loose 6"] {
            #expect(divider.strings.contains(wanted), "\(wanted)")
        }
        let largest = divider.texts.max { $0.points < $1.points }
        #expect(largest?.string == "M14")
        #expect(!pages.indices.contains { names(pages[$0].strings).count != 1 })
        let text = [pages[0], divider, pages[5]].flatMap(\.strings).joined()
        #expect(!text.contains("Aisha") && !text.contains("HB-"), "a divider names no person")
    }

    @Test func `nothing is divided where there is one bundle, or one order was chosen`() async throws {
        let packets = ["M14", "mixed"].enumerated().map { PacketSnapshot.fixture(sequence: $0 + 1, bundle: $1) }
        let whole = BatchSnapshot.fixture(packets)
        let one = try whole.selecting(by: Printing(orders: [packets[0].orders[0].reference]))
        #expect(try await orderSheets(one).flatMap { names($0.strings) } == ["1"])
        #expect(try await orderSheets(try whole.selecting(by: Printing(bundle: "mixed"))).count == 1)
        #expect(try await orderSheets(.fixture(count: 3)).count == 3)
    }

    @Test func `order sheets of a shared packet say which of its orders they are`() async throws {
        let packet = PacketSnapshot.fixture(orders: (1...3).map { PacketOrder.fixture(number: $0) })
        let pages = try await orderSheets(.fixture([packet, .fixture(sequence: 18)]))
        let said = pages.map { page in page.strings.filter { $0.contains("in this packet") } }
        #expect(said == [1, 2, 3].map { ["Order \($0) of 3 in this packet"] } + [[]])
    }

    @Test func `a long bundle's name and numbers stay on the divider`() async throws {
        let type = try Typesetter.fixture()
        for paper in ["A4", "A5x2"] {
            let packets = ["Papua New Guinea: counter, customs?", "M"].enumerated().map {
                PacketSnapshot.fixture(sequence: 99_990 + $0, bundle: $1)
            }
            for page in try await orderSheets(.fixture(packets), on: paper) {
                for frame in page.texts.map({ Page.frame(of: $0, type) }) {
                    #expect(frame.right <= page.size.width - 11.9)
                }
            }
        }
    }

    @Test func `pick list and changes take the whole sheet where order sheets are halved`() async throws {
        var snapshot = BatchSnapshot.fixture(count: 3)
        snapshot.papers.orders = "A5x2"
        let press = try Press.fixture()
        for (document, isAcross) in [(DocumentName.orders, true), (.picklist, false), (.changes, false)] {
            let file = try PaperFile(await press.render(document, of: snapshot, as: .pdf), "paper.pdf")
            let size = try #require(
                try Tool.text("pdfinfo", [file.path]).firstMatch(of: /Page size: +([\d.]+) x ([\d.]+) pts/))
            let (width, height) = (try #require(Double(size.1)), try #require(Double(size.2)))
            #expect((width > height) == isAcross)
            #expect(abs(max(width, height) - 841.89) < 0.01)
        }
    }

    @Test(arguments: [
        PrinterProfile(right: 1.5, down: -0.75), PrinterProfile(right: -1, down: 1, scaleX: 1.004, scaleY: 0.997),
    ])
    func `two to a page lie exactly where the printer's profile moves them, on an upright sheet`(
        profile: PrinterProfile
    ) async throws {
        var snapshot = BatchSnapshot.fixture(count: 4)
        snapshot.papers.orders = "A5x2"
        let press = try Press.fixture()
        let plain = try words(await press.render(.orders, of: snapshot, as: .pdf))
        let moved = try words(await press.render(.orders, of: snapshot, as: .pdf, for: profile))
        #expect(plain.size == PaperSize(width: 297, height: 210) && moved.size == .a4)
        #expect(plain.frames.count > 100 && plain.frames.count == moved.frames.count)
        for (text, frame) in plain.frames {
            // The page is turned to the left: what was its left edge is the sheet's bottom.
            let (x, y) = (
                profile.right + frame.top * profile.scaleX, profile.down + (297 - frame.right) * profile.scaleY
            )
            #expect(
                moved.frames.contains {
                    $0.text == text && abs($0.frame.left - x) < 0.01 && abs($0.frame.top - y) < 0.01
                },
                "\(text)")
        }
    }

    /// The words of a PDF with their boxes, in millimetres, and the size of its pages.
    private func words(_ bytes: [UInt8]) throws -> (size: PaperSize, frames: [(text: String, frame: Frame)]) {
        let file = try PaperFile(bytes, "orders.pdf")
        let text = try Tool.text("pdftotext", ["-bbox", file.path, "-"])
        func length(_ text: Substring) -> Double { (Double(text) ?? 0) * 25.4 / 72 }
        let page = try #require(text.firstMatch(of: /<page width="([\d.]+)" height="([\d.]+)"/))
        let size = PaperSize(width: length(page.1).rounded(), height: length(page.2).rounded())
        let words = text.matches(
            of: /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</)
        return (
            size,
            words.map {
                (
                    String($0.5),
                    Frame(left: length($0.1), right: length($0.3), top: length($0.2), bottom: length($0.4))
                )
            }
        )
    }

    @Test(arguments: [
        (
            PacketPostage(weightGrams: 340, format: "large-letter", bandGrams: 500, pricePence: 155, service: "2nd"),
            "Large letter · 340 g · £1.55"
        ),
        (PacketPostage(weightGrams: 1_340, service: "2nd"), "1,340 g · weigh at the counter"),
        (PacketPostage(service: "1st"), "weigh at the counter"),
        (PacketPostage(weightGrams: 90, service: "abroad"), "90 g · counter, customs?"),
    ])
    func `an order sheet says what to stamp`(postage: PacketPostage, words: String) throws {
        var packet = PacketSnapshot.fixture()
        packet.postage = postage
        let pages = OrderSheetLayout(.fixture([packet]), on: .a4, with: try .fixture()).pages(of: packet, order: 0)
        #expect(pages[0].strings.contains(words))
        #expect(pages[0].strings.contains { $0.hasPrefix("Postage, ") })
    }

    @Test func `the pick list adds up postage by format and band`() throws {
        func packet(_ sequence: Int, _ postage: PacketPostage) -> PacketSnapshot {
            var packet = PacketSnapshot.fixture(sequence: sequence)
            packet.postage = postage
            return packet
        }
        let large = PacketPostage(
            weightGrams: 340, format: "large-letter", bandGrams: 500, pricePence: 205, service: "2nd")
        let letter = PacketPostage(weightGrams: 80, format: "letter", bandGrams: 100, pricePence: 91, service: "2nd")
        let packets = [packet(1, large), packet(2, letter), packet(3, large), packet(4, PacketPostage(service: "2nd"))]
        let strings = PickListLayout(.fixture(packets), on: .a4, with: try .fixture()).pages().flatMap(\.strings)
        for wanted in [
            "Postage", "Letter", "Large letter", "100 g", "500 g", "£0.91", "£2.05", "£4.10", "Weigh at the counter",
            "Together, without the counter", "£5.01",
        ] {
            #expect(strings.contains(wanted), "\(wanted)")
        }
        let sum = try #require(strings.firstIndex(of: "Together, without the counter"))
        #expect(strings[sum + 1] == "3", "what has no price isn't in the sum")
        let without = PickListLayout(.fixture(count: 2), on: .a4, with: try .fixture()).pages().flatMap(\.strings)
        #expect(!without.contains("Postage"))
    }
}
