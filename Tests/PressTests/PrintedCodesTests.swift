import Orders
import Testing

@testable import Press

/// Codes as they come out of the printer: measured and read on pictures of the finished PDF.
@Suite struct PrintedCodesTests {
    /// Twice what an office printer has.
    private static let dotsPerInch = 1200.0

    @Test func `RM4SCC's bars have the published dimensions on paper, with 2 mm clear on every side`() async throws {
        let snapshot = BatchSnapshot.fixture().showing(.rm4scc)
        let file = try PaperFile(await Press.fixture().render(.labels, of: snapshot, as: .pdf), "labels.pdf")
        let sheet = SheetGeometry.l7159
        let dots = Self.dotsPerInch / 25.4
        // The label's lower part, where the bars are.
        let (left, top) = (Int(sheet.left * dots), Int((sheet.top + sheet.labelHeight - 11) * dots))
        let picture = try #require(
            Picture(
                try Tool.output(
                    "pdftoppm",
                    [
                        "-gray", "-r", "\(Self.dotsPerInch)", "-x", "\(left)", "-y", "\(top)", "-W",
                        "\(Int(52 * dots))", "-H", "\(Int(11 * dots))", "-singlefile", file.path,
                    ])))
        let bars = try readBars(on: picture, dots: dots)
        #expect(try RM4SCC.characters(of: bars.map(\.state)).hasPrefix("M90SQ9Z"))
        #expect(bars.count == 34, "4 each for five characters, two of the delivery point and the check; start and stop")
        for bar in bars {
            #expect((0.38...0.63).contains(bar.width))
            let reach = (bar.state.ascends ? 1 : 0) + (bar.state.descends ? 1 : 0)
            #expect([1.02...1.52, 2.62...3.68, 4.22...5.84][reach].contains(bar.height))
        }
        for (one, next) in zip(bars, bars.dropFirst()) { #expect((20...24).contains(25.4 / (next.left - one.left))) }
        let (first, last) = (bars[0], bars[bars.count - 1])
        #expect(first.left >= 2 && last.top + last.height <= 11 - 2)
        // Nothing else within 2 mm: what ink there is lies on the bars.
        let inside = picture.inkedDots {
            let (x, y) = (Double($0) / dots, Double($1) / dots)
            return x > first.left - 2 && x < last.left + last.width + 2 && y > last.top - 2
                && y < last.top + last.height + 2
        }
        let area = bars.reduce(0) { $0 + $1.width * $1.height } * dots * dots
        #expect(abs(Double(inside) - area) < area * 0.03)
    }

    private struct MeasuredBar {
        var left: Double
        var width: Double
        var top: Double
        var height: Double
        var state: FourStateBars.State
    }

    /// Finds the bars by their trackers: the row with the most dark runs crosses all of them.
    private func readBars(on picture: Picture, dots: Double) throws -> [MeasuredBar] {
        func runs(in row: Int) -> [Range<Int>] {
            var (runs, start): ([Range<Int>], Int?) = ([], nil)
            for column in 0...picture.width {
                let dark = column < picture.width && picture.pixels[row * picture.width + column] < 128
                if dark, start == nil { start = column }
                if !dark, let begin = start {
                    runs.append(begin..<column)
                    start = nil
                }
            }
            return runs
        }
        let rows = (0..<picture.height).map(runs)
        let row = try #require(rows.indices.max { rows[$0].count < rows[$1].count })
        let found = rows[row].map { run -> (run: Range<Int>, top: Int, bottom: Int) in
            let middle = (run.lowerBound + run.upperBound) / 2
            func isDark(_ row: Int) -> Bool { picture.pixels[row * picture.width + middle] < 128 }
            var (top, bottom) = (row, row)
            while top > 0, isDark(top - 1) { top -= 1 }
            while bottom < picture.height - 1, isDark(bottom + 1) { bottom += 1 }
            return (run, top, bottom + 1)
        }
        let highest = try #require(found.map(\.top).min())
        let lowest = try #require(found.map(\.bottom).max())
        let slack = Int(0.5 * dots)
        return found.map { run, top, bottom in
            MeasuredBar(
                left: Double(run.lowerBound) / dots, width: Double(run.count) / dots, top: Double(top) / dots,
                height: Double(bottom - top) / dots,
                state: FourStateBars.State(ascends: top < highest + slack, descends: bottom > lowest - slack))
        }
    }

    @Test(arguments: BuiltInSheets.all, [LabelContent(qr: true), .codes])
    func `every QR code of whole pages of labels is read at 300 dots an inch`(
        sheet: SheetGeometry, content: LabelContent
    ) async throws {
        let press = try Press.fixture()
        guard try await press.problems(showing: content, on: sheet).isEmpty else {
            #expect(sheet.name == "L7651")
            return
        }
        let snapshot = BatchSnapshot.fixture(count: max(6, sheet.perSheet)).showing(content, on: sheet)
        #expect(try read(.labels, await press.render(.labels, of: snapshot, as: .pdf)) == snapshot.references.sorted())
    }

    @Test(arguments: [
        PrinterProfile(right: 0.61, down: -0.47), PrinterProfile(right: -0.5, down: 0.7, scaleX: 1.003, scaleY: 0.996),
    ])
    func `every QR code is read on pages that are made for a printer that misses`(profile: PrinterProfile) async throws
    {
        let press = try Press.fixture()
        let snapshot = BatchSnapshot.fixture(count: 24).showing(.codes)
        let bytes = try await press.render(.labels, of: snapshot, as: .pdf, for: profile)
        #expect(try read(.labels, bytes) == snapshot.references.sorted())
    }

    @Test(arguments: ["A4", "Letter", "A5", "A5x2"], [PrinterProfile(), PrinterProfile(right: 0.61, down: -0.47)])
    func `every order sheet's QR code is read at 300 dots an inch`(
        paper: String, profile: PrinterProfile
    ) async throws {
        var snapshot = BatchSnapshot.fixture(count: 3)
        snapshot.papers.orders = paper
        let bytes = try await Press.fixture().render(.orders, of: snapshot, as: .pdf, for: profile)
        #expect(try read(.orders, bytes) == snapshot.references.sorted())
    }

    /// What `zbarimg` reads on pictures of the whole pages.
    private func read(_ document: DocumentName, _ bytes: [UInt8]) throws -> [String] {
        let file = try PaperFile(bytes, "\(document.rawValue).pdf")
        let name = file.path + "-page"
        _ = try Tool.output("pdftoppm", ["-gray", "-r", "300", file.path, name])
        return try read(try Tool.pages(named: name)).sorted()
    }

    /// What `zbarimg` reads on these pictures.
    private func read(_ pictures: [String]) throws -> [String] {
        try Tool.text("zbarimg", ["-q", "--raw", "-Sdisable", "-Sqrcode.enable"] + pictures).split(separator: "\n")
            .map(String.init)
    }
}

extension BatchSnapshot {
    fileprivate var references: [String] { packets.flatMap(\.orders).map(\.reference.description) }
}

extension Picture {
    /// How much of the places where `isMeant` says so is dark, in dots.
    fileprivate func inkedDots(where isMeant: (_ column: Int, _ row: Int) -> Bool) -> Int {
        var sum = 0
        for row in 0..<height {
            for column in 0..<width where pixels[row * width + column] < 255 && isMeant(column, row) {
                sum += Int(255 - pixels[row * width + column])
            }
        }
        return sum / 255
    }
}
