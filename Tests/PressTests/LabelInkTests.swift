import Orders
import Testing

@testable import Press

/// Where the ink of labels lies, measured on the finished PDF, on every sheet that Handbill knows.
@Suite struct LabelInkTests {
    /// What labels show in these tests: nothing besides, or all that they have room for.
    enum Showing: CaseIterable {
        case addressOnly, everything

        /// Nil where the sheet has no room for it.
        func content(on sheet: SheetGeometry, _ press: Press) async throws -> LabelContent? {
            guard self == .everything else { return LabelContent() }
            for content in [LabelContent.everything, .codes, .rm4scc]
            where try await press.problems(showing: content, on: sheet).isEmpty {
                return content
            }
            return nil
        }
    }

    /// Addresses that nobody wrote labels for. Each ends in a postcode, so that there are bars below it.
    static let hostile: [[String]] = [
        ["Siân", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "LL61 5UJ"],
        (1...8).map { "Line \($0) of a long address" } + ["M9 0SQ"],
        ["محمد الأحمد", "مكتب رقم ١٢", "12 Example Street", "LEEDS", "LS1 1AA"],
        ["S\u{331}i\u{302}a\u{301}n\u{323} Ẑ̧ọ́ë̄", "ÂÊÎÔÛŴŶ Ågård", "gjpqy Ç ǫ ģ", "LEEDS", "LS1 1AA"],
        ["রহিমা বেগম", "গ্রামের রাস্তা ৮১", "BIRMINGHAM", "B6 4DA"],
        [String(repeating: "MW ", count: 12), String(repeating: "W", count: 60), "M9 0SQ"],
        ["Aisha Khan", "M9 0SQ"],
    ]

