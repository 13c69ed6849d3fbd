import Foundation
import Logging
import Orders
import ServiceLifecycle
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct FileQueueServiceTests {
    /// Runs the service until so many files have been taken.
    private func run(
        _ workshop: Workshop, settle: Duration = .milliseconds(50), files: Int, while act: @Sendable () throws -> Void
    ) async throws -> [FileQueue.Report] {
        let (reports, continuation) = AsyncStream.makeStream(of: FileQueue.Report.self)
        let service = FileQueueService(queue: try workshop.queue(settle: settle), logger: Logger(label: "test")) {
            continuation.yield($0)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try act()
            var taken: [FileQueue.Report] = []
            for await report in reports {
                taken.append(report)
                if taken.count == files { break }
            }
            group.cancelAll()
            return taken
        }
    }

    @Test func `takes what lies there when it starts`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()
        try workshop.drop(lines(1...2), as: "early.jsonl")

        let reports = try await run(workshop, files: 1) {}

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

    @Test func `takes a file that is copied straight in once its size is still`() async throws {
        let workshop = try Workshop()
        _ = try workshop.queue()

        let reports = try await run(workshop, files: 1) {
            let path = workshop.directory.path("queue/incoming/slow.jsonl")
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            for number in 1...20 { try handle.write(contentsOf: Data(lines(number...number).utf8)) }
            try handle.close()
        }

        #expect(reports.map(\.taken) == [20])
    }

    @Test func `ends when it is told to, with nothing half done`() async throws {
        let workshop = try Workshop()
        let service = FileQueueService(queue: try workshop.queue(), logger: Logger(label: "test"))
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: service)], logger: Logger(label: "test")))
        async let running: Void = group.run()
        await group.triggerGracefulShutdown()
        try await running
        #expect(try workshop.files(in: "incoming") == [])
    }
}
