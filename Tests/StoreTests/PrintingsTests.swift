import Orders
import Testing

@testable import Store

/// What was printed, by whom, and what printers made of it.
struct PrintingsTests {
    private static let papers = ["labels", "orders", "picklist"]

    private func begin(
        _ document: String, _ way: Printing = Printing(), of batch: BatchID, on printer: String = "Desk",
        isOnlyFirst: Bool = false, in world: World
    ) async throws -> PrintingRecord? {
        try await world.store.beginPrinting(
            way, of: document, in: batch, on: printer, isOnlyFirst: isOnlyFirst, at: world.now, who: "root")
    }

    private func print(_ document: String, _ way: Printing = Printing(), of batch: BatchID, in world: World)
        async throws
    {
        let record = try #require(try await begin(document, way, of: batch, in: world))
        try await world.store.printingSent(record.id, as: 17)
        try await world.store.printingEnded(record.id, as: .completed, at: world.now + 5)
    }

    private func mark(_ batch: BatchID, in world: World) async throws -> [String] {
        try await world.store.markPrinted(batch, onceCompleted: Self.papers, at: world.now, who: "printer Desk")
    }

    @Test func `a batch is printed once all its papers came out whole, and not before`() async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        #expect(try await mark(batch, in: world) == Self.papers)
        try await world.store.recordPrinting(Printing(), of: "orders", in: batch, at: world.now, who: "root")
        try await print("labels", Printing(startAt: 9, isReversed: true), of: batch, in: world)
        try await print("picklist", of: batch, in: world)
        try await print("orders", Printing(from: 1), of: batch, in: world)
        #expect(try await mark(batch, in: world) == ["orders"], "as a file or in part isn't whole")
        #expect(try await world.store.batch(batch)?.state == .closed)
        try await print("orders", of: batch, in: world)
        #expect(try await mark(batch, in: world) == [])
        #expect(try await world.store.batch(batch)?.state == .printed)
        #expect(try world.batchStory(of: batch) == ["closed", "printed"])
        #expect(try await mark(batch, in: world) == [], "twice is once")
        #expect(try world.batchStory(of: batch) == ["closed", "printed"])
    }

    @Test(arguments: [PrintingEnd.canceled, .aborted])
    func `what didn't come out makes no batch printed`(end: PrintingEnd) async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        for paper in Self.papers.dropLast() { try await print(paper, of: batch, in: world) }
        let record = try #require(try await begin("picklist", of: batch, in: world))
        #expect(try await mark(batch, in: world) == ["picklist"])
        try await world.store.printingEnded(record.id, as: end, at: world.now)
        try await world.store.printingEnded(record.id, as: .completed, at: world.now)
        #expect(try await world.store.printings(of: batch).last?.end == end, "the first word counts")
        #expect(try await mark(batch, in: world) == ["picklist"])
    }

    @Test func `what was begun goes on, and what has ended begins anew`() async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        let first = try #require(try await begin("labels", of: batch, in: world))
        try await world.store.printingSent(first.id, as: 17)
        let again = try #require(try await begin("labels", of: batch, in: world))
        #expect(again.id == first.id && again.job == 17)
        #expect(try await begin("labels", of: batch, on: "Other", in: world)?.id != first.id)
        #expect(try await begin("labels", Printing(startAt: 2), of: batch, in: world)?.id != first.id)
        try await world.store.printingEnded(first.id, as: .aborted, at: world.now)
        #expect(try await begin("labels", of: batch, in: world)?.id != first.id)
    }

    @Test func `of several that print by themselves one begins`() async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { try await begin("labels", of: batch, isOnlyFirst: true, in: world) != nil }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(begun.count { $0 } == 1)
        #expect(try await begin("orders", Printing(from: 1), of: batch, in: world) != nil)
        #expect(try await begin("orders", of: batch, isOnlyFirst: true, in: world) != nil, "a part is not the whole")
    }

    @Test func `what was surely not taken is as if it had never begun`() async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        let record = try #require(try await begin("labels", of: batch, in: world))
        try await world.store.withdrawPrinting(record.id)
        #expect(try await world.store.printings(of: batch).isEmpty)
        let sent = try #require(try await begin("labels", of: batch, in: world))
        try await world.store.printingSent(sent.id, as: 17)
        try await world.store.withdrawPrinting(sent.id)
        #expect(try await world.store.printings(of: batch).map(\.job) == [17])
    }

    @Test func `a reopened batch is not printed`() async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        _ = try await world.store.reopen(batch, at: world.now, who: "root")
        await #expect(throws: StoreError.self) { try await begin("labels", of: batch, in: world) }
    }

    @Test func `the last labels on a sheet are found, whichever batch they were of`() async throws {
        let world = try World()
        let first = try await world.close([try await world.place(.numbered(1))]).id
        let sheet = try await world.store.snapshot(of: first).papers.labels
        var other = sheet
        other.name = "L7160"
        #expect(try await world.store.lastLabels(on: sheet, printer: nil) == nil)
        let record = Printing(startAt: 3)
        try await world.store.recordPrinting(record, of: "labels", in: first, at: world.now, who: "root")
        let second = try await world.close([try await world.place(.numbered(2))]).id
        try await world.store.recordPrinting(
            Printing(labels: other, startAt: 4), of: "labels", in: second, at: world.now, who: "root")
        try await world.store.recordPrinting(Printing(), of: "orders", in: second, at: world.now, who: "root")
        #expect(try await world.store.lastLabels(on: sheet, printer: nil)?.way == record)
        #expect(try await world.store.lastLabels(on: other, printer: nil)?.batch == second)
        try await world.store.recordPrinting(
            Printing(labels: sheet, startAt: 5), of: "labels", in: second, at: world.now, who: "root")
        #expect(try await world.store.lastLabels(on: sheet, printer: nil)?.way.startAt == 5)
    }

    @Test func `the last printing is the last that went the same way out`() async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        let sheet = try await world.store.snapshot(of: batch).papers.labels
        for (number, printer) in [(2, "Desk"), (3, "Roll on office:631"), (4, nil)] as [(Int, String?)] {
            let way = Printing(startAt: number)
            if let printer {
                let record = try #require(try await begin("labels", way, of: batch, on: printer, in: world))
                try await world.store.printingEnded(record.id, as: .completed, at: world.now)
            } else {
                try await world.store.recordPrinting(way, of: "labels", in: batch, at: world.now, who: "root")
            }
        }
        for (printer, number) in [("Desk", 2), ("Roll on office:631", 3), (nil, 4), ("Other", nil)] as [(String?, Int?)]
        {
            let last = try await world.store.lastPrinting(of: "labels", in: batch, on: printer)
            #expect(last?.way.startAt == number && last?.printer == (number == nil ? nil : printer))
            #expect(try await world.store.lastLabels(on: sheet, printer: printer)?.way.startAt == number)
        }
    }

    @Test(arguments: [.completed, .canceled, .aborted, nil] as [PrintingEnd?])
    func `labels that a printer gave up used up nobody knows which places, but their sheets may lie there`(
        end: PrintingEnd?
    ) async throws {
        let world = try World()
        let batch = try await world.close([try await world.place(.numbered(1))]).id
        let sheet = try await world.store.snapshot(of: batch).papers.labels
        try await print("labels", Printing(startAt: 2), of: batch, in: world)
        let record = try #require(try await begin("labels", Printing(startAt: 9), of: batch, in: world))
        if let end { try await world.store.printingEnded(record.id, as: end, at: world.now) }
        let counts = end == nil || end == .completed
        #expect(try await world.store.lastLabels(on: sheet, printer: "Desk")?.way.startAt == (counts ? 9 : 2))
        #expect(try await world.store.lastPrinting(of: "labels", in: batch, on: "Desk")?.way.startAt == 9)
    }
}
