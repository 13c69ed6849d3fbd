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

        let report = try #require(try await queue.process("orders.jsonl"))

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

        let report = try #require(try await queue.process("orders.jsonl"))

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

        let report = try #require(try await queue.process("orders.csv"))
        #expect(report.tally == [.accepted: 1, .rejected: 1])
        let failed = try #require(report.failedOrders)
        #expect(failed.hasSuffix("rejected/orders.csv.failed.csv"))
        let mended = try workshop.text(of: failed).replacingOccurrences(of: "RH6 OHP", with: "RH6 0HP")
        #expect(mended.contains("did you mean RH6 0HP?"))

        try workshop.drop(mended, as: "orders.failed.csv")
        #expect(try await queue.process("orders.failed.csv")?.tally == [.accepted: 1])
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

        let report = try #require(try await queue.process("thing"))

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
}
