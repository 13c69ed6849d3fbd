import Foundation
import Orders
import Testing

@testable import Press

@Suite struct ChangesLayoutTests {
    private func pages(
        _ changes: [BatchChange], in snapshot: BatchSnapshot = .fixture(count: 240), on paper: PaperSize = .a4
    ) throws -> [Page] {
        ChangesLayout(changes, in: snapshot, on: paper, with: try .fixture()).pages()
    }

    static let other = BatchID(date: LocalDate(dayNumber: 20_804), number: 2)
    static let changes: [BatchChange] = [
        .fixture([203], .cancelled), .fixture([17], .waits), .fixture([20, 21, 22, 23], .held),
        .fixture([90], .backordered), .fixture([5, 6], .moved(other)),
    ]

    @Test func `says what not to pack, in the order of the numbers, and what became of each`() throws {
        let pages = try pages(Self.changes)
        #expect(pages.count == 1)
        let texts = pages[0].texts
        let strings = texts.map(\.string)
        for wanted in [
            "Changes", "2026-12-16-1", "Closed Wednesday 16 December 2026 · 9 of 240 packets out", "Do not pack:",
            "5, 6", "17", "20–23", "90", "203", "M14", "Batch 2026-12-16-1 · changes", "page 1 of 1",
        ] {
            #expect(strings.contains(wanted), "\(wanted)")
        }
        for change in Self.changes { #expect(strings.contains(change.reference.description)) }
        let became = texts.filter { $0.face == .bold && $0.points == 12 }.map(\.string).joined(separator: " ")
        #expect(
            became == """
                in batch 2026-12-17-2 goes with a later batch held: somebody has to look waits for an item \
                cancelled
                """)
        for word in ["Not packed yet:", "Packed already:"] { #expect(strings.contains(word)) }
        let whole = strings.joined(separator: " ")
        #expect(whole.contains("tear off the label"))
        #expect(whole.contains("shred"))
    }

    @Test func `sets the numbers larger than anything else on the page`() throws {
        let texts = try pages([.fixture([17]), .fixture([203], .cancelled)])[0].texts
        let numbers = try #require(texts.max { $0.points < $1.points })
        #expect(numbers.string == "17, 203")
        #expect(numbers.face == .bold)
        #expect(numbers.points >= 96, "digits of 24 mm are read across a room")
        #expect(texts.filter { $0.points >= numbers.points }.count == 1)
    }

    @Test(arguments: [(1, 150.0), (9, 52), (20, 42)])
    func `sets many numbers smaller, so that they stay together`(count: Int, least: Double) throws {
        let changes = (1...count).map { BatchChange.fixture([$0 * 7]) }
        let texts = try pages(changes)[0].texts
        let numbers = texts.filter { $0.points >= 28 && $0.string.first?.isNumber == true && $0.at.x < 20 }
        #expect(numbers.allSatisfy { $0.points >= least })
        let set = numbers.map(\.string).joined(separator: " ")
        #expect(set == changes.map { "\($0.sequences[0])" }.joined(separator: ", "))
    }

    @Test func `says that nothing has changed`() throws {
        let pages = try pages([])
        #expect(pages.count == 1)
        let large = pages[0].texts.filter { $0.points == 40 }.map(\.string).joined(separator: " ")
        #expect(large == "Nothing has changed since this batch was closed: pack every number.")
        #expect(!pages[0].strings.contains("Do not pack:"))
        #expect(pages[0].strings.contains("Closed Wednesday 16 December 2026 · 240 packets"))
    }

    @Test(arguments: [PaperSize.a4, .letter, .a5, .a3])
    func `goes on over pages with two hundred numbers, and keeps its ink inside the margins`(paper: PaperSize) throws {
        let type = try Typesetter.fixture()
        // Every second number, so that none can be put together with its neighbour.
        let changes = (1...200).map { BatchChange.fixture([$0 * 2 - 1], $0 % 3 == 0 ? .moved(Self.other) : .waits) }
        let pages = ChangesLayout(changes, in: .fixture(count: 400), on: paper, with: type).pages()
        #expect(pages.count > 2)
        let texts = pages.flatMap(\.texts)
        let row = try #require(texts.first { $0.string == changes[0].reference.description })
        let rows = texts.filter { $0.at.x == row.at.x && $0.string.hasPrefix("HB-") }.map(\.string)
        #expect(rows == changes.map(\.reference.description), "each once, in order")
        let listed = texts.filter { $0.points >= 20 && $0.string.first?.isNumber == true && $0.at.x < 20 }
            .map(\.string).joined(separator: " ").split(separator: ",").compactMap {
                Int($0.trimmingCharacters(in: .whitespaces))
            }
        #expect(listed == changes.map { $0.sequences[0] })
        for (index, page) in pages.enumerated() {
            for frame in page.texts.map({ Page.frame(of: $0, type) }) {
                #expect(frame.left >= 17.9 && frame.right <= paper.width - 17.9)
                #expect(frame.top >= 17.5 && frame.bottom <= paper.height - 10)
            }
            #expect(page.strings.last == "page \(index + 1) of \(pages.count)")
            #expect(index == 0 || page.strings[0].hasSuffix(", continued"))
        }
    }

    @Test func `names a number that the papers don't show, without a bundle`() throws {
        let strings = try pages([.fixture([999_999])])[0].strings
        #expect(strings.contains("999999"))
        #expect(!strings.contains("M14"))
    }

    @Test(arguments: [[BatchChange](), changes])
    func `names no person`(changes: [BatchChange]) throws {
        let order = PacketOrder.fixture(organisation: "Example Works", note: "For the early shift")
        let snapshot = BatchSnapshot.fixture([.fixture(orders: [order])])
        let text = try pages(changes, in: snapshot).flatMap(\.strings).joined(separator: "\n")
        for private_ in ["Aisha", "M9 0SQ", "MANCHESTER", "Works", "shift"] { #expect(!text.contains(private_)) }
    }

    @Test(arguments: PaperFormat.allCases)
    func `depends on the changes and the snapshot alone`(format: PaperFormat) async throws {
        let snapshot = BatchSnapshot.fixture(count: 240)
        let first = try await Press.fixture().render(.changes, of: snapshot, as: format, changes: Self.changes)
        let second = try await Press.fixture().render(
            .changes, of: snapshot, as: format, changes: Self.changes.reversed())
        #expect(first == second)
        let fewer = try await Press.fixture().render(
            .changes, of: snapshot, as: format, changes: Array(Self.changes.dropLast()))
        #expect(first != fewer)
    }

    @Test(arguments: [[], changes, (1...60).map { BatchChange.fixture([$0 * 4], .cancelled) }])
    func `says the same words in PostScript`(changes: [BatchChange]) async throws {
        let press = try Press.fixture()
        func file(_ format: PaperFormat) async throws -> PaperFile {
            let bytes = try await press.render(.changes, of: .fixture(count: 240), as: format, changes: changes)
            return try PaperFile(bytes, "changes.\(format.rawValue)")
        }
        let (pdf, ps) = (try await file(.pdf), try await file(.ps))
        let run = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=txtwrite", "-sOutputFile=-"]
        let ours = try Tool.text("pdftotext", ["-layout", pdf.path, "-"])
        let theirs = try Tool.text("gs", run + [ps.path])
        /// Ghostscript gives ligatures as one letter.
        func words(_ text: String) -> [Substring] {
            text.precomposedStringWithCompatibilityMapping.split(whereSeparator: \.isWhitespace)
        }
        #expect(words(ours) == words(theirs))
        #expect(words(ours).count > 20)
    }

    @Test func `can be searched for a number's reference`() async throws {
        let bytes = try await Press.fixture().render(
            .changes, of: .fixture(count: 240), as: .pdf, changes: Self.changes)
        let file = try PaperFile(bytes, "changes.pdf")
        let text = try Tool.text("pdftotext", ["-raw", file.path, "-"]).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        for change in Self.changes { #expect(text.contains(change.reference.description)) }
        #expect(text.contains("Do not pack: 5, 6, 17, 20–23, 90, 203"))
        #expect(!text.contains("\u{FFFD}"))
    }
}

extension BatchChange {
    static func fixture(_ sequences: [Int], _ fate: Fate = .waits) -> BatchChange {
        BatchChange(
            sequences: sequences, reference: Reference(number: UInt64(sequences[0]) * 987_654_321), fate: fate,
            at: 1_797_440_000 + Int64(sequences[0]))
    }
}
