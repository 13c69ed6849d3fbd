import Orders
import Testing

struct PackingCheckTests {
    private static let references = (0..<6).map { Reference(number: UInt64($0) * 7_919 + 100_000) }

    private func packet(
        _ sequence: Int, _ order: Int, part: Int = 1, of: Int = 1, state: OrderState = .batched, isPulled: Bool = false
    ) -> BatchPacket {
        BatchPacket(
            sequence: sequence, part: part, of: of, bundle: "M", reference: Self.references[order], state: state,
            isPulled: isPulled)
    }

    private func scan(_ order: Int) -> String { Self.references[order].description }

    @Test func `says yes to each packet once, and counts`() {
        var check = PackingCheck(packets: [packet(1, 0), packet(2, 1)])
        #expect(check.take(scan(1)) == .packed(2, part: 1, of: 1, missing: [], without: []))
        #expect(check.count == 1 && check.total == 2 && check.missing == [1])
        #expect(check.take(scan(1)) == .alreadyPacked(2))
        #expect(check.take("1").isYes == true)
        #expect(check.take("1") == .alreadyPacked(1))
        #expect(check.count == 2 && check.missing.isEmpty && check.left == nil)
    }

    @Test func `an order in two packets needs two scans, or their numbers`() {
        let packets = [packet(1, 0, part: 1, of: 2), packet(2, 0, part: 2, of: 2)]
        var check = PackingCheck(packets: packets)
        #expect(check.take(scan(0)) == .packed(1, part: 1, of: 2, missing: [2], without: []))
        #expect(check.take(scan(0)) == .packed(2, part: 2, of: 2, missing: [], without: []))
        #expect(check.take(scan(0)) == .alreadyPacked(2))
        var typed = PackingCheck(packets: packets)
        #expect(typed.take("2") == .packed(2, part: 2, of: 2, missing: [1], without: []))
        #expect(typed.take(scan(0)) == .packed(1, part: 1, of: 2, missing: [], without: []))
    }

    @Test func `one scan is enough for a packet with several orders, and the others are no mistake`() {
        var check = PackingCheck(packets: [packet(1, 0), packet(1, 1), packet(2, 2)])
        #expect(check.take(scan(1)) == .packed(1, part: 1, of: 1, missing: [], without: []))
        #expect(check.take(scan(0)) == .together(1))
        #expect(check.take(scan(0)).isYes == true)
        #expect(check.count == 1 && check.total == 2)
    }

    @Test func `what was taken out of the batch is not packed, not even with others`() {
        var check = PackingCheck(packets: [
            packet(1, 0, state: .accepted, isPulled: true), packet(2, 1), packet(2, 2, state: .held, isPulled: true),
            packet(3, 3, state: .dispatched), packet(4, 4, state: .returned),
        ])
        #expect(check.take(scan(0)) == .pulled([1], orders: [Self.references[0]]))
        #expect(check.take("1") == .pulled([1], orders: [Self.references[0]]))
        let sheet = check.take(scan(2))
        #expect(sheet == .takeOut(Self.references[2], of: [2], pulled: []) && sheet.isYes == false)
        #expect(sheet.words == "take this sheet out of 2; 2 goes without it")
        #expect(check.take("2") == .packed(2, part: 1, of: 1, missing: [], without: [Self.references[2]]))
        #expect(check.take(scan(3)) == .alreadyPosted(3))
        #expect(check.take("4") == .cameBack(4))
        #expect(check.total == 1)
    }

    @Test func `says of everything else what is wrong with it`() {
        var check = PackingCheck(packets: [packet(1, 0)])
        #expect(check.take(scan(5)) == .notHere(Self.references[5]))
        #expect(check.take("9") == .noNumber(9, last: 1))
        #expect(check.take("five leaflets") == .unreadable)
        #expect(check.take("€") == .unreadable)
        let wrong = String(scan(0).dropLast()) + (scan(0).last == "7" ? "8" : "7")
        #expect(check.take(wrong) == .misread(meant: [Self.references[0]]))
        #expect(check.packed.isEmpty)
    }

    @Test(
        arguments: [
            { $0 }, { $0.lowercased() }, { "\u{2}\($0)\r" }, { $0.replacing("-", with: "ß") },
            { String($0.dropFirst(3)) },
            { "https://example.org/order/\($0)?key=abcdef" },
            { "]Q3\($0)" }, { "\u{2}]C1\($0)\r" }, { "]Q1https://example.org/order/\($0)" },
        ] as [@Sendable (String) -> String])
    func `reads a reference however a scanner types it`(written: @Sendable (String) -> String) {
        var check = PackingCheck(packets: [packet(1, 0)])
        #expect(check.take(written(scan(0))).isYes == true)
    }

