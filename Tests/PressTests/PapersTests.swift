import Foundation
import Orders
import Testing

@testable import Press

/// The finished files, as other programs see them.
@Suite struct PapersTests {
    static let recipients: [[String]?] = [
        ["Siân Llywelyn", "2 Heol y Bont", "CAERNARFON", "LL55 1AA"],
        ["Łukasz (Wójcik) \\ O'Neill", "3 Example Street", "LEEDS", "LS1 1AA"],
        ["محمد الأحمد", "12 Station Road", "NEWCASTLE UPON TYNE", "NE1 4AB"],
        nil,
        ["রহিমা বেগম", "81 Victoria Avenue", "BIRMINGHAM", "B6 4DA"],
    ]
    static let snapshot = BatchSnapshot.fixture(
        recipients.enumerated().map { index, recipient in
            .fixture(
                sequence: index + 1, recipient: recipient,
                orders: [.fixture(number: index + 1, note: index == 0 ? "%%EOF (showpage) \\" : nil)])
        })
    /// What the page of changes shows; the other papers don't care.
    static let changes: [BatchChange] = [.fixture([2, 3], .cancelled), .fixture([5])]

    @Test(arguments: DocumentName.allCases)
    func `is a sound PDF with every font embedded, which asks not to be scaled`(document: DocumentName) async throws {
        let press = try Press.fixture()
        let file = try PaperFile(
            await press.render(document, of: Self.snapshot, on: .l7159, as: .pdf, changes: Self.changes), "paper.pdf")
        let check = try Tool.text("qpdf", ["--check", file.path])
        #expect(check.contains("No syntax or stream encoding errors found"))
        let fonts = try Tool.text("pdffonts", [file.path]).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts { #expect(font.contains(" yes yes yes "), "embedded, subset, with Unicode") }
        let source = try Tool.text("qpdf", ["--qdf", "--object-streams=disable", file.path, "-"])
        for wanted in [
            "/PrintScaling /None", "/Lang (en-GB)", "/CreationDate (D:20261216160000Z)",
            "/Author <feff" + Self.snapshot.campaign.name.utf16.map { String(format: "%04x", $0) }.joined() + ">",
        ] {
            #expect(source.contains(wanted), "\(wanted)")
        }
        #expect(!source.contains("/ModDate"))
    }

    @Test func `holds every line of every label, to be found and copied, in their order`() async throws {
        let press = try Press.fixture()
        let file = try PaperFile(await press.render(.labels, of: Self.snapshot, on: .l7163, as: .pdf), "labels.pdf")
        let text = try Tool.text("pdftotext", ["-raw", file.path, "-"])
        var rest = text[...]
        for line in Self.recipients.compactMap({ $0 }).flatMap({ $0 }) where !Self.isArabic(line) {
            let found = try #require(rest.firstRange(of: line), "a line is missing, or out of order")
            rest = rest[found.upperBound...]
        }
        #expect(try Tool.text("pdftotext", ["-layout", file.path, "-"]).contains("محمد"))
        let references = Self.snapshot.packets.filter { $0.recipient != nil }.map { $0.orders[0].reference.description }
        #expect(references.allSatisfy(text.contains))
    }

    @Test func `keeps each label's words inside its label`() async throws {
        let press = try Press.fixture()
        let sheet = SheetGeometry.l7160
        let bytes = try await press.render(.labels, of: .fixture(count: 21), on: sheet, as: .pdf)
        let file = try PaperFile(bytes, "labels.pdf")
        let words = try Tool.text("pdftotext", ["-bbox", file.path, "-"]).matches(
            of: /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">/)
        #expect(words.count > 21 * 8)
        let millimetres = 25.4 / 72
        for word in words {
            let box = [word.1, word.2, word.3, word.4].compactMap { Double($0) }.map { $0 * millimetres }
            guard box.count == 4, box[1] > sheet.top - 2 else { continue }
            let inside = (0..<21).contains { index in
                let corner = sheet.origin(ofLabel: index)
                return box[0] >= corner.x && box[2] <= corner.x + sheet.labelWidth && box[1] >= corner.y - 0.5
                    && box[3] <= corner.y + sheet.labelHeight + 0.5
            }
            #expect(inside)
        }
    }

    @Test(arguments: DocumentName.allCases)
    func `is the same in PostScript, as Ghostscript draws it`(document: DocumentName) async throws {
        let press = try Press.fixture()
        func file(_ format: PaperFormat) async throws -> PaperFile {
            let bytes = try await press.render(
                document, of: Self.snapshot, on: .l7159, as: format, changes: Self.changes)
            return try PaperFile(bytes, "paper.\(format.rawValue)")
        }
        let (pdf, ps) = (try await file(.pdf), try await file(.ps))
        // 101.6 dots an inch are 4 a millimetre: A4 has no broken pixels.
        let page = ["-gray", "-scale-to-x", "840", "-scale-to-y", "1188", "-l", "1", "-singlefile", pdf.path]
        let device = ["-sDEVICE=pgmraw", "-r101.6", "-g840x1188", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
        let run = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dLastPage=1"]
        let ours = try #require(Picture(try Tool.output("pdftoppm", page)))
        let theirs = try #require(Picture(try Tool.output("gs", run + device + ["-sOutputFile=-", ps.path])))
        #expect((ours.width, ours.height) == (theirs.width, theirs.height))
        #expect(ours.ink > 0.003, "there is something on it")
        #expect(abs(ours.ink - theirs.ink) < ours.ink * 0.12)
        #expect(ours.difference(to: theirs, blurred: 8) < ours.ink * 0.3)
        let pages = try Tool.text("pdfinfo", [pdf.path]).firstMatch(of: /Pages: +(\d+)/).map { String($0.1) }
        #expect(try String(contentsOfFile: ps.path, encoding: .isoLatin1).contains("%%Pages: \(pages ?? "none")\n"))
    }

    @Test func `keeps people's words out of PostScript's comments`() async throws {
        let bytes = try await Press.fixture().render(.orders, of: Self.snapshot, on: .l7159, as: .ps)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let comments = lines.filter { $0.hasPrefix("%%") }
        #expect(comments.contains("%%CreationDate: 2026-12-16T16:00:00Z"))
        #expect(comments.contains("%%Title: Order sheets, batch 2026-12-16-1"))
        #expect(comments.filter { $0 == "%%EOF" }.count == 1)
        #expect(!comments.contains { $0.contains("Fair Ballot") || $0.contains("Example") })
    }

    @Test(arguments: DocumentName.allCases, PaperFormat.allCases)
    func `gives the same bytes again, from another press with other work behind it`(
        document: DocumentName, format: PaperFormat
    ) async throws {
        let first = try await Press.fixture().render(
            document, of: Self.snapshot, on: .l7159, as: format, changes: Self.changes)
        let other = try Press.fixture()
        _ = try await other.fit(["Ἀθῆναι", "שלום", "สวัสดี"], on: .l7163)
        _ = try await other.render(.orders, of: .fixture(count: 3), on: .l7163, as: .ps)
        let second = try await other.render(
            document, of: Self.snapshot, on: .l7159, as: format, changes: Self.changes)
        #expect(first == second)
        #expect(first.count > 1_000)
    }
}

extension PapersTests {
    private static func isArabic(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x600..<0x700).contains($0.value) }
    }
}
