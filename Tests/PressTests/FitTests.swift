import Orders
import Testing

@testable import Press

@Suite struct FitTests {
    static let lines = PacketLines.all

    @Test(arguments: PacketLines.all)
    func `says whether an address can be set, and how large`(example: PacketLines) async throws {
        let press = try Press.fixture()
        #expect(try await press.fit(example.lines, on: example.sheet) == example.fit)
    }

    @Test func `answers many at once as it answers one`() async throws {
        let press = try Press.fixture()
        let addresses = Self.lines.filter { $0.sheet == .l7159 }
        let fits = try await press.fit(all: addresses.map { ($0.lines, 1) }, on: .l7159)
        #expect(fits == addresses.map(\.fit))
    }

    @Test(arguments: [1, 2, 99, 100, 1_000, 20_000])
    func `an order that fits has labels for all of its packets`(parts: Int) async throws {
        let press = try Press.fixture()
        // A wide first line leaves the mark one corner, which the last line fills more and more.
        var fitting = 0
        for length in 1...80 {
            let lines =
                [String(repeating: "M", count: 18)] + (1...6).map { "\($0) Example Street" }
                + ["MANCHESTER", String(repeating: "I", count: length)]
            guard case .fits = try await press.fit(lines, parts: parts, on: .l7159) else { continue }
            fitting += 1
            let last = PacketSnapshot.fixture(sequence: 99_999, part: parts, of: parts, recipient: lines)
            _ = try await press.render(.labels, of: .fixture([last]), as: .pdf)
        }
        #expect((1..<80).contains(fitting))
    }
}

/// An address, a sheet and what becomes of them.
struct PacketLines: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var lines: [String]
    var sheet: SheetGeometry
    var fit: Fit

    static let all = [
        PacketLines(
            "five lines", ["Aisha Khan", "Unit 2", "1 Example Street", "MANCHESTER", "M9 0SQ"], .fits(points: 10)),
        PacketLines(
            "a wide label", ["Aisha Khan", "Unit 2", "1 Example Street", "MANCHESTER", "M9 0SQ"], on: .l7163,
            .fits(points: 11)),
        PacketLines("nine lines", (1...8).map { "Line \($0)" } + ["M9 0SQ"], .fits(points: 8)),
        PacketLines(
            "nine lines on a higher label", (1...8).map { "Line \($0)" } + ["M9 0SQ"], on: .l7160, .fits(points: 9)),
        PacketLines("twelve lines", (1...12).map { "Line \($0)" }, .tooLong),
        PacketLines(
            "nothing but wide lines", Array(repeating: String(repeating: "MW ", count: 12), count: 9), .tooLong),
        PacketLines("10,000 characters in one word", [String(repeating: "x", count: 10_000), "M9 0SQ"], .tooLong),
        PacketLines("1,900 characters in words", [String(repeating: "word ", count: 380), "M9 0SQ"], .tooLong),
        PacketLines(
            "a word wider than the label",
            ["Siân", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "LL61 5UJ"], .fits(points: 8)),
        PacketLines("Arabic", ["محمد الأحمد", "12 Example Street", "LEEDS", "LS1 1AA"], .fits(points: 10)),
        PacketLines("Bengali", ["রহিমা বেগম", "81 Example Road", "BIRMINGHAM", "B6 4DA"], .fits(points: 10)),
        PacketLines(
            "an emoji", ["Aisha 😀", "M9 0SQ"], .missingGlyphs([MissingGlyphs(line: 0, characters: ["U+1F600"])])),
        PacketLines(
            "emoji and more in two lines", ["Aisha Khan", "1 😀😀 Street", "LEEDS", "😀\u{7}"],
            .missingGlyphs([
                MissingGlyphs(line: 1, characters: ["U+1F600"]),
                MissingGlyphs(line: 3, characters: ["U+0007", "U+1F600"]),
            ])),
        PacketLines(
            "a control character", ["Aisha\u{7}", "M9 0SQ"],
            .missingGlyphs([MissingGlyphs(line: 0, characters: ["U+0007"])])),
        PacketLines(
            "a line break", ["Aisha\nKhan", "M9 0SQ"], .missingGlyphs([MissingGlyphs(line: 0, characters: ["U+000A"])])),
    ]

    init(_ description: String, _ lines: [String], on sheet: SheetGeometry = .l7159, _ fit: Fit) {
        testDescription = description
        self.lines = lines
        self.sheet = sheet
        self.fit = fit
    }
}
