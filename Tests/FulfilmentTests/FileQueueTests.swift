import Foundation
import Orders
import Store
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct FileQueueTests {
    @Test func `a file with good orders goes to accepted, every order stored`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...3), as: "orders.jsonl")

        let report = try #require(try await queue.process("orders.jsonl").report)

        #expect(report.tally == [.accepted: 3])
        #expect(try workshop.files(in: "incoming") == [])
        #expect(try workshop.files(in: "accepted") == ["orders.jsonl"])
        #expect(try workshop.files(in: "rejected") == [])
        #expect(try await workshop.store.orders().map(\.door) == [.file, .file, .file])
    }

    @Test func `a file without a good order goes to rejected with its reasons`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...2, quantity: 30), as: "orders.jsonl")

        let report = try #require(try await queue.process("orders.jsonl").report)

        #expect(report.tally == [.rejected: 2])
        #expect(try workshop.files(in: "rejected") == ["orders.jsonl", "orders.jsonl.reason.txt"])
        let reason = try workshop.text(of: workshop.directory.path("queue/rejected/orders.jsonl.reason.txt"))
        #expect(reason.contains("order 1") && reason.contains("order 2") && reason.contains("25 or 50"))
        #expect(try await workshop.store.orders().isEmpty)
    }

    @Test func `the failed orders of a mixed file can be mended and dropped again`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        let header = "id,name,email,address line 1,town,postcode,items\n"
        try workshop.drop(
            header + "a,Person One,,1 Example Street,Manchester,M9 0SQ,leaflet-1:100\n"
                + "b,Person Two,,2 Example Street,Horley,RH6 OHP,leaflet-1:100\n",
            as: "orders.csv")

        let report = try #require(try await queue.process("orders.csv").report)
        #expect(report.tally == [.accepted: 1, .rejected: 1])
        let failed = try #require(report.failedOrders)
        #expect(failed.hasSuffix("rejected/orders.csv.failed.csv"))
        let mended = try workshop.text(of: failed).replacingOccurrences(of: "RH6 OHP", with: "RH6 0HP")
        #expect(mended.contains("did you mean RH6 0HP?"))

        try workshop.drop(mended, as: "orders.failed.csv")
        #expect(try await queue.process("orders.failed.csv").report?.tally == [.accepted: 1])
        #expect(try await workshop.store.orders().count == 2)
    }

    @Test func `a file dropped twice makes no second order and overwrites nothing`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        for _ in 1...3 {
            try workshop.drop(lines(1...2), as: "orders.jsonl")
            _ = try await queue.process("orders.jsonl")
        }

        #expect(try workshop.files(in: "accepted") == ["orders.jsonl", "orders~2.jsonl", "orders~3.jsonl"])
        #expect(try await workshop.store.orders().count == 2)
    }

    @Test func `equal rows without an id are two orders, once, however often they are dropped`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        let row = "Person One,1 Example Street,Manchester,M9 0SQ,leaflet-1:100\n"
        let text = "name,address line 1,town,postcode,items\n" + row + row
        for _ in 1...2 {
            try workshop.drop(text, as: "orders.csv")
            _ = try await queue.process("orders.csv")
        }

        let states = try await workshop.store.orders().map(\.state)
        #expect(states.sorted { $0.rawValue < $1.rawValue } == [.accepted, .held])
    }

    @Test(arguments: ["folder", "pipe", "link", "empty", "large"])
    func `what is no file of orders is kept in rejected with the reason`(_ kind: String) async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue(maximumBytes: 1000)
        let path = workshop.directory.path("queue/incoming/thing")
        switch kind {
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/etc/hostname")
        case "empty": try workshop.drop("", as: "thing")
        default: try workshop.drop(String(repeating: " ", count: 1001), as: "thing")
        }

        let report = try #require(try await queue.process("thing").report)

        #expect(report.reasons.count == 1)
        #expect(try workshop.files(in: "incoming") == [])
        #expect(try workshop.files(in: "rejected") == ["thing", "thing.reason.txt"])
    }

    @Test func `draining takes everything but what is still being written`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...1), as: "a.json")
        try workshop.drop(lines(2...2), as: "b.json.part")
        try workshop.drop(lines(3...3), as: "c.tmp")

        var names: [String] = []
        try await queue.drain { names.append($0.name) }

        #expect(names == ["a.json"])
        #expect(try workshop.files(in: "incoming") == ["b.json.part", "c.tmp"])
    }

    @Test func `a report that a killed process left behind isn't written a second time`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...1, quantity: 30), as: "orders.jsonl")
        _ = try await queue.process("orders.jsonl")
        // As if it had been killed between the reason and the move.
        try FileManager.default.moveItem(
            atPath: workshop.directory.path("queue/rejected/orders.jsonl"),
            toPath: workshop.directory.path("queue/incoming/orders.jsonl"))

        _ = try await queue.process("orders.jsonl")

        #expect(try workshop.files(in: "rejected") == ["orders.jsonl", "orders.jsonl.reason.txt"])
    }

    @Test func `a file that is written to while it is read stays, and is taken whole later`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...2), as: "orders.jsonl")
        let path = workshop.directory.path("queue/incoming/orders.jsonl")
        workshop.time.whenAsked {
            let handle = FileHandle(forWritingAtPath: path)
            handle?.seekToEndOfFile()
            handle?.write(Data(lines(3...4).utf8))
        }

        guard case .notYet = try await queue.process("orders.jsonl") else {
            Issue.record("taken while its producer was writing")
            return
        }
        #expect(try workshop.files(in: "incoming") == ["orders.jsonl"])

        let report = try #require(try await queue.process("orders.jsonl").report)
        #expect(report.taken == 4)
        #expect(try await workshop.store.orders().count == 4)
        #expect(try workshop.files(in: "accepted") == ["orders.jsonl"])
    }

    @Test func `a file that another process has in hand is left to it, and free again once that ends`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...1), as: "orders.jsonl")
        let other = open(workshop.directory.path("queue/incoming/orders.jsonl"), O_RDONLY | O_CLOEXEC)
        #expect(flock(other, LOCK_EX) == 0)

        guard case .notYet = try await queue.process("orders.jsonl") else {
            Issue.record("taken from under another's hands")
            return
        }
        close(other)
        #expect(try await queue.process("orders.jsonl").report?.taken == 1)
        guard case .gone = try await queue.process("orders.jsonl") else {
            Issue.record("taken a second time")
            return
        }
    }

    @Test func `a file that can't be taken doesn't stop those behind it`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...1), as: "a.json")
        try workshop.drop(lines(2...2, quantity: 30), as: "b.json")
        // No good file can be moved any more.
        try FileManager.default.removeItem(atPath: workshop.directory.path("queue/accepted"))
        try workshop.drop("", as: ".stray")
        try FileManager.default.moveItem(
            atPath: workshop.directory.path("queue/incoming/.stray"),
            toPath: workshop.directory.path("queue/accepted"))

        var names: [String] = []
        await #expect(throws: DurableFile.Failure.self) { try await queue.drain { names.append($0.name) } }

        #expect(names == ["b.json"])
        #expect(try workshop.files(in: "incoming") == ["a.json"])
    }

    @Test(arguments: [".csv", ".json"])
    func `a name as long as the system allows is no hindrance`(suffix: String) async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        let name = String(repeating: "é", count: (255 - suffix.utf8.count) / 2) + suffix
        let mixed = lines(1...1) + lines(2...2, quantity: 30)
        let csv = """
            id,name,address line 1,town,postcode,items
            a,Person One,1 Example Street,Manchester,M9 0SQ,leaflet-1:100
            b,Person Two,2 Example Street,Manchester,M9 0SQ,leaflet-1:30

            """
        let incoming = workshop.directory.path("queue/incoming/")
        for text in [suffix == ".csv" ? csv : mixed, suffix == ".csv" ? csv : mixed, ""] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: incoming + name))
            _ = try #require(try await queue.process(name).report)
        }

        #expect(try workshop.files(in: "incoming") == [])
        #expect(try workshop.files(in: "accepted").count == 2)
        let rejected = try workshop.files(in: "rejected")
        #expect(rejected.contains(name))
        #expect(rejected.contains { $0.hasSuffix("….reason.txt") })
        #expect(rejected.contains { $0.hasSuffix("….failed" + suffix) })
    }

    @Test func `a file whose name isn't UTF-8 is taken under one that is`() async throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        try workshop.drop(lines(1...1), as: "plain")
        let path = workshop.directory.path("queue/incoming/")
        let name = (path + "Si").utf8.map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE2)] + "n.json".utf8CString
        #expect(rename(path + "plain", name) == 0)

        try await queue.drain()

        #expect(try workshop.files(in: "accepted") == ["Siân.json"])
        #expect(try workshop.files(in: "incoming") == [])
    }

    @Test func `preparing removes what a killed process left half written, and nothing that is being written`() throws {
        let workshop = try Workshop()
        let queue = try workshop.queue()
        let rejected = workshop.directory.path("queue/rejected")
        try Data("Person".utf8).write(to: URL(fileURLWithPath: rejected + "/.handbill-left.tmp"))
        let writer = try DurableFile.Writer(in: rejected)
        try writer.append(Array("whole".utf8))

        try queue.prepare()
        try writer.publish(as: rejected + "/written")

        #expect(try FileManager.default.contentsOfDirectory(atPath: rejected) == ["written"])
        #expect(try workshop.text(of: rejected + "/written") == "whole")
    }
}
