import Foundation
import TestSupport
import Testing

/// What `handbill demo` leaves in its folder, and what the program says of it afterwards.
final class Demonstration: Sendable {
    static let documents = ["labels", "orders", "picklist"]

    let folder: TemporaryDirectory
    let run: FinishedProgram
    let batch: ShownBatch

    init() throws {
        let folder = try TemporaryDirectory()
        self.folder = folder
        run = try Program(Binary.path, ["demo", "--keep", folder.path("demo")]).run()
        try #require(run.exitCode == 0, "\(run.complaints)")
        // One level up, as the folder has to be new.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("demo")) {
            try FileManager.default.moveItem(atPath: folder.path("demo/\(name)"), toPath: folder.path(name))
        }
        batch = try Self.listing(["batch", "show", "latest"], in: folder)
    }

    /// All orders, oldest first.
    func listedOrders() throws -> [ListedOrder] {
        try Self.listing(["order", "list"], in: folder)
    }

    /// Everything that is known of every order, oldest first.
    func orders() throws -> [ShownOrder] {
        try listedOrders().map { try Self.listing(["order", "show", $0.reference], in: folder) }
    }

    func paper(_ name: String) -> Paper {
        Paper(path: folder.path("state/batches/\(batch.id)/\(name)"))
    }

    var papers: [Paper] {
        Self.documents.flatMap { [paper("\($0).pdf"), paper("\($0).ps")] }
    }

    /// The mails that were caught, as Python's own library reads them.
    func mails() throws -> [JSONValue] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("mail"))
        let reader = """
            import runpy, sys
            script, *files = sys.argv[1:]
            for file in files:
                sys.argv = [script, file]
                runpy.run_path(script)
            """
        let files = names.filter { $0.hasSuffix(".eml") }.map { folder.path("mail/\($0)") }
        let run = try Paper.tool("python3", ["-c", reader, "\(PackageRoot.path)/Tests/Peers/read_message.py"] + files)
        return try run.text.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
    }

    private static func listing<Rows: Decodable>(_ arguments: [String], in folder: TemporaryDirectory) throws -> Rows {
        let run = try Program(Binary.path, arguments + ["--json"], in: folder.path).run()
        #expect(run.exitCode == 0, "\(run.complaints)")
        return try JSONDecoder().decode(Rows.self, from: run.output)
    }
}
