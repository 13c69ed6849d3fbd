import Foundation
import Orders
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct CutoffServiceTests {
    private func service(
        _ workshop: Workshop, store: Store? = nil, byHand: Bool = false, alarm: Alarm? = nil, log: LogLines = LogLines()
    ) throws -> CutoffService {
        CutoffService(
            plan: byHand
                ? nil
                : CutoffPlan(minutes: 16 * 60, days: PostCalendar.workingWeek, timeZone: workshop.clock.timeZone),
            store: store ?? workshop.store,
            batcher: { [store = store ?? workshop.store] in
                Batcher(store: store, plan: workshop.batcher().plan, clock: workshop.clock)
            }, papers: workshop.directory.path("state/batches"), clock: workshop.clock,
            alarm: try alarm ?? workshop.alarm(), logger: log.logger)
    }

    /// Hours from the workshop's beginning, Monday at noon, to the cut-off at four.
    private static let toCutoff: Int64 = 4 * 3600
    private static let day: Int64 = 86_400

    @Test func `nothing is closed before the time, and once at the time`() async throws {
        let workshop = try Workshop()
        let service = try service(workshop)
        workshop.time.advance(by: -Self.day)
        _ = try await service.closeWhatIsDue()
        workshop.time.advance(by: Self.day)
        try await workshop.take([.fixture(1), .fixture(2)])

        workshop.time.advance(by: Self.toCutoff - 1)
        #expect(try await service.closeWhatIsDue() == [])
        workshop.time.advance(by: 1)
        #expect(try await service.closeWhatIsDue().map(\.description) == ["2026-12-07-1"])
        #expect(try await workshop.store.orders().allSatisfy { $0.state == .batched })

        try await workshop.take([.fixture(3)])
        #expect(try await service.closeWhatIsDue() == [], "once a date")
        workshop.time.advance(by: Self.day)
        #expect(try await service.closeWhatIsDue().map(\.description) == ["2026-12-08-1"])
    }

    @Test func `of those that were missed only the latest is made up for`() async throws {
        let workshop = try Workshop()
        let log = LogLines()
        let service = try service(workshop, log: log)
        try await workshop.take([.fixture(1)])
        workshop.time.advance(by: 9 * Self.day)

        #expect(try await service.closeWhatIsDue().map(\.description) == ["2026-12-16-1"])
        #expect(try await workshop.store.batches().count == 1)
        #expect(try await workshop.store.isCutoffRecorded(#require(LocalDate("2026-12-15"))))
        #expect(try await !workshop.store.isCutoffRecorded(#require(LocalDate("2026-12-14"))))
        #expect(log.all == ["<6>batch closed batch=2026-12-16-1 date=2026-12-15 orders=1 packets=1\n"])
    }

    @Test func `orders that came after the time wait for the next one`() async throws {
        let workshop = try Workshop()
        let log = LogLines()
        workshop.time.advance(by: Self.toCutoff + 60)
        try await workshop.take([.fixture(1)])
        let service = try service(workshop, log: log)

        #expect(try await service.closeWhatIsDue() == [])
        #expect(try await workshop.store.orders().map(\.state) == [.accepted])
        #expect(try await workshop.store.isCutoffRecorded(#require(LocalDate("2026-12-07"))))
        #expect(log.all == ["<6>cut-off passed, nothing to close date=2026-12-07\n"])
    }

    @Test func `the time comes while it waits, and the papers are made`() async throws {
        let workshop = try Workshop()
        let (log, alarm) = (LogLines(), try workshop.alarm())
        try await workshop.take([.fixture(1)])
        let service = try service(workshop, alarm: alarm, log: log)
        // The workshop begins between two cut-offs: the last one, on Friday, was before the first order.
        workshop.time.set(to: workshop.time.now + Self.toCutoff - 1)

        try await running([service]) {
            _ = await log.next("nothing to close date=2026-12-04")
            workshop.time.advance(by: 1)
            alarm.ring()
            _ = await log.next("batch closed")
        }

        let papers = try FileManager.default.contentsOfDirectory(
            atPath: workshop.directory.path("state/batches/2026-12-07-1"))
        #expect(papers.sorted() == ["labels.pdf", "orders.pdf", "picklist.pdf"])
    }

    @Test func `a clock that is set forward makes the cut-off due, and set back closes nothing twice`() async throws {
        let workshop = try Workshop()
        let (log, alarm) = (LogLines(), try workshop.alarm())
        try await workshop.take([.fixture(1)])

        try await running([try service(workshop, alarm: alarm, log: log)]) {
            _ = await log.next("date=2026-12-04")
            workshop.time.advance(by: 2 * Self.day)
            alarm.ring()
            _ = await log.next("batch closed batch=2026-12-09-1 date=2026-12-08")
            workshop.time.advance(by: -2 * Self.day)
            try await workshop.take([.fixture(2)])
            alarm.ring()
            workshop.time.advance(by: Self.toCutoff)
            alarm.ring()
            _ = await log.next("batch=2026-12-07-1 date=2026-12-07")
            workshop.time.advance(by: Self.day)
            try await workshop.take([.fixture(3)])
            alarm.ring()
            workshop.time.advance(by: Self.day)
            alarm.ring()
            _ = await log.next("batch=2026-12-09-2 date=2026-12-09")
        }

        let batches = try await workshop.store.batches().map(\.id.description).sorted()
        #expect(batches == ["2026-12-07-1", "2026-12-09-1", "2026-12-09-2"], "none for the 8th a second time")
    }

    @Test func `two services that race close once`() async throws {
        let workshop = try Workshop()
        try await workshop.take((1...5).map { .fixture($0) })
        workshop.time.advance(by: Self.toCutoff)
        let services = [try service(workshop), try service(workshop, store: workshop.otherStore())]

        let closed = try await withThrowingTaskGroup(of: [BatchID].self) { group in
            for service in services { group.addTask { try await service.closeWhatIsDue() } }
            return try await group.reduce([], +)
        }

        #expect(closed.count == 1)
        #expect(try await workshop.store.batches().count == 1)
        #expect(try await workshop.store.orders().allSatisfy { $0.state == .batched })
    }

    @Test func `by hand means never, until it is told to end`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1)])
        workshop.time.advance(by: 3 * Self.day)
        let log = LogLines()
        let alarm = try workshop.alarm()

        let service = try service(workshop, byHand: true, alarm: alarm, log: log)
        #expect(try await service.closeWhatIsDue().isEmpty)
        try await running([service]) { alarm.ring() }

        #expect(log.all.isEmpty)
        #expect(try await workshop.store.batches().isEmpty)
    }

    @Test func `papers that can't be made now are made later, without another closing`() async throws {
        let workshop = try Workshop()
        let (log, alarm) = (LogLines(), try workshop.alarm())
        try await workshop.take([.fixture(1)])
        workshop.time.advance(by: Self.toCutoff)
        let folder = workshop.directory.path("state/batches")
        try Data().write(to: URL(fileURLWithPath: folder))

        try await running([try service(workshop, alarm: alarm, log: log)]) {
            let trouble = await log.next("papers not made")
            #expect(trouble?.contains("batch=2026-12-07-1") == true)
            try FileManager.default.removeItem(atPath: folder)
            workshop.time.advance(by: StageTrouble.pause)
            alarm.ring()
            while !FileManager.default.fileExists(atPath: folder + "/2026-12-07-1/picklist.pdf") { await Task.yield() }
        }

        #expect(try await workshop.store.batches().count == 1)
    }

    @Test func `a batch without papers of its own press is closed, and its orders are told who did it`() async throws {
        let workshop = try Workshop()
        let answers = try await workshop.take([.fixture(1)])
        workshop.time.advance(by: Self.toCutoff)
        _ = try await service(workshop).closeWhatIsDue()
        let history = try await workshop.store.history(of: #require(answers[0].reference))
        #expect(history.last?.who == "cutoff")
        #expect(history.last?.what == "batched: 2026-12-07-1")
    }
}
