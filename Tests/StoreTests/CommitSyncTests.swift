import Dispatch
import Foundation
import GRDB
import Orders
import Synchronization
import Testing

@testable import Store

/// What is told, and when, while the disk takes its time or fails.
@Suite struct CommitSyncTests {
    /// A disk that waits for a word before each sync, or fails.
    private final class Disk: Sendable {
        let begun = DispatchSemaphore(value: 0)
        let mayGoOn = DispatchSemaphore(value: 0)
        let syncs = Atomic(0)
        let fails = Atomic(false)

        func sync(_ log: WriteAheadLog) throws {
            syncs.add(1, ordering: .relaxed)
            begun.signal()
            mayGoOn.waitAWhile()
            if fails.load(ordering: .relaxed) { throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
            try log.sync()
        }
    }

    /// - Parameter crowd: how many calls wait, besides the jobs.
    private func commits(to disk: Disk, in world: World, crowd: Int = 0) -> GroupCommit {
        GroupCommit(
            pool: world.store.pool, sync: CommitSync(wake: WakeFile(in: world.directory), flush: { try disk.sync($0) }),
            waitingCalls: { crowd })
    }

    private func put(_ name: String, _ commits: GroupCommit, told: Told, after gate: DispatchSemaphore? = nil) {
        commits.submit(wakes: false) { db in
            gate?.waitAWhile()
            try db.execute(sql: "INSERT INTO meta (name, value) VALUES (?, x'00')", arguments: [name])
        } tell: {
            told.add(name, $0)
        }
    }

    /// Who heard what, in their order.
    private final class Told: Sendable {
        private let heard = Mutex<[(name: String, error: StoreError?)]>([])
        private let each = DispatchSemaphore(value: 0)

        func add(_ name: String, _ result: Result<Void, any Error>) {
            var error: StoreError?
            if case .failure(let found) = result { error = found as? StoreError }
            heard.withLock { $0.append((name, error)) }
            each.signal()
        }

        /// Waits until so many more have heard.
        func wait(for count: Int) {
            for _ in 0..<count { each.waitAWhile() }
        }

        var names: [String] { heard.withLock { $0.map(\.name) } }
        var errors: [StoreError?] { heard.withLock { $0.map(\.error) } }
    }

    /// Closes a database, and sees who had heard by then.
    private final class Closing: Sendable {
        let (begins, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        private let heard = Mutex<[String]?>(nil)

        func run(_ commits: GroupCommit, _ told: Told) {
            begins.signal()
            if (try? commits.close()) != nil { heard.withLock { $0 = told.names } }
            ended.signal()
        }

        /// nil if it couldn't be closed.
        var toldBefore: [String]? { heard.withLock { $0 } }
    }

    @Test func `nobody hears of a commit before it is on the disk`() throws {
        let (world, disk, told) = (try World(), Disk(), Told())
        let commits = commits(to: disk, in: world)
        put("a", commits, told: told)
        disk.begun.waitAWhile()
        #expect(try world.number("SELECT count(*) FROM meta WHERE name = 'a'") == 1)
        #expect(told.names == [])
        disk.mayGoOn.signal()
        told.wait(for: 1)
        #expect(told.names == ["a"])
        #expect(told.errors == [nil])
    }

    /// Has the disk take "a" on a thread apart, while "b" and "c" wait.
    ///
    /// - Returns: how many of them are committed meanwhile.
    private func overlap(_ world: World, _ disk: Disk, _ told: Told, _ commits: GroupCommit) throws -> Int {
        let (isIn, mayGoOn, isBusy) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        commits.submit(wakes: false) { db in
            try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('a', x'00')")
            isIn.signal()
            mayGoOn.waitAWhile()
        } tell: {
            told.add("a", $0)
        }
        isIn.waitAWhile()
        // Or the disk might begin only when all three are there.
        put("b", commits, told: told, after: isBusy)
        put("c", commits, told: told)
        mayGoOn.signal()
        disk.begun.waitAWhile()
        isBusy.signal()
        // Behind them in the writer's queue.
        return try world.store.pool.writeWithoutTransaction { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM meta WHERE name IN ('a', 'b', 'c')") ?? 0
        }
    }

    @Test(arguments: [(0, 1), (100, 3)])
    func `while the disk is busy a few wait, a crowd is written meanwhile, and both share the next sync`(
        crowd: Int, written: Int
    ) throws {
        let (world, disk, told) = (try World(), Disk(), Told())
        let commits = commits(to: disk, in: world, crowd: crowd)
        #expect(try overlap(world, disk, told, commits) == written)
        #expect(told.names == [])
        disk.mayGoOn.signal()
        told.wait(for: 1)
        disk.begun.waitAWhile()
        #expect(told.names == ["a"])
        disk.mayGoOn.signal()
        told.wait(for: 2)
        #expect(told.names == ["a", "b", "c"])
        #expect(disk.syncs.load(ordering: .relaxed) == 2)
    }

    @Test func `a sync that fails fails all that wait for the disk, and nothing is taken any more`() async throws {
        let (world, disk, told) = (try World(), Disk(), Told())
        let commits = commits(to: disk, in: world, crowd: 100)
        disk.fails.store(true, ordering: .relaxed)
        #expect(try overlap(world, disk, told, commits) == 3)
        disk.mayGoOn.signal()
        told.wait(for: 3)
        let failure = StoreError.writeFailed(cause: "SQLite 1034: disk I/O error")
        #expect(told.errors == [failure, failure, failure])
        // The same sync is never tried again.
        #expect(disk.syncs.load(ordering: .relaxed) == 1)
        await #expect(throws: failure) { try await commits.write { _ in } }
        #expect(disk.syncs.load(ordering: .relaxed) == 1)
    }

