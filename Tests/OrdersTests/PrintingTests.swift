import Foundation
import Orders
import Testing

@Suite struct PrintingTests {
    private static let bundles = ["urgent", "M", "M", "M14", "mixed"]
    private static let snapshot = BatchSnapshot(
        id: BatchID(date: LocalDate(dayNumber: 20_804), number: 1), closedAt: 0, closedOn: LocalDate(dayNumber: 20_804),
        campaign: .init(name: "Example campaign"), items: [],
        packets: bundles.enumerated().map { index, bundle in
            PacketSnapshot(
                sequence: index + 1, part: 1, of: 1, bundle: bundle, recipient: ["Person \(index + 1)"],
                orders: [PacketOrder(reference: Reference(number: UInt64(index + 1)), lines: [])])
        },
        papers: .init(
            labels: SheetGeometry(
                name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9,
                pitchX: 66.04, pitchY: 33.9)))

    @Test(arguments: [
        (Printing(), [1, 2, 3, 4, 5]), (Printing(from: 3), [3, 4, 5]), (Printing(bundle: "m"), [2, 3]),
        (Printing(from: 3, bundle: "M"), [3]), (Printing(bundle: "M14"), [4]),
        (Printing(orders: [Reference(number: 5), Reference(number: 2)]), [2, 5]),
        (Printing(startAt: 7, isReversed: true), [1, 2, 3, 4, 5]),
    ])
    func `chooses the packets that are asked for, in their order and with their numbers`(
        printing: Printing, numbers: [Int]
    ) throws {
        let chosen = try Self.snapshot.selecting(by: printing)
        #expect(chosen.packets.map(\.sequence) == numbers)
        #expect(chosen.id == Self.snapshot.id && chosen.papers == Self.snapshot.papers)
    }

    @Test(arguments: [
        (Printing(from: 6), PrintingProblem.noNumber(6, last: 5)), (Printing(from: 0), .noNumber(0, last: 5)),
        (Printing(bundle: "LS"), .noBundle("LS", there: ["urgent", "M", "M14", "mixed"])),
        (Printing(orders: [Reference(number: 99)]), .noOrder(Reference(number: 99))),
        (Printing(from: 4, bundle: "M"), .nothing),
    ])
    func `says what the batch doesn't have`(printing: Printing, problem: PrintingProblem) {
        #expect(throws: problem) { try Self.snapshot.selecting(by: printing) }
    }

    @Test func `a batch without packets has papers too`() throws {
        var empty = Self.snapshot
        empty.packets = []
        #expect(try empty.selecting(by: Printing()).packets.isEmpty)
    }

    @Test func `a printing is read back as it was written`() throws {
        let printing = Printing(
            labels: Self.snapshot.papers.labels, startAt: 9, from: 3, bundle: "M", orders: [Reference(number: 7)],
            profile: PrinterProfile(right: 0.5, scaleY: 1.002), isReversed: true)
        #expect(try JSONDecoder().decode(Printing.self, from: JSONEncoder().encode(printing)) == printing)
        #expect(Printing().isPlain && !printing.isPlain)
    }
}

struct UsedSheetTests {
    private static let sheet = SheetGeometry(
        name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9, pitchX: 66.04,
        pitchY: 33.9)

    @Test(arguments: [(0, 1, 1), (1, 1, 2), (10, 5, 15), (20, 5, 1), (24, 1, 1), (25, 24, 1), (49, 2, 3)])
    func `the next free label follows the last, or begins a new sheet`(packets: Int, startAt: Int, next: Int) {
        #expect(Self.sheet.label(after: packets, startAt: startAt) == next)
    }
}
