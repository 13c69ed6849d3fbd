import Foundation
import GRDB
import Orders
import Synchronization
import Testing

@testable import Store

@Suite struct GroupCommitTests {
    private struct Refusal: Error, Equatable {}

    @Test func `many that bring the same orders at once store each once`() async throws {
        let world = try World()
        let answers = try await withThrowingTaskGroup(of: [Answer].self) { group in
            for start in 0..<20 {
                group.addTask {
                    let arrivals = (0..<25).map { Arrival.numbered(($0 + start) % 50) }
                    return try await world.store.accept(
                        arrivals, at: world.now, duplicatesWithin: world.week, remember: world.quarter, who: "file")
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(answers.count { $0.outcome == .accepted } == 44)
        #expect(answers.count { $0.outcome == .duplicate } == 500 - 44)
        #expect(try world.number("SELECT count(*) FROM orders") == 44)
        #expect(try world.number("SELECT count(*) FROM mails") == 44)
        #expect(Set(answers.compactMap(\.reference)).count == 44)
    }

    /// Fills the queue behind a job that waits until it is told, so that what follows shares one commit.
    private func together<Value: Sendable>(
        in world: World, count: Int, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> (results: [Result<Value, any Error>], commits: Int) {
        let gate = DispatchSemaphore(value: 0)
        let commits = Commits()
        try await world.store.pool.writeWithoutTransaction { db in
            db.add(transactionObserver: commits, extent: .databaseLifetime)
        }
        async let blocker: Void = world.store.commits.write { _ in gate.wait() }
        while world.store.commits.isIdle { await Task.yield() }
        let results = await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
            for index in 0..<count {
                group.addTask {
                    do { return (index, .success(try await body(index))) } catch { return (index, .failure(error)) }
                }
            }
            // Calls of the intake share one job.
            while world.store.commits.waiting + max(0, world.store.intakes.waitingCount - 1) < count {
                await Task.yield()
            }
            gate.signal()
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        try await blocker
        return (results, commits.count.load(ordering: .relaxed) - 1)
    }

    private final class Commits: TransactionObserver, Sendable {
        let count = Atomic(0)
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ db: Database) { count.add(1, ordering: .relaxed) }
        func databaseDidRollback(_ db: Database) {}
    }

    @Test func `what waits together is committed together`() async throws {
        let world = try World()
        let (results, commits) = try await together(in: world, count: 10) { number in
            try await world.accept(.numbered(number))[0].outcome
        }
        #expect(try results.map { try $0.get() } == Array(repeating: .accepted, count: 10))
        #expect(commits == 1)
    }

    @Test func `one that fails takes nobody with it and leaves nothing behind`() async throws {
        let world = try World()
        let (results, commits) = try await together(in: world, count: 5) { number in
            try await world.store.commits.write { db in
                try db.execute(sql: "INSERT INTO meta (name, value) VALUES (?, x'00')", arguments: ["job \(number)"])
                if number == 2 { throw Refusal() }
                if number == 3 { try db.execute(sql: "INSERT INTO meta (name, value) VALUES (NULL, x'00')") }
            }
        }
        #expect(commits == 1)
        for (number, result) in results.enumerated() {
            switch number {
            case 2: #expect(throws: Refusal.self) { try result.get() }
            case 3: #expect(throws: StoreError.self) { try result.get() }
            default: #expect(throws: Never.self) { try result.get() }
            }
        }
        #expect(try world.number("SELECT count(*) FROM meta WHERE name LIKE 'job %'") == 3)
    }

    @Test(arguments: [false, true])
    func `an order that breaks a rule of the schema is refused, and keeps none out that came with it`(
        withAnotherJob: Bool
    ) async throws {
        let world = try World()
        let (results, commits) = try await together(in: world, count: 6) { number in
            if number == 5, withAnotherJob {
                try await world.store.commits.write { db in
                    try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('another job', x'00')")
                }
                return [Answer.Outcome.accepted]
            }
            var lines = [OrderLine(item: "leaflet-1", quantity: 100)]
            if number == 2 { lines[0].quantity = 0 }
            let arrivals = [
                Arrival.numbered(number),
                .fixture("second-\(number)", .fixture(line: "\(100 + number) Example Street", lines: lines)),
            ]
            return try await world.store.accept(
                arrivals, at: world.now, duplicatesWithin: 0, remember: world.quarter, who: "file"
            ).map(\.outcome)
        }
        #expect(commits == 1)
        for (number, result) in results.enumerated() {
            let accepted: [Answer.Outcome] = number == 5 && withAnotherJob ? [.accepted] : [.accepted, .accepted]
            #expect(try result.get() == (number == 2 ? [.accepted, .rejected] : accepted))
        }
        #expect(try world.number("SELECT count(*) FROM orders") == (withAnotherJob ? 9 : 11))
        #expect(try world.number("SELECT count(*) FROM meta WHERE name = 'another job'") == (withAnotherJob ? 1 : 0))
    }

    @Test func `an order that meets a damaged row keeps none out that came with it`() async throws {
        let world = try World()
        _ = try await world.place(.numbered(2))
        try await world.store.commits.write { db in
            try db.execute(sql: "UPDATE orders SET reference = 'UUUUUUUU'")
        }
        let (results, commits) = try await together(in: world, count: 5) { number in
            try await world.accept(.numbered(number))[0].outcome
        }
        #expect(commits == 1)
        for (number, result) in results.enumerated() {
            if number == 2 {
                #expect(throws: StoreError.damaged(subject: "a reference")) { try result.get() }
            } else {
                #expect(try result.get() == .accepted)
            }
        }
        #expect(try world.number("SELECT count(*) FROM orders") == 5)
    }

    @Test func `a single failing job leaves nothing behind`() async throws {
        let world = try World()
        let before = try world.everything()
        await #expect(throws: Refusal()) {
            try await world.store.commits.write { db in
                try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('x', x'00')")
                throw Refusal()
            }
        }
        #expect(try world.everything() == before)
    }

    @Test func `a cancelled task still gets the answer of what it has begun`() async throws {
        let world = try World()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await world.accept(.fixture())
        }
        #expect(try await task.value.map(\.outcome) == [.accepted])
        #expect(try world.number("SELECT count(*) FROM orders") == 1)
    }

    @Test func `a full disk refuses with nothing stored, and takes orders again when there is room`() async throws {
        let world = try World()
        let pages = try world.number("PRAGMA page_count")
        try world.limit(pages: pages)
        let before = try world.everything()
        let many = (0..<200).map { Arrival.numbered($0) }
        await #expect(throws: StoreError.diskFull) {
            try await world.store.accept(many, at: world.now, duplicatesWithin: 0, remember: world.quarter, who: "file")
        }
        #expect(try world.everything() == before)
        try world.limit(pages: 1_000_000)
        let answers = try await world.store.accept(
            many, at: world.now, duplicatesWithin: 0, remember: world.quarter, who: "file")
        #expect(answers.allSatisfy { $0.outcome == .accepted })
    }

