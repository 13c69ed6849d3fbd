import Foundation
import Orders
import Testing

@testable import Press

/// PostScript, as spoolers and printers read it.
@Suite struct PostScriptTests {
    private static let hostile: [[String]] = [
        ["(%%EOF) \\ showpage", "quit } ] > <41>", "LEEDS", "LS1 1AA"],
        ["محمد الأحمد", "12 Station Road", "NEWCASTLE UPON TYNE", "NE1 4AB"],
        ["রহিমা বেগম", "81 Victoria Avenue", "BIRMINGHAM", "B6 4DA"],
        ["n\u{308}x\u{302}\u{323} Żółć", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "LL61 5UJ"],
        ["One", "two", "three", "four", "five", "seven", "LEEDS", "LS1 1AA"],
    ]
    private static let snapshot = BatchSnapshot.fixture(
        hostile.enumerated().map { .fixture(sequence: $0 + 1, recipient: $1) })

    /// The first page of a file in a hundred and fifty dots an inch.
    private func pictures(_ pdf: [UInt8], _ ps: [UInt8], on paper: PaperSize) throws -> (pdf: Picture, ps: Picture) {
        let (width, height) = (Int(paper.width * 6), Int(paper.height * 6))
        let (pdfFile, psFile) = (try PaperFile(pdf, "paper.pdf"), try PaperFile(ps, "paper.ps"))
        let page = ["-gray", "-scale-to-x", "\(width)", "-scale-to-y", "\(height)", "-l", "1", "-singlefile"]
        let device = [
            "-sDEVICE=pgmraw", "-r152.4", "-g\(width)x\(height)", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4",
        ]
        let run = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dLastPage=1", "-sOutputFile=-"]
        let ours = try #require(Picture(try Tool.output("pdftoppm", page + [pdfFile.path])))
        let theirs = try #require(Picture(try Tool.output("gs", run + device + [psFile.path])))
        try #require((ours.width, ours.height) == (theirs.width, theirs.height))
        return (ours, theirs)
    }

    private func expectSame(_ pair: (pdf: Picture, ps: Picture), sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(pair.pdf.ink > 0.002, "there is something on it", sourceLocation: sourceLocation)
        #expect(pair.pdf.strays(from: pair.ps) < 0.001, sourceLocation: sourceLocation)
        #expect(pair.ps.strays(from: pair.pdf) < 0.001, sourceLocation: sourceLocation)
    }

    @Test(arguments: [PrinterProfile(), PrinterProfile(right: 1.5, down: -0.75, scaleX: 1.004, scaleY: 0.997)])
    func `shows hostile addresses where the PDF shows them, within a pixel`(profile: PrinterProfile) async throws {
        let press = try Press.fixture()
        let sheet = SheetGeometry.l7163
        let pdf = try await press.render(.labels, of: Self.snapshot, on: sheet, as: .pdf, for: profile)
        let ps = try await press.render(.labels, of: Self.snapshot, on: sheet, as: .ps, for: profile)
        expectSame(try pictures(pdf, ps, on: sheet.page))
    }

    @Test(arguments: [DocumentName.orders, .picklist, .changes])
    func `shows a paper as the PDF shows it, within a pixel`(document: DocumentName) async throws {
        let press = try Press.fixture()
        let profile = PrinterProfile(right: -1, down: 1)
        let pdf = try await press.render(
            document, of: Self.snapshot, as: .pdf, changes: [.fixture([2], .cancelled)], for: profile)
        let ps = try await press.render(
            document, of: Self.snapshot, as: .ps, changes: [.fixture([2], .cancelled)], for: profile)
        expectSame(try pictures(pdf, ps, on: .a4))
    }

    @Test(arguments: [PaperSize.a4, .letter, .sra3])
    func `shows a ruler as the PDF shows it, within a pixel`(paper: PaperSize) async throws {
        let press = try Press.fixture()
        let profile = PrinterProfile(right: 0.8, down: 0.4, scaleX: 0.998, scaleY: 1.002)
        func ruler(_ format: PaperFormat) async throws -> [UInt8] {
            try await press.ruler(on: paper, printer: "Desk", for: profile, as: format, created: "2026-12-16T16:00:00Z")
        }
        expectSame(try pictures(await ruler(.pdf), await ruler(.ps), on: paper))
    }