    @Test func `takes the last one back, says what is missing, and ends`() {
        var check = PackingCheck(packets: [packet(1, 0), packet(2, 1), packet(3, 2)], packed: [3, 3])
        #expect(check.take("1").isYes == true)
        #expect(check.take("2").isYes == true)
        #expect(check.take("undo") == .undone(2))
        #expect(check.take("Undo") == .undone(1))
        #expect(check.take("undo") == .nothingToUndo)
        #expect(check.take("2").isYes == true)
        #expect(check.take("  ") == .missing([1]))
        #expect(check.take("end") == .end)
    }

    @Test(arguments: [
        ("5-7", "5-7"), ("1, 2", "1,2"), ("1 2", "1,2"), ("44–46", "44-46"), ("1-120,133", "1-120,133"), ("1;2", "1,2"),
    ])
    func `several numbers in a line are none, and it says where they go`(line: String, list: String) {
        var check = PackingCheck(packets: (1...60).map { packet($0, 0) })
        let answer = check.take(line)
        #expect(answer == .list(list) && answer.isYes == false && check.packed.isEmpty)
    }

    @Test(arguments: ["-4", "3.3", "4-", "#4", "4/5", "1.2,3", "4\u{1D}5", "٣4"])
    func `digits with signs between them are no number`(line: String) {
        var check = PackingCheck(packets: (1...60).map { packet($0, 0) })
        #expect(check.take(line) == .unreadable)
        #expect(check.packed.isEmpty)
    }

    @Test func `a number may have blanks and what a scanner adds around it, and a reference beside it is one too many`()
    {
        var check = PackingCheck(packets: (1...3).map { packet($0, $0) })
        #expect(check.take(" 1\t").isYes == true)
        #expect(check.take("\u{2}]C12\r").isYes == true)
        #expect(check.take("3 \(scan(3))") == .list("3,\(scan(3))"))
        #expect(check.take("\(scan(2)) \(scan(3))") == .list("\(scan(2)),\(scan(3))"))
        #expect(check.packed == [1, 2])
    }

    @Test func `takes back only what was scanned here, the last first`() {
        var check = PackingCheck(packets: (1...4).map { packet($0, $0) })
        #expect(check.take("1").isYes == true && check.take("3").isYes == true)
        check = PackingCheck(packets: check.packets, packed: check.packed + [2], own: check.own)
        #expect(check.take("undo") == .undone(3))
        #expect(check.take("undo") == .undone(1))
        #expect(check.take("undo") == .nothingToUndo)
        #expect(check.packed == [2])
        let posted = [packet(1, 1, state: .dispatched), packet(2, 2)]
        check = PackingCheck(packets: posted, packed: [2], own: [2, 1])
        #expect(check.take("undo") == .alreadyPosted(1), "somebody else has marked it")
        #expect(check.packed == [2])
    }

    @Test func `a packet whose other orders were pulled is no shared one any more`() {
        var check = PackingCheck(
            packets: [packet(1, 0), packet(1, 1, state: .accepted, isPulled: true)], packed: [1])
        #expect(check.take(scan(0)) == .alreadyPacked(1))
    }

    @Test func `an order pulled out of a shared packet and one of its own says both`() {
        var check = PackingCheck(packets: [
            packet(1, 0, part: 1, of: 2, state: .accepted, isPulled: true),
            packet(2, 0, part: 2, of: 2, state: .accepted, isPulled: true), packet(2, 1),
        ])
        let answer = check.take(scan(0))
        #expect(answer == .takeOut(Self.references[0], of: [2], pulled: [1]))
        #expect(answer.words == "take this sheet out of 2; 2 goes without it; do not pack 1: taken out of the batch")
    }

    @Test func `leaves what wasn't scanned, and tells what was packed but went out of the batch`() throws {
        let packets = [
            packet(1, 0, part: 1, of: 2), packet(2, 0, part: 2, of: 2), packet(3, 1),
            packet(4, 2, state: .held, isPulled: true),
        ]
        let check = PackingCheck(packets: packets, packed: [1, 3, 4])
        #expect(check.gone == [4])
        let plan = try DispatchPlan(packets: packets, except: check.left)
        #expect(plan.orders == [Self.references[1]], "an order goes whole or not at all")
        #expect(plan.alsoExcepted == [1])
    }
}