    @Test func `a full disk refuses everyone in the same commit`() async throws {
        let world = try World()
        try world.limit(pages: try world.number("PRAGMA page_count"))
        let (results, _) = try await together(in: world, count: 3) { number in
            try await world.store.accept(
                (0..<100).map { Arrival.numbered(number * 100 + $0) }, at: world.now, duplicatesWithin: 0,
                remember: world.quarter, who: "file")
        }
        for result in results {
            #expect(throws: StoreError.diskFull) { try result.get() }
        }
        #expect(try world.number("SELECT count(*) FROM orders") == 0)
    }

    @Test func `after a failed write the store takes no more`() async throws {
        let world = try World()
        await #expect(throws: StoreError.writeFailed(cause: "SQLite 1034: disk I/O error")) {
            try await world.store.commits.write { _ -> Void in
                throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC, message: "disk I/O error")
            }
        }
        let before = try world.everything()
        await #expect(throws: StoreError.writeFailed(cause: "SQLite 1034: disk I/O error")) {
            try await world.accept(.fixture())
        }
        #expect(throws: StoreError.writeFailed(cause: "SQLite 1034: disk I/O error")) {
            try world.store.enrol(role: "mail", at: world.now)
        }
        #expect(try world.everything() == before)
    }

    @Test func `a commit that makes work touches the wake file`() async throws {
        let world = try World()
        let path = world.directory + "/wake"
        _ = try world.store.enrol(role: "mail", at: world.now)
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = try await world.accept(.fixture())
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `errors are told by what to do, without SQLite's numbers where a word says it`() {
        #expect(StoreError.mapped(DatabaseError(resultCode: .SQLITE_BUSY)) as? StoreError == .busy)
        #expect(StoreError.mapped(DatabaseError(resultCode: .SQLITE_FULL)) as? StoreError == .diskFull)
        #expect(StoreError.mapped(Refusal()) as? Refusal == Refusal())
    }
}

extension World {
    /// Lets the database grow no further than this, as a full disk would.
    func limit(pages: Int) throws {
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
}
