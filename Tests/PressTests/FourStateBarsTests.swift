import Orders
import Testing

@testable import Press

/// RM4SCC and Mailmark as bars. The reading is of the test's own, by the published tables.
@Suite struct FourStateBarsTests {
    @Test(arguments: [("BX11LT1A", "I"), ("1234567890", "6"), ("W1J0TR01", "W")])
    func `ends in the check character that Royal Mail's examples have`(text: String, check: String) throws {
        let bars = FourStateBars(try #require(Symbol(text, as: .rm4scc)))
        #expect(try RM4SCC.characters(of: bars.states) == text + check)
    }

    @Test(arguments: [
        (["Aisha Khan", "1 Example Street", "MANCHESTER", "M9 0SQ"], "M90SQ9Z"),
        (["Aisha Khan", "1 Example Street", "LONDON", "EC1A 1BB"], "EC1A1BB9Z"),
        (["Ben Two", "2 Example Street", "ST HELIER", "JE2 3AB"], "JE23AB9Z"),
        (["Cpl Example", "1 Example Squadron", "BF1 2AT", "BFPO 57"], "BF12AT9Z"),
    ])
    func `stands for the postcode and an unknown delivery point`(lines: [String], text: String) throws {
        let bars = try #require(FourStateBars(.rm4scc, for: lines, packet: .any))
        #expect(try RM4SCC.characters(of: bars.states).dropLast() == text)
    }

    @Test(arguments: [
        ["Cpl Example", "1 Example Squadron", "BFPO 57"],
        ["Aoife Example", "1 Example Street", "DUBLIN", "D02 X285", "IRELAND"],
        ["Aoife Example", "1 Example Street", "DUBLIN", "D02 X285"],
        ["Gib Example", "1 Example Street", "GIBRALTAR", "GX11 1AA", "GIBRALTAR"],
        ["Pat Example", "1 rue Example", "PARIS", "75001", "FRANCE"], ["M9 0SQ", "Not a postcode"], [],
    ])
    func `there are none without a British postcode`(lines: [String]) {
        #expect(FourStateBars(.rm4scc, for: lines, packet: .any) == nil)
        #expect(FourStateBars(.mailmark(contract: .fixture), for: lines, packet: .any) == nil)
    }

    @Test(arguments: 1...9) func `have the published dimensions, whatever they say`(number: Int) throws {
        let lines = ["EC\(number)A \(number)BB"]
        let code = try #require(FourStateBars(.rm4scc, for: lines, packet: .any))
        let bars = code.bars(at: Point(x: 10, y: 20))
        #expect(bars.count == 42)
        for (bar, state) in zip(bars, code.states) {
            #expect((0.38...0.63).contains(bar.width))
            #expect(bar.corner.y >= 20 && bar.corner.y + bar.height <= 20 + FourStateBars.height + 1e-9)
            let extensions = (state.ascends ? 1 : 0) + (state.descends ? 1 : 0)
            let range = [1.02...1.52, 2.62...3.68, 4.22...5.84][extensions]
            #expect(range.contains(bar.height))
        }
        for (left, right) in zip(bars, bars.dropFirst()) {
            #expect((20...24).contains(25.4 / (right.corner.x - left.corner.x)))
        }
        #expect(abs(code.length - 47.84) < 0.01)
        #expect(bars[41].corner.x + bars[41].width - 10 == code.length)
    }

    @Test func `Mailmark has the bars of Royal Mail's example`() throws {
        let bars = FourStateBars(try #require(Symbol("1100000000000XY11     ", as: .mailmark)))
        #expect(
            bars.states.map(\.letter).joined()
                == "TTDTTATTDTAATTDTAATTDTAATTDTTDDAATAADDATAATDDFAFTDDTAADDDTAAFDFAFF")
    }

    @Test func `Mailmark says format, class, contract, packet and destination`() throws {
        var packet = PacketSnapshot.fixture(sequence: 17)
        packet.postage = PacketPostage(format: "large-letter", service: "2nd")
        // The day's number is 20803, so 03; the batch is the first of the day.
        let batch = BatchID(date: LocalDate(dayNumber: 20_803), number: 1)
        let item = try #require(MailmarkItem(packet, of: batch))
        #expect(item.text(to: "M90SQ9Z", by: .fixture) == "2120123450301" + "0017M90SQ9Z  ")
        #expect(FourStateBars(.mailmark(contract: .fixture), for: ["M9 0SQ"], packet: item)?.states.count == 78)
        let short = Mailmark(supplyChain: "01", service: "2")
        #expect(FourStateBars(.mailmark(contract: short), for: ["M9 0SQ"], packet: item)?.states.count == 66)
        #expect(MailmarkItem(.fixture(sequence: 10_000), of: batch) == nil, "there is no number left for it")
        #expect(MailmarkItem(packet, of: BatchID(date: batch.date, number: 100)) == nil)
    }
}

extension Mailmark {
    static let fixture = Mailmark(supplyChain: "012345", service: "2")
}

extension FourStateBars.State {
    /// Full, ascender, descender, tracker.
    var letter: String {
        ascends ? (descends ? "F" : "A") : (descends ? "D" : "T")
    }
}

/// Reads RM4SCC's bars.
enum RM4SCC {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    /// The characters between the start and the stop bar, the check character included. Each has four bars, of which two
    /// ascend and two descend; their places have the weights 4, 2, 1 and 0, whose sums are row and column.
    static func characters(of states: [FourStateBars.State]) throws -> String {
        try #require(states.count % 4 == 2)
        #expect(states.first?.letter == "A" && states.last?.letter == "F", "start and stop bar")
        return try stride(from: 1, to: states.count - 1, by: 4).map { start in
            let bars = states[start..<start + 4]
            #expect(bars.count(where: \.ascends) == 2 && bars.count(where: \.descends) == 2)
            let row = zip(bars, [4, 2, 1, 0]).reduce(0) { $0 + ($1.0.ascends ? $1.1 : 0) }
            let column = zip(bars, [4, 2, 1, 0]).reduce(0) { $0 + ($1.0.descends ? $1.1 : 0) }
            return String(
                try #require(
                    alphabet.indices.contains((row - 1) * 6 + column - 1) ? alphabet[(row - 1) * 6 + column - 1] : nil))
        }.joined()
    }
}
