import Foundation
import GRDB
import Glibc
import Orders
import Testing

@testable import Store

@Suite struct OpeningTests {
    private func open(_ directory: String) throws -> Store {
        try Store.open(in: directory, identity: .init(mailDomain: "orders.example.org"))
    }

    /// What `CommitSync` does at the end of each commit SQLite needn't do as well.
    @Test func `the open writer leaves the sync to the commits`() throws {
        let world = try World()
        let pragmas = try world.store.pool.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA foreign_keys"), try Int.fetchOne(db, sql: "PRAGMA busy_timeout")
            )
        }
        #expect(pragmas == (1, "wal", 1, 30_000))
    }

    @Test func `refuses to work without that promise`() throws {
        let world = try World()
        try world.store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        #expect(throws: StoreError.notDurable(found: "synchronous is 1")) {
            try Store.proveDurable(world.store.pool)
        }
    }

    @Test func `folder, database and log are private`() async throws {
        let world = try World()
        _ = try await world.place(.fixture())
        func mode(_ path: String) -> mode_t {
            var status = stat()
            stat(path, &status)
            return status.st_mode & 0o777
        }
        #expect(mode(world.directory) == 0o700)
        #expect(mode(world.directory + "/owners") == 0o700)
        #expect(mode(world.directory + "/handbill.sqlite") == 0o600)
        #expect(mode(world.directory + "/handbill.sqlite-wal") == 0o600)
    }

    @Test func `opens what it closed, with the same orders and the same secret`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        try world.store.close()
        let again = try open(world.directory)
        let answers = try await again.accept(
            [.fixture()], at: world.now, duplicatesWithin: 0, remember: world.quarter, who: "file")
        #expect(answers.map(\.outcome) == [.duplicate])
        #expect(answers.first?.reference == reference)
        try again.close()
    }

    @Test(arguments: ["PRAGMA user_version = 8", "INSERT INTO grdb_migrations (identifier) VALUES ('8')"])
    func `refuses a database of a newer version`(sql: String) throws {
        let world = try World()
        try world.execute(sql)
        // As a crash leaves it: the change is in the log, and whoever closes the database last would move it.
        let copy = try World.freshFolder()
        defer { World.remove(copy) }
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for name in ["handbill.sqlite", "handbill.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: world.directory + "/" + name, toPath: copy + "/" + name)
        }
        let before = try contents(of: copy)
        #expect {
            try open(copy)
        } throws: {
            if case StoreError.newerDatabase = $0 { true } else { false }
        }
        #expect(try contents(of: copy) == before)
    }

    /// The database and its log.
    private func contents(of directory: String) throws -> [Data] {
        try ["handbill.sqlite", "handbill.sqlite-wal"].map {
            try Data(contentsOf: URL(filePath: directory + "/" + $0))
        }
    }

    @Test func `refuses another program's database and leaves it as it is`() throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let other = try DatabaseQueue(path: folder + "/handbill.sqlite")
        try other.write { try $0.execute(sql: "CREATE TABLE songs (title TEXT)") }
        try other.close()
        let before = try Data(contentsOf: URL(filePath: folder + "/handbill.sqlite"))
        #expect {
            try open(folder)
        } throws: {
            if case StoreError.cannotOpen = $0 { true } else { false }
        }
        #expect(try Data(contentsOf: URL(filePath: folder + "/handbill.sqlite")) == before)
        #expect(!FileManager.default.fileExists(atPath: folder + "/handbill.sqlite-wal"))
    }

    @Test func `refuses a file that is no database`() throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(repeating: 7, count: 10_000).write(to: URL(filePath: folder + "/handbill.sqlite"))
        #expect {
            try open(folder)
        } throws: {
            if case StoreError.cannotOpen = $0 { true } else { false }
        }
    }

    @Test func `refuses a folder that can't be made`() throws {
        #expect {
            try open("/dev/null/state")
        } throws: {
            if case StoreError.cannotOpen = $0 { true } else { false }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
    func `refuses another user's folder, and says whose it is`() throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        chown(folder, 65_534, 65_534)
        #expect(throws: StoreError.foreignOwner(owner: "nobody")) { try open(folder) }
        #expect(!FileManager.default.fileExists(atPath: folder + "/handbill.sqlite"))
    }

    @Test func `opens, reads and closes while another process writes for a long time`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let other = try DatabaseQueue(path: world.directory + "/handbill.sqlite")
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE; UPDATE orders SET note = 'as yet'")
            defer { try? db.execute(sql: "ROLLBACK") }
            // Had it to wait for the lock, it would give up after half a minute.
            let again = try open(world.directory)
            #expect(
                try again.pool.read { try String.fetchOne($0, sql: "SELECT reference FROM orders") }
                    == reference.characters)
            try again.close()
        }
        try other.close()
    }

    @Test func `many that open a new folder at once agree on its tables`() async throws {
        let folder = try World.freshFolder()
        defer { World.remove(folder) }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let opened = try await withThrowingTaskGroup(of: Store.self) { group in
            for _ in 0..<4 {
                group.addTask { try open(folder + "/state") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for store in opened {
            let answers = try await store.accept([.fixture()], at: 0, duplicatesWithin: 0, remember: 0, who: "file")
            #expect(answers.first?.reference != nil)
        }
        #expect(try await opened[0].figures().orders == [.accepted: 1])
        for store in opened { try store.close() }
    }

    @Test func `the log doesn't grow beyond some megabytes`() async throws {
        let world = try World()
        #expect(try world.number("PRAGMA page_size") == 4096)
        for number in 1...12 {
            try await world.store.commits.write { db in
                try db.execute(
                    sql: "INSERT INTO meta (name, value) VALUES (?, zeroblob(2000000))", arguments: ["\(number)"])
            }
        }
        let log = try FileManager.default.attributesOfItem(atPath: world.directory + "/handbill.sqlite-wal")
        let pages = try #require(log[.size] as? Int) / 4120
        #expect((2000...2600).contains(pages))
    }

    @Test func `a copy of the files taken mid-way holds every order that was answered for`() async throws {
        let world = try World()
        let reference = try await world.place(.fixture())
        let copy = try World.freshFolder()
        defer { World.remove(copy) }
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for name in ["handbill.sqlite", "handbill.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: world.directory + "/" + name, toPath: copy + "/" + name)
        }
        let survivor = try open(copy)
        #expect(try await survivor.order(reference)?.state == .accepted)
        #expect(try await survivor.integrityCheck() == [])
        #expect(try await survivor.mails().count == 1)
        try survivor.close()
    }

    @Test func `a log torn in the middle of a commit loses that commit as a whole and nothing else`() async throws {
        let world = try World()
        let first = try await world.place(.numbered(1))
        let log = world.directory + "/handbill.sqlite-wal"
        let length = try Data(contentsOf: URL(filePath: log)).count
        let second = try await world.place(.numbered(2))
        let copy = try World.freshFolder()
        defer { World.remove(copy) }
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.copyItem(
            atPath: world.directory + "/handbill.sqlite", toPath: copy + "/handbill.sqlite")
        let whole = try Data(contentsOf: URL(filePath: log))
        try #require(whole.count > length)
        try whole.prefix((length + whole.count) / 2).write(to: URL(filePath: copy + "/handbill.sqlite-wal"))
        let survivor = try open(copy)
        #expect(try await survivor.order(first) != nil)
        #expect(try await survivor.order(second) == nil)
        #expect(try await survivor.integrityCheck() == [])
        #expect(try await survivor.mails().count == 1)
        try survivor.close()
    }
}