    @Test(arguments: BuiltInSheets.all, Showing.allCases)
    func `stays inside its label, at 10 and 8 pt and for hostile addresses`(
        sheet: SheetGeometry, showing: Showing
    ) async throws {
        let press = try Press.fixture()
        guard let content = try await showing.content(on: sheet, press) else {
            #expect(sheet.name == "L7651", "the only one without room for a code")
            return
        }
        var addresses: [[String]] = []
        for points in [10.0, 8.0] {
            let lines = try await fullest(at: points, on: sheet, showing: content, press)
            guard case .fits(let found) = try await press.fit(lines, on: sheet, showing: content) else { continue }
            #expect((points..<points + 2).contains(found))
            addresses.append(lines)
        }
        #expect(addresses.count == 2)
        for lines in Self.hostile {
            if case .fits = try await press.fit(lines, on: sheet, showing: content) { addresses.append(lines) }
        }
        #expect(addresses.count > 5)
        let packets = (0..<sheet.perSheet).map { index in
            var lines = addresses[index % addresses.count]
            if lines[0].hasPrefix("Line") { lines[0] = "Line\(index + 1)" }
            return PacketSnapshot.fixture(sequence: index + 1, recipient: lines, orders: [.fixture(number: index)])
        }
        let bytes = try await press.render(.labels, of: .fixture(packets).showing(content, on: sheet), as: .pdf)
        let file = try PaperFile(bytes, "labels.pdf")
        let picture = try #require(
            Picture(try Tool.output("pdftoppm", ["-gray", "-r", "150", "-singlefile", file.path])))
        #expect(strayInk(on: picture, dotsPerInch: 150, sheet).isEmpty)
        try expectNames(in: file, packets, on: sheet)
    }

    /// The address with the most lines that can be set at this size; they count from `Line1`.
    private func fullest(
        at points: Double, on sheet: SheetGeometry, showing content: LabelContent, _ press: Press
    ) async throws -> [String] {
        var best = ["Line1", "M9 0SQ"]
        for count in 1...80 {
            let lines = (1...count).map { "Line\($0)" } + ["M9 0SQ"]
            guard case .fits(let found) = try await press.fit(lines, on: sheet, showing: content), found >= points
            else { break }
            best = lines
        }
        return best
    }

    /// The dark pixels, in millimetres, that are no nearer than 1 mm to a label's edge from within, nor in the margin
    /// above the labels.
    private func strayInk(on picture: Picture, dotsPerInch: Double, _ sheet: SheetGeometry) -> [Point] {
        func isInside(_ place: Double, first: Double, pitch: Double, count: Int, size: Double) -> Bool {
            (0..<count).contains { index in
                let start = first + Double(index) * pitch
                return place >= start + 1 && place <= start + size - 1
            }
        }
        let scale = 25.4 / dotsPerInch
        let columns = (0..<picture.width).map {
            isInside(
                (Double($0) + 0.5) * scale, first: sheet.left, pitch: sheet.pitchX, count: sheet.columns,
                size: sheet.labelWidth)
        }
        let rows = (0..<picture.height).map {
            isInside(
                (Double($0) + 0.5) * scale, first: sheet.top, pitch: sheet.pitchY, count: sheet.rows,
                size: sheet.labelHeight)
        }
        let heading = sheet.top >= 8 ? Int((sheet.top - 1) / scale) : 0
        var stray: [Point] = []
        for row in 0..<picture.height where row >= heading {
            for column in 0..<picture.width where picture.pixels[row * picture.width + column] < 160 {
                if !rows[row] || !columns[column] {
                    stray.append(Point(x: Double(column) * scale, y: Double(row) * scale))
                }
            }
        }
        return stray
    }

    /// Each label holds its own packet: `Line7` stands on the label of packet 7.
    private func expectNames(in file: PaperFile, _ packets: [PacketSnapshot], on sheet: SheetGeometry) throws {
        let words = try Tool.text("pdftotext", ["-bbox", file.path, "-"]).matches(
            of: /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</)
        let millimetres = 25.4 / 72
        for (index, packet) in packets.enumerated() {
            guard let name = packet.recipient?.first, name.hasPrefix("Line") else { continue }
            let origin = sheet.origin(ofLabel: index)
            let found = words.contains { word in
                let (x, y) = ((Double(word.1) ?? 0) * millimetres, (Double(word.4) ?? 0) * millimetres)
                return word.5 == name && x > origin.x && x < origin.x + sheet.labelWidth && y > origin.y
                    && y < origin.y + sheet.labelHeight
            }
            #expect(found, "label \(index + 1)")
        }
    }

    @Test(arguments: BuiltInSheets.all) func `an emoji is never a box: it is held, with its name`(
        sheet: SheetGeometry
    ) async throws {
        let press = try Press.fixture()
        for lines in [["Aisha 😀", "M9 0SQ"], ["Aisha Khan", "1 Example Street 🏳️‍🌈", "M9 0SQ"]] {
            guard case .missingGlyphs(let missing) = try await press.fit(lines, on: sheet) else {
                Issue.record("\(sheet.name) takes it")
                continue
            }
            #expect(missing.map(\.line) == [lines.count - 2])
            #expect(missing[0].characters.contains { $0.hasPrefix("U+1F") })
        }
    }

    @Test(arguments: BuiltInSheets.all) func `what can't be set anywhere is held, not cut`(sheet: SheetGeometry)
        async throws
    {
        let press = try Press.fixture()
        let lines = (1...60).map { "Line \($0)" } + ["M9 0SQ"]
        #expect(try await press.fit(lines, on: sheet) == .tooLong)
    }

    @Test(arguments: [
        ["Aisha Khan", "Unit 2", "1 Example Street", "MANCHESTER", "M9 0SQ"],
        ["Margaret Wilson", "14 Station Road", "Chorlton-cum-Example", "MANCHESTER", "M21 9PB"],
        ["Dr Siobhan O'Example", "Flat 3, 27 Victoria Avenue", "NEWCASTLE UPON TYNE", "NE1 4AB"],
        ["Łukasz Przykładowy", "Flat 12", "114 Wellington Street", "WOLVERHAMPTON", "WV10 9RT"],
        ["Tom Lee", "3 The Green", "Little Example", "STOKE-ON-TRENT", "ST4 2DF"],
        ["Tom Lee", "3 The Green", "ASHTON-UNDER-LYNE", "OL6 7SR"],
    ])
    func `an ordinary address has room on the smallest labels, beside its number`(lines: [String]) async throws {
        let (press, sheet) = (try Press.fixture(), BuiltInSheets.l7651)
        guard case .fits = try await press.fit(lines, on: sheet) else {
            Issue.record("it has none")
            return
        }
        let type = try Typesetter.fixture()
        let setting = try LabelSetting(
            lines: lines, mark: LabelMark(number: "117", reference: "HB-7K3M9Q2T"), in: LabelRoom(LabelArea(of: sheet)),
            with: type)
        #expect(setting.address.map(\.string) == lines)
        #expect(setting.mark.first?.string == "117")
    }
}
