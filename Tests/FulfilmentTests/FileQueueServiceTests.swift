import Foundation
import Logging
import Orders
import ServiceLifecycle
import ServiceLifecycleTestKit
import Store
import TestSupport
import Testing
import Wire

@testable import Fulfilment

@Suite struct FileQueueServiceTests {
    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs the service until so many files have been taken; throws what ends it earlier.
    private func run(
        _ workshop: Workshop, settle: Duration = .milliseconds(50), files: Int,
        while act: @Sendable () throws -> Void = {},
        onReport: @escaping @Sendable (FileQueue.Report) -> Void = { _ in }
    ) async throws -> [FileQueue.Report] {
        let (reports, continuation) = AsyncStream.makeStream(of: FileQueue.Report.self)
        let queue = try workshop.queue(settle: settle)
        let service = FileQueueService(queue: { queue }, logger: Self.silent) {
            onReport($0)
            continuation.yield($0)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await service.run()
            }
            try act()
            var taken: [FileQueue.Report] = []
            for await report in reports {
                taken.append(report)
                if taken.count == files { break }
            }
            group.cancelAll()
            try await group.waitForAll()
            return taken
        }
    }

    @Test func `takes what lies there when it starts`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()
        try workshop.drop(lines(1...2), as: "early.jsonl")

        let reports = try await run(workshop, files: 1)

        #expect(reports.map(\.name) == ["early.jsonl"])
        #expect(try await workshop.store.orders().count == 2)
    }

    @Test func `a file that is renamed into the folder may be taken at once`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()
        let watch = try QueueWatch(directory: workshop.directory.path("queue/incoming"), settle: .seconds(3600))
        defer { watch.stop() }

        for number in 1...3 { try workshop.drop(lines(number...number), as: "\(number).json") }

        var names: Set<String> = []
        for await name in watch.names {
            names.insert(name)
            if names.count == 3 { break }
        }
        #expect(names == ["1.json", "2.json", "3.json"])
    }

    @Test func `takes a file that appears in the folder without being renamed into it`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()
        let whole = workshop.directory.path("whole")
        try Data(lines(1...20).utf8).write(to: URL(fileURLWithPath: whole))

        let reports = try await run(workshop, files: 1) {
            #expect(link(whole, workshop.directory.path("queue/incoming/copied.jsonl")) == 0)
        }

        #expect(reports.map(\.taken) == [20])
    }

    @Test func `a file is still once its size is what it was`() throws {
        let workshop = try Workshop()
        let path = workshop.directory.path("growing")
        try Data("a".utf8).write(to: URL(fileURLWithPath: path))
        let first = try #require(Stillness(path: path, until: .now))
        try Data("ab".utf8).write(to: URL(fileURLWithPath: path))

        let second = try #require(first.again(at: path, settle: .seconds(1)), "it grew")

        #expect(second.until > first.until)
        #expect(second.again(at: path, settle: .seconds(1)) == nil)
        try FileManager.default.removeItem(atPath: path)
        #expect(first.again(at: path, settle: .seconds(1)) == nil)
    }

    @Test func `a file whose name isn't UTF-8 is noticed, and waits until it is still`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()
        try workshop.drop(lines(1...1), as: "plain.tmp")
        let path = workshop.directory.path("queue/incoming/")

        let reports = try await run(workshop, files: 1) {
            let name = (path + "Si").utf8.map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE2)] + "n".utf8CString
            #expect(rename(path + "plain.tmp", name) == 0)
        }

        #expect(reports.map(\.name) == ["Siân"])
    }

    @Test func `a file that another process has is tried again, in case that process dies`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()
        try workshop.drop(lines(1...1), as: "a.json")
        let other = open(workshop.directory.path("queue/incoming/a.json"), O_RDONLY | O_CLOEXEC)
        #expect(flock(other, LOCK_EX) == 0)

        let reports = try await run(workshop, settle: .zero, files: 2) {
            try workshop.drop(lines(2...2), as: "b.json")
        } onReport: { report in
            if report.name == "b.json" { close(other) }
        }

        #expect(reports.map(\.name) == ["b.json", "a.json"])
    }

    @Test func `a file in hand when it is told to end is taken to its end, and no other`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue(settle: .zero, maximumBytes: 1 << 24)
        try workshop.drop(lines(1...2500), as: "large.jsonl")
        let service = FileQueueService(queue: { queue }, logger: Self.silent)

        try await testGracefulShutdown { shutdown in
            workshop.time.whenAsked {
                // In the midst of the file: another one comes, and the word to end.
                try? workshop.drop(lines(2501...2501), as: "late.jsonl")
                shutdown.triggerGracefulShutdown()
            }
            try await service.run()
        }

        #expect(try workshop.files(in: "accepted") == ["large.jsonl"])
        #expect(try workshop.files(in: "incoming") == ["late.jsonl"])
        #expect(try await workshop.store.orders().count == 2500)
    }

    @Test func `no file name stands in the log`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue(settle: .zero)
        try workshop.drop(lines(1...1), as: "Person Number 1.json")
        let accepted = workshop.directory.path("queue/accepted")
        workshop.time.whenAsked { try? FileManager.default.removeItem(atPath: accepted) }
        let log = LogLines()
        let service = FileQueueService(queue: { queue }, logger: log.logger)

        let entry = try await running([service]) { await log.next("file not taken") }

        #expect(entry?.contains("can't move a file to") == true)
        #expect(entry?.contains("Person") == false)
    }

    @Test func `a file that takes too long is left between two chunks, and goes on at the next start`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue(settle: .zero, maximumBytes: 1 << 24)
        try workshop.drop(lines(1...4500), as: "large.jsonl")
        let halt = Halt()
        workshop.time.whenAsked { halt.breakOff.raise() }

        guard case .notYet = try await queue.process("large.jsonl", halt: halt) else {
            Issue.record("it was taken to its end")
            return
        }

        #expect(try workshop.files(in: "incoming") == ["large.jsonl"])
        #expect(try await (2000..<4500).contains(workshop.store.orders().count))
        #expect(try await queue.process("large.jsonl").report?.taken == 4500)
        #expect(try await workshop.store.orders().count == 4500)
    }

    @Test func `each file is judged by the queue in force when it comes`() async throws {
        let workshop = try Workshop()
        let old = try workshop.queue(settle: .zero)
        let sold = Catalogue(items: [Item(sku: "leaflet-9", title: "Ninth leaflet", pack: 25, maximum: 1000)])
        let inForce = InForce(old)
        let (reports, continuation) = AsyncStream.makeStream(of: FileQueue.Report.self)
        let service = FileQueueService(queue: { inForce.current }, logger: Self.silent) { continuation.yield($0) }

        let taken = try await running([service]) {
            var iterator = reports.makeAsyncIterator()
            try workshop.drop(lines(1...1), as: "a.json")
            let first = await iterator.next()?.taken
            inForce.exchange(for: FileQueue(rules: old.rules, receiver: workshop.receiver(of: sold)))
            try workshop.drop(lines(2...2), as: "b.json")
            return [first, await iterator.next()?.taken]
        }

        #expect(taken == [1, 0])
    }
}
