import Foundation
import Orders
import Testing

@testable import Press

/// Half-used sheets, single sheets, and printers that stack face up.
@Suite struct LayingTests {
    /// The text of each page of a PDF.
    private func pages(_ bytes: [UInt8]) throws -> [String] {
        let file = try PaperFile(bytes, "paper.pdf")
        return try Tool.text("pdftotext", ["-raw", file.path, "-"]).split(separator: "\u{C}").map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }
    }

    @Test func `a start position moves the first sheet only`() throws {
        let type = try Typesetter.fixture()
        let sheet = SheetGeometry.l7160
        let layout = try LabelLayout(.fixture(count: 40), on: sheet, startAt: 9)
        #expect(layout.count == 3)
        var unprintable: [Int] = []
        for index in 0..<3 {
            let page = layout.page(index, with: type, unprintable: &unprintable)
            let names = page.texts.filter { $0.string.hasPrefix("Aisha Example") }
            let first = index == 0 ? 0 : 13 + (index - 1) * 21
            let count = [13, 21, 6][index]
            #expect(names.map(\.string) == (1...count).map { "Aisha Example \(first + $0)" })
            for (place, name) in names.enumerated() {
                let origin = sheet.origin(ofLabel: place + (index == 0 ? 8 : 0))
                #expect(abs(name.at.x - origin.x - LabelArea(of: sheet).marginX) < 0.001)
                #expect(name.at.y > origin.y && name.at.y < origin.y + sheet.labelHeight)
            }
        }
        #expect(unprintable.isEmpty)
    }

    @Test(arguments: [0, 22, -1, Int.max]) func `a start position past the end is refused`(start: Int) {
        #expect(throws: PressError.noLabel(start, of: 21, sheet: "L7160")) {
            try LabelLayout(.fixture(count: 1), on: .l7160, startAt: start)
        }
    }

    @Test func `starting at the first label changes no byte`() async throws {
        let press = try Press.fixture()
        let plain = try await press.render(.labels, of: .fixture(count: 22), on: .l7160, as: .pdf)
        #expect(
            try await press.render(.labels, of: .fixture(count: 22), on: .l7160, as: .pdf, laid: Laying(startAt: 1))
                == plain)
    }

    @Test(arguments: [DocumentName.labels, .orders])
    func `a sheet by itself is the one of the whole paper, and reversed is the same backwards`(
        document: DocumentName
    ) async throws {
        let press = try Press.fixture()
        let snapshot = BatchSnapshot.fixture(count: document == .labels ? 50 : 4)
        func text(_ laying: Laying) async throws -> [String] {
            try pages(await press.render(document, of: snapshot, on: .l7160, as: .pdf, laid: laying))
        }
        let all = try await text(Laying(startAt: 4))
        #expect(all.count == (document == .labels ? 3 : 4))
        #expect(try await text(Laying(startAt: 4, sheets: [2])) == [all[1]])
        #expect(try await text(Laying(startAt: 4, sheets: [1, 3])) == [all[0], all[2]])
        #expect(try await text(Laying(startAt: 4, isReversed: true)) == all.reversed())
        #expect(try await text(Laying(startAt: 4, sheets: [1, 3], isReversed: true)) == [all[2], all[0]])
        await #expect(throws: PressError.noPage(9, of: all.count)) {
            try await press.render(
                document, of: snapshot, on: .l7160, as: .pdf, laid: Laying(startAt: 4, sheets: [1, 9]))
        }
    }

    @Test func `an address that fits on no label leaves its place empty but for its number, and is listed`()
        async throws
    {
        let press = try Press.fixture()
        let small = SheetGeometry(
            name: "L7651", columns: 5, rows: 13, labelWidth: 38.1, labelHeight: 21.2, left: 4.67, top: 10.7,
            pitchX: 40.64, pitchY: 21.2)
        let long = ["Aisha Khan", "Unit 2", "1 Example Street", "Higher Blackley", "Moston", "Manchester", "M9 0SQ"]
        let snapshot = BatchSnapshot.fixture([
            .fixture(sequence: 1, recipient: ["Ben Two", "2 Oak Lane", "LEEDS", "LS1 1AA"]),
            .fixture(sequence: 2, recipient: long),
        ])
        #expect(try await press.misfits(of: snapshot, on: small) == [2])
        await #expect(throws: PressError.unprintable(packets: [2], sheet: "L7651")) {
            try await press.render(.labels, of: snapshot, on: small, as: .pdf)
        }
        let page = try pages(
            await press.render(.labels, of: snapshot, on: small, as: .pdf, laid: Laying(leavesMisfits: true)))[0]
        #expect(page.contains("Ben Two") && !page.contains("Aisha Khan"))
        #expect(page.contains(/\b1 · HB-\w+ 2\b/), "both numbers, in their corners")
    }
}
