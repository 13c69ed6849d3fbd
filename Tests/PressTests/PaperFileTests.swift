import Foundation
import Orders
import Testing

@testable import Press

/// Papers into files, from several presses, in other fonts.
@Suite struct PaperFileTests {
    @Test(arguments: PaperFormat.allCases)
    func `a paper written to a file has the same bytes`(format: PaperFormat) async throws {
        let press = try Press.fixture()
        let snapshot = BatchSnapshot.fixture(count: 800)
        let bytes = try await press.render(.labels, of: snapshot, on: .l7159, as: format)
        let file = try PaperFile([], "labels.\(format.rawValue)")
        let handle = try #require(FileHandle(forWritingAtPath: file.path))
        try await press.write(.labels, of: snapshot, on: .l7159, as: format, to: handle.fileDescriptor)
        try handle.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == Data(bytes))
    }

    @Test func `a file that can't be written says what the system says`() async throws {
        let press = try Press.fixture()
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let error = await #expect(throws: PressError.self) {
            try await press.write(.labels, of: .fixture(count: 3), on: .l7159, as: .pdf, to: full.fileDescriptor)
        }
        #expect(error == .unwritable("No space left on device"))
        #expect(error.map { "\($0)" } == "the paper could not be written: No space left on device")
    }

    @Test func `two presses at once write what one writes`() async throws {
        let snapshot = BatchSnapshot.fixture(count: 200)
        let papers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for format in PaperFormat.allCases + PaperFormat.allCases {
                group.addTask { try await Press.fixture().render(.labels, of: snapshot, on: .l7159, as: format) }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(papers.count == 2)
    }

    @Test func `another content has another identifier`() async throws {
        let press = try Press.fixture()
        var identifiers: Set<String> = []
        for count in [1, 2, 3, 3] {
            let file = try PaperFile(
                await press.render(.labels, of: .fixture(count: count), on: .l7159, as: .pdf), "labels.pdf")
            let trailer = try Tool.text("qpdf", ["--show-object=trailer", file.path])
            let found = try #require(trailer.firstMatch(of: /\/ID \[ (<[0-9a-f]{32}>)/))
            identifiers.insert(String(found.1))
        }
        #expect(identifiers.count == 3)
    }

    /// Of the fonts that Ghostscript brings: their outlines are Type 1's own, in OpenType files.
    @Test(arguments: ["C059", "Nimbus Sans"])
    func `a font of the other kind of outlines is embedded as well`(family: String) throws {
        let type = try Typesetter(FontLibrary(unchecked: family))
        let text = "Example Street 12, fi"
        let page = Page(
            size: .a4,
            items: [
                .text(Page.Text(string: text, face: .regular, points: 24, at: Point(x: 20, y: 40))),
                .text(Page.Text(string: "Bold", face: .bold, points: 24, at: Point(x: 20, y: 60))),
            ])
        for format in PaperFormat.allCases {
            let sink = PaperSink()
            let title = PaperTitle(title: "Fonts", subject: "", created: "2026-12-16T16:00:00Z")
            let painter = try Painter(format, to: sink, PagePlacement(.a4), title: title, type: type)
            painter.draw(page)
            try painter.finish()
            let file = try PaperFile(sink.bytes, "fonts.\(format.rawValue)")
            if format == .ps {
                let run = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=txtwrite", "-sOutputFile=-"]
                #expect(try Tool.text("gs", run + [file.path]).contains("Example Street 12"))
            } else {
                #expect(try Tool.text("pdftotext", ["-raw", file.path, "-"]).contains(text))
                let fonts = try Tool.text("pdffonts", [file.path]).split(separator: "\n").dropFirst(2)
                #expect(fonts.count == 2)
                #expect(fonts.allSatisfy { $0.contains(family.filter { $0 != " " }) && $0.contains(" yes yes yes ") })
            }
        }
    }
}
