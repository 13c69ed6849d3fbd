import Foundation
import Logging
import Orders
import ServiceLifecycle
import Store
import Synchronization
import Templates
import TestSupport
import Testing
import Wire

@testable import Fulfilment

@Suite struct ServiceTests {
    /// A part of the service that ends only once the other has heard that it ends too.
    private struct Dependent: Service {
        let heard: AsyncStream<Void>
        let tell: AsyncStream<Void>.Continuation

        func run() async throws {
            try await gracefulShutdown()
            tell.finish()
            for await _ in heard {}
        }
    }

    private struct Failing: Service {
        let error: any Error
        func run() async throws { throw error }
    }

    private struct Short: Service {
        func run() async throws {}
    }

    private func group(_ parts: [any Service], _ deadline: Deadline, _ halt: Halt) -> ServiceGroup {
        ServiceGroup(
            configuration: .init(
                services: [.init(service: Ensemble(parts: parts, halt: halt, deadline: deadline))],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test(.timeLimit(.minutes(1))) func `all parts hear at once that they are to end`() async throws {
        let (first, second) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let halt = Halt()
        try await running(
            [
                Dependent(heard: first.stream, tell: second.continuation),
                Dependent(heard: second.stream, tell: first.continuation),
            ], halt: halt
        ) {}
        #expect(halt.finish.isRaised)
        #expect(!halt.breakOff.isRaised)
    }

    @Test(.timeLimit(.minutes(1))) func `a part that fails ends the others, and its error is what remains`()
        async throws
    {
        let halt = Halt()
        let causes = Mutex<[String]>([])
        let deadline = Deadline(halt: halt, work: .seconds(60), process: .seconds(120)) { _ in
            causes.withLock { $0 += [""] }
        }
        let workshop = try Workshop()
        let alarm = try workshop.alarm()
        let catalogue = CatalogueService(
            batcher: { workshop.batcher() }, clock: workshop.clock, alarm: alarm, logger: LogLines().logger)
        let broken = StoreError.writeFailed(cause: "SQLite 1034")
        await #expect(throws: broken) {
            try await group([catalogue, Failing(error: broken)], deadline, halt).run()
        }
        #expect(halt.finish.isRaised)
    }

    @Test func `a part that ends unasked is a failure`() async throws {
        let halt = Halt()
        let deadline = Deadline(halt: halt, work: .seconds(60), process: .seconds(120)) { _ in }
        await #expect(throws: Ensemble.PartEnded.self) { try await group([Short()], deadline, halt).run() }
    }

    @Test func `who takes too long is told to break off, and then the process ends`() async throws {
        let halt = Halt()
        let (ends, continuation) = AsyncStream.makeStream(of: (Bool, String?).self)
        let deadline = Deadline(halt: halt, work: .milliseconds(20), process: .milliseconds(40)) { cause in
            continuation.yield((halt.breakOff.isRaised, cause.map { "\($0)" }))
            continuation.finish()
        }
        deadline.begin(because: StoreError.busy)
        deadline.begin()
        var heard: [(Bool, String?)] = []
        for await end in ends { heard.append(end) }
        #expect(heard.count == 1)
        #expect(heard[0].0)
        #expect(heard[0].1 == "\(StoreError.busy)")
    }

    @Test func `one service at most has the lock of a state folder`() throws {
        let workshop = try Workshop()
        let state = workshop.directory.path("state")
        var first: ServeLock? = try ServeLock(in: state)
        #expect(throws: ServeLock.Taken(process: Int(getpid()))) { try ServeLock(in: state) }
        withExtendedLifetime(first) {}
        first = nil
        _ = try ServeLock(in: state)
    }

    @Test func `what waits for an item goes on when the catalogue says so, and at midnight`() async throws {
        let workshop = try Workshop()
        try await workshop.take([.fixture(1, item: "leaflet-3"), .fixture(2, item: "leaflet-3")])
        #expect(try await workshop.store.orders().allSatisfy { $0.state == .backordered })
        let log = LogLines()
        let tomorrow = Catalogue(items: [
            Item(
                sku: "leaflet-3", title: "Third leaflet", pack: 25, maximum: 1000,
                ships: .from(try #require(LocalDate("2026-12-08"))))
        ])
        let inForce = InForce(workshop.batcher())
        let alarm = try workshop.alarm()
        let service = CatalogueService(
            batcher: { inForce.current }, clock: workshop.clock, alarm: alarm, logger: log.logger)

        try await running([service]) {
            inForce.exchange(for: workshop.batcher(of: tomorrow))
            alarm.ring()
            workshop.time.advance(by: 12 * 3600)
            alarm.ring()
            _ = await log.next("catalogue moved orders")
        }

        #expect(log.all == ["<6>catalogue moved orders orders=2\n"])
        #expect(try await workshop.store.orders().allSatisfy { $0.state == .accepted })
    }

    @Test func `read again, something else is in force; what is broken is refused`() async throws {
        let workshop = try Workshop()
        let (log, halt) = (LogLines(), Halt())
        let (requests, hangup) = AsyncStream.makeStream(of: Void.self)
        let inForce = InForce(workshop.batcher())
        let other = Catalogue(items: [Item(sku: "leaflet-9", title: "Ninth leaflet", pack: 25, maximum: 1000)])
        let attempts = Mutex(0)
        let exchanges = Mutex(0)
        let service = ReloadService(
            requests: requests, inForce: inForce, notifier: nil, logger: log.logger,
            load: {
                let attempt = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                if attempt == 1 {
                    throw TemplateProblem(
                        file: "held.en.txt.mustache", line: 3, problem: "names \"nmae\", which no mail has",
                        hint: "a mail has name")
                }
                return workshop.batcher(of: other)
            }, onExchange: { exchanges.withLock { $0 += 1 } })

        try await running([service], halt: halt) {
            hangup.yield()
            let refusal = await log.next("reload refused")
            #expect(refusal?.contains("held.en.txt.mustache:3: names") == true)
            #expect(refusal?.contains("a mail has name") == true)
            #expect(inForce.current.plan.catalogue == Workshop.catalogue)
            #expect(exchanges.withLock { $0 } == 0)
            hangup.yield()
            _ = await log.next("catalogue read again")
        }

        #expect(inForce.current.plan.catalogue == other)
        #expect(exchanges.withLock { $0 } == 1)
    }
}