    @Test func `fills bars where they belong`() throws {
        let type = try Typesetter.fixture()
        let bars = (0..<20).map { Page.Bar(corner: Point(x: 20 + Double($0) * 1.2, y: 40), width: 0.5, height: 5) }
        let page = Page(size: .a4, items: [.bars(bars), .bars([])])
        func paper(_ format: PaperFormat) throws -> [UInt8] {
            let sink = PaperSink()
            let title = PaperTitle(title: "Bars", subject: "", created: "2026-12-16T16:00:00Z")
            let painter = try Painter(format, to: sink, PagePlacement(.a4), title: title, type: type)
            painter.draw(page)
            try painter.finish()
            return sink.bytes
        }
        let pair = try pictures(try paper(.pdf), try paper(.ps), on: .a4)
        #expect(abs(pair.pdf.ink - 20 * 0.5 * 5 / (210 * 297)) < 0.00004)
        #expect(pair.pdf.difference(to: pair.ps, blurred: 6) < pair.pdf.ink * 0.1)
    }

    @Test(arguments: DocumentName.allCases)
    func `keeps to the structuring conventions, in seven bits`(document: DocumentName) async throws {
        let bytes = try await Press.fixture().render(
            document, of: .fixture(count: 30), on: .l7159, as: .ps, changes: [.fixture([2], .cancelled)])
        #expect(bytes.allSatisfy { $0 == 10 || (32..<127).contains($0) })
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 255 || !$0.hasPrefix("%") })
        #expect(lines.first == "%!PS-Adobe-3.0")
        for wanted in [
            "%%LanguageLevel: 3", "%%BoundingBox: 0 0 596 842", "%%DocumentData: Clean7Bit",
            "%%DocumentSuppliedResources: procset Handbill 1.0 0", "%%EndComments", "%%BeginProlog", "%%EndProlog",
            "%%BeginSetup", "%%EndSetup", "%%Trailer", "%%EOF",
        ] {
            #expect(lines.filter { $0 == wanted }.count == 1, "\(wanted)")
        }
        let pages = lines.filter { $0.hasPrefix("%%Page: ") }
        #expect(pages == (1...pages.count).map { "%%Page: \($0) \($0)" }.map { $0[...] })
        #expect(lines.contains("%%Pages: \(pages.count)"))
        // Every font that is announced is there.
        let announced = lines.filter { $0.hasPrefix("%%+ font ") }.map { $0.dropFirst("%%+ font ".count) }
        let supplied = lines.filter { $0.hasPrefix("%%BeginResource: font ") }
            .map { $0.dropFirst("%%BeginResource: font ".count) }
        #expect(announced == supplied && !supplied.isEmpty)
        #expect(lines.filter { $0 == "%%EndResource" }.count == supplied.count + 1)
    }

    @Test func `every page can be printed by itself`() async throws {
        let ps = try await Press.fixture().render(.labels, of: .fixture(count: 50), on: .l7159, as: .ps)
        let text = String(decoding: ps, as: UTF8.self)
        let second = try #require(text.firstRange(of: "%%Page: 2 2\n"))
        let third = try #require(text.firstRange(of: "%%Page: 3 3\n"))
        let first = try #require(text.firstRange(of: "%%Page: 1 1\n"))
        let trailer = try #require(text.firstRange(of: "%%Trailer"))
        let alone =
            String(text[..<first.lowerBound]) + text[second.lowerBound..<third.lowerBound] + text[trailer.lowerBound...]
        let file = try PaperFile(Array(alone.utf8), "second.ps")
        let words = try Tool.text(
            "gs", ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=txtwrite", "-sOutputFile=-", file.path])
        #expect(words.contains("Aisha Example 25") && words.contains("Aisha Example 48"))
        #expect(!words.contains("Example 24\n") && !words.contains("Example 49"))
    }

    @Test func `shows people's words only as glyphs`() async throws {
        let ps = try await Press.fixture().render(.labels, of: Self.snapshot, on: .l7163, as: .ps)
        let text = String(decoding: ps, as: UTF8.self)
        for words in ["showpage }", "Station", "BIRMINGHAM", "seven"] { #expect(!text.contains(words)) }
    }
}
