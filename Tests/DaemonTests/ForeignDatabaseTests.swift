import Foundation
import TestSupport
import Testing

/// Databases that this version didn't write.
struct ForeignDatabaseTests {
    private static func sqlite(_ world: World, _ statement: String) throws {
        let script =
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit(); db.close()"
        _ = try Paper.tool("python3", ["-c", script, world.path("state/handbill.sqlite"), statement])
    }

    @Test(arguments: [
        "PRAGMA user_version = 9999",
        "INSERT INTO grdb_migrations (identifier) VALUES ('9999')",
    ])
    func `refuses the database of a newer version and leaves it as it is`(statement: String) throws {
        let world = try World()
        try world.accept(OrderForm.several(3))
        try Self.sqlite(world, statement)
        let before = try world.read("state/handbill.sqlite")
        for arguments in [["order", "list"], ["submit", "-"], ["batch", "close"], ["mail", "send"]] {
            let run = try world.run(arguments, input: [OrderForm()].json)
            #expect(run.exitCode == 78, "\(arguments)")
            #expect(run.output.isEmpty)
            #expect(run.complaints.contains("newer version"))
        }
        #expect(try world.read("state/handbill.sqlite") == before)
        let doctor = try world.handbill("doctor")
        #expect(doctor.exitCode != 0)
        #expect((doctor.text + doctor.complaints).contains("newer version"))
    }

    @Test func `refuses another program's database`() throws {
        let world = try World()
        try FileManager.default.createDirectory(atPath: world.path("state"), withIntermediateDirectories: false)
        try Self.sqlite(world, "CREATE TABLE bookmarks (url TEXT)")
        let before = try world.read("state/handbill.sqlite")
        let run = try world.handbill("order", "list")
        #expect(run.exitCode == 73)
        #expect(run.complaints.contains("another program"))
        #expect(try world.read("state/handbill.sqlite") == before, "left as it is")
    }

    @Test func `refuses a file that is no database`() throws {
        let world = try World()
        try FileManager.default.createDirectory(atPath: world.path("state"), withIntermediateDirectories: false)
        let text = Data(String(repeating: "Dear diary\n", count: 1_000).utf8)
        try world.write(text, to: "state/handbill.sqlite")
        let run = try world.handbill("order", "list")
        #expect(run.exitCode == 73)
        #expect(!run.complaints.isEmpty)
        #expect(try world.read("state/handbill.sqlite") == text)
    }
}
