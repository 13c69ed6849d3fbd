import Foundation
import Orders
import Testing

@testable import Press

/// What can be copied out of a PDF, searched in it, and read aloud from it.
@Suite struct PDFTextTests {
    /// The text that comes out of a label with this name, as a viewer copies it.
    private func copied(_ name: String, raw: Bool = true) async throws -> String {
        let recipient = [name, "1 Example Street", "LEEDS", "LS1 1AA"]
        let bytes = try await Press.fixture().render(
            .labels, of: .fixture([.fixture(recipient: recipient)]), on: .l7163, as: .pdf)
        let file = try PaperFile(bytes, "labels.pdf")
        let text = try Tool.text("pdftotext", (raw ? ["-raw"] : []) + [file.path, "-"])
        // Viewers put marks of direction around what runs the other way.
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !(0x202A...0x202E).contains($0.value) }))
    }

    @Test(arguments: [
        "Siân Ŵyn Llŷr", "Łukasz Żółć", "Seán Ó Briain", "Nguyễn Thị", "O’Neill – Ltd. “X”", "office affluent",
        "Ἀθῆναι", "Київ", "n\u{308}an", "x\u{302}\u{323}y",
        "রহিমা বেগম", "স্ত্রী লক্ষ্মী", "हिन्दी क्षत्रिय", "สวัสดีครับ", "ກຳລັງ", "தமிழ்", "Եղիշե", "አማርኛ", "ქართული",
    ])
    func `a name is copied as it was written`(name: String) async throws {
        #expect(try await copied(name).contains(name))
    }

    @Test(arguments: ["محمد", "لطيفة", "שלום", "فاطمة بيغم"])
    func `a name that runs from right to left is copied as it was written`(name: String) async throws {
        #expect(try await copied(name, raw: false).contains(name))
    }

    /// Poppler 22 turns the letters of such a glyph round; other viewers don't.
    @Test(arguments: ["الأحمد", "שָׁלוֹם"])
    func `of a name that runs from right to left no letter is lost where a glyph shows several`(
        name: String
    ) async throws {
        let line = try #require(try await copied(name).split(separator: "\n").dropFirst().first)
        func letters(_ text: String) -> [Unicode.Scalar] {
            text.decomposedStringWithCanonicalMapping.unicodeScalars.sorted()
        }
        #expect(letters(String(line)) == letters(name))
    }

    @Test func `a glyph that shows two texts is copied as each of them`() async throws {
        let type = try Typesetter.fixture()
        let fonts = PaperFonts(type, for: .pdf)
        var runs: [ShapedRun] = []
        // The same glyph, as one character and as two.
        for text in ["é", "e\u{301}", "é"] { type.forEachRun(of: text, face: .regular) { runs.append($0) } }
        for run in runs { fonts.encode(run) }
        #expect(runs.count == 3)
        #expect(fonts.all[0].glyphs.map { Array($0.text.unicodeScalars).count } == [1, 2])
        #expect(Set(fonts.all[0].glyphs.map(\.index)).count == 1)
        #expect(Set(fonts.all[0].glyphs.map(\.name)).count == 2)
    }

    @Test func `more glyphs than a font has codes are all copied`() async throws {
        let letters = (Array(0x41...0x17F) + Array(0x391...0x3C9) + Array(0x400...0x45F))
            .compactMap { Unicode.Scalar($0) }.filter(\.properties.isAlphabetic).map(Character.init)
        let words = stride(from: 0, to: letters.count, by: 12).map { start in
            String(letters[start..<min(start + 12, letters.count)])
        }
        let order = PacketOrder.fixture(note: words.joined(separator: " "))
        for format in PaperFormat.allCases {
            let bytes = try await Press.fixture().render(
                .orders, of: .fixture([.fixture(orders: [order])]), on: .l7163, as: format)
            let file = try PaperFile(bytes, "orders.\(format.rawValue)")
            if format == .ps {
                _ = try Tool.output("gs", ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage", file.path])
            } else {
                let text = try Tool.text("pdftotext", ["-raw", file.path, "-"])
                #expect(words.filter { !text.contains($0) } == [])
            }
        }
    }

    @Test func `a screen reader is told each label as one paragraph, word for word, in its order`() async throws {
        let bytes = try await Press.fixture().render(.labels, of: .fixture(count: 30), on: .l7159, as: .pdf)
        let file = try PaperFile(bytes, "labels.pdf")
        let lines = try Tool.text("pdfinfo", ["-struct-text", file.path]).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        #expect(lines.first == "Document")
        #expect(lines.filter { $0.hasPrefix("Sect") }.count == 2, "a section for each sheet")
        let paragraphs = lines.filter { $0.hasPrefix("\"") }
        #expect(paragraphs.count == 30 + 2, "each label, and each sheet's heading")
        for number in 1...30 {
            let words = PacketSnapshot.recipient(number).joined(separator: " ")
            #expect(paragraphs.contains { $0.hasPrefix("\"\(words) \(number)") && $0.contains(" · HB-") })
        }
        #expect(paragraphs.first?.contains("sheet 1 of 2") == true)
        #expect(lines.filter { $0.hasPrefix("P ") }.count == paragraphs.count)
    }

    @Test(arguments: DocumentName.allCases)
    func `every text belongs to a paragraph, and every line is no more than ornament`(
        document: DocumentName
    ) async throws {
        let bytes = try await Press.fixture().render(
            document, of: PapersTests.snapshot, on: .l7159, as: .pdf, changes: PapersTests.changes)
        let file = try PaperFile(bytes, "paper.pdf")
        let source = try Tool.output("qpdf", ["--qdf", "--object-streams=disable", file.path, "-"])
        let text = String(decoding: source, as: UTF8.self)
        #expect(text.contains("/Marked true"))
        var open = 0
        var isContent = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("%% Contents for page") { isContent = true }
            if line == "endstream" { isContent = false }
            guard isContent else { continue }
            if line.hasSuffix("BDC") || line.hasSuffix("BMC") { open += 1 }
            if line.hasSuffix("TJ") || line.hasSuffix(" S") || line.hasSuffix(" re f") { #expect(open > 0) }
            if line.hasSuffix("EMC") { open -= 1 }
        }
        #expect(open == 0)
        #expect(!text.contains("/S /P\n  /K null"))
    }

    @Test func `says what it is for archives too, with the campaign's name as XML`() async throws {
        var snapshot = BatchSnapshot.fixture()
        snapshot.campaign.name = "Paper & <Ink>"
        let file = try PaperFile(
            await Press.fixture().render(.labels, of: snapshot, on: .l7159, as: .pdf), "labels.pdf")
        let metadata = try Tool.text("pdfinfo", ["-meta", file.path])
        #expect(metadata.contains("<rdf:li>Paper &amp; &lt;Ink&gt;</rdf:li>"))
        #expect(metadata.contains("<xmp:CreateDate>2026-12-16T16:00:00Z</xmp:CreateDate>"))
        let parser = XMLCheck()
        #expect(parser.isSound(metadata))
        let information = try Tool.text("pdfinfo", [file.path])
        #expect(information.contains("Author:          Paper & <Ink>"))
        #expect(information.contains("Tagged:          yes"))
    }
}

/// Whether every tag that is opened is closed, in its order.
private struct XMLCheck {
    func isSound(_ xml: String) -> Bool {
        var open: [Substring] = []
        for match in xml.matches(of: /<(\/?)([a-zA-Z][\w:]*)[^<>]*?(\/?)>/) {
            if match.3 == "/" { continue }
            if match.1.isEmpty {
                open.append(match.2)
            } else if open.popLast() != match.2 {
                return false
            }
        }
        return open.isEmpty && xml.contains("<x:xmpmeta")
    }
}