    @Test func `what wrote nothing is synced too, as another process may have written what it says`() async throws {
        let (world, disk) = (try World(), Disk())
        let commits = commits(to: disk, in: world)
        disk.mayGoOn.signal()
        #expect(try await commits.write { try Int.fetchOne($0, sql: "SELECT 1") } == 1)
        #expect(disk.syncs.load(ordering: .relaxed) == 1)
    }

    @Test func `a long log is copied back when all in it is synced, and begins anew`() async throws {
        let (world, disk) = (try World(), Disk())
        let commits = commits(to: disk, in: world)
        for number in 0..<4 {
            disk.mayGoOn.signal()
            try await commits.write { db in
                try db.execute(
                    sql: "INSERT INTO meta (name, value) VALUES (?, zeroblob(?))",
                    arguments: ["\(number)", 4096 * (number == 0 ? 2100 : 1)])
            }
        }
        func size(_ name: String) throws -> Int {
            try FileManager.default.attributesOfItem(atPath: world.directory + "/" + name)[.size] as? Int ?? 0
        }
        #expect(try size("handbill.sqlite") > 2100 * 4096)
        // Had it gone on, it would be longer by what came later.
        let log = try size("handbill.sqlite-wal")
        disk.mayGoOn.signal()
        try await commits.write { try $0.execute(sql: "INSERT INTO meta (name, value) VALUES ('last', x'00')") }
        #expect(try size("handbill.sqlite-wal") == log)
    }

    @Test func `a log that somebody still reads grows, and begins anew once nobody does`() async throws {
        let (world, disk) = (try World(), Disk())
        let commits = commits(to: disk, in: world)
        func put(_ name: String, pages: Int) async throws {
            disk.mayGoOn.signal()
            try await commits.write { db in
                try db.execute(
                    sql: "INSERT INTO meta (name, value) VALUES (?, zeroblob(?))", arguments: [name, 4096 * pages])
            }
        }
        let log = world.directory + "/handbill.sqlite-wal"
        func size() throws -> Int { try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0 }
        try await put("before", pages: 1)
        let reader = try world.store.pool.makeSnapshot()
        try await put("long", pages: 2100)
        try await put("longer", pages: 100)
        let grown = try size()
        #expect(grown > 2200 * 4096)
        #expect(
            try await reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM meta WHERE name = 'long'") } == 0)
        try reader.close()
        try await put("after", pages: 100)
        try await put("anew", pages: 100)
        #expect(try size() <= grown + 110 * 4096)
        #expect(
            try world.number(
                "SELECT count(*) FROM meta WHERE name IN ('before', 'long', 'longer', 'after', 'anew')") == 5)
    }

    @Test func `closing waits for the disk, until everybody has been told`() throws {
        let (world, disk, told) = (try World(), Disk(), Told())
        let commits = commits(to: disk, in: world, crowd: 100)
        #expect(try overlap(world, disk, told, commits) == 3)
        let closing = Closing()
        Thread.detachNewThread { closing.run(commits, told) }
        closing.begins.waitAWhile()
        disk.mayGoOn.signal()
        disk.mayGoOn.signal()
        closing.ended.waitAWhile()
        #expect(closing.toldBefore == ["a", "b", "c"])
        #expect(told.errors == [nil, nil, nil])
    }

    @Test func `a log whose sync failed isn't copied back`() async throws {
        let (world, disk) = (try World(), Disk())
        let commits = commits(to: disk, in: world)
        let path = world.directory + "/handbill.sqlite"
        let before = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        disk.fails.store(true, ordering: .relaxed)
        disk.mayGoOn.signal()
        await #expect(throws: StoreError.writeFailed(cause: "SQLite 1034: disk I/O error")) {
            try await commits.write { db in
                try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('long', zeroblob(2100 * 4096))")
            }
        }
        // Behind it in the writer's queue.
        try await world.store.pool.writeWithoutTransaction { _ in }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == before)
    }

    @Test func `a refusal is told when what it rests on is on the disk`() async throws {
        let (world, disk) = (try World(), Disk())
        let commits = commits(to: disk, in: world)
        disk.mayGoOn.signal()
        await #expect(throws: StoreError.tokenExists("shop")) {
            try await commits.write { _ -> Void in throw StoreError.tokenExists("shop") }
        }
        #expect(disk.syncs.load(ordering: .relaxed) == 1)
    }

    @Test func `each order that is taken for itself is synced for itself`() async throws {
        let (world, disk) = (try World(), Disk())
        let commits = commits(to: disk, in: world)
        for number in 1...5 {
            disk.mayGoOn.signal()
            try await commits.write { db in
                try db.execute(sql: "INSERT INTO meta (name, value) VALUES (?, x'00')", arguments: ["\(number)"])
            }
            #expect(disk.syncs.load(ordering: .relaxed) == number)
        }
    }
}

extension DispatchSemaphore {
    /// Waits, but not for ever: a test that hangs tells nothing.
    fileprivate func waitAWhile() {
        if wait(timeout: .now() + 60) == .timedOut { Issue.record("nothing came within a minute") }
    }
}
