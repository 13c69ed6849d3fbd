import Foundation
import Orders
import Store
import TestSupport
import Testing
import Wire

@testable import Fulfilment

/// The door to a cloud queue, against moto.
struct QueueDoorTests {
    @Test func `takes orders and deletes their messages`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        try moto.send([lines(1...1), "[\(lines(2...2)), \(lines(3...3))]", lines(4...6)], to: url)

        let log = try await workshop.take(3, from: url)

        #expect(try await workshop.store.orders().count == 6)
        #expect(try await workshop.store.orders().allSatisfy { $0.door == .sqs })
        #expect(try moto.count(in: url) == 0)
        #expect(workshop.rejectedFiles == [])
        #expect(!log.joined().contains("Person"))
    }

    @Test func `a message that comes twice makes one order`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        try moto.send([lines(1...1), lines(1...1), Self.withoutID, Self.withoutID], to: url)

        let log = try await workshop.take(4, from: url)

        #expect(try await workshop.store.orders().count == 2)
        // Moto may give a message again before it is deleted: one more that came, one more duplicate.
        let came = log.reduce(0) { $0 + $1.number("messages") }
        #expect(came >= 4)
        #expect(log.reduce(0) { $0 + $1.number("duplicates") } == came - 2)
        #expect(try moto.count(in: url) == 0)
    }

    @Test func `equal orders in one message are several, however often it comes`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        try moto.send(Array(repeating: "[\(Self.withoutID), \(Self.withoutID)]", count: 2), to: url)

        _ = try await workshop.take(2, from: url)

        #expect(try await workshop.store.orders().count == 2)
    }

    @Test
    func `300 messages, three in ten of them twice and shuffled, through two doors: none is missing, none doubled`()
        async throws
    {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        var random = SeededRandom(7)
        let bodies = ((1...300).map { lines($0...$0) } + (1...90).map { lines($0...$0) }).shuffled(using: &random)
        try moto.send(bodies, to: url)
        var other = workshop
        other.store = try workshop.otherStore()
        let log = LogLines()
        let doors = [try workshop.door(to: url, log: log), try other.door(to: url, log: log)]

        try await running(doors) {
            var taken = 0
            for await line in log.coming where line.contains("queue taken") {
                taken += line.number("messages")
                // Moto may hand one message to two at once.
                if taken >= bodies.count, try moto.count(in: url) == 0 { break }
            }
        }

        let names = try await workshop.store.orders().map(\.order.name)
        #expect(names.count == 300)
        #expect(Set(names).count == 300)
        #expect(try moto.count(in: url) == 0)
    }

    @Test func `what is no order goes to the dead-letter queue, with the reason`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        let deadLetters = try moto.makeQueue()
        let mixed = "[\(lines(1...1)), \(lines(2...2, quantity: 7))]"
        try moto.send(["file:///etc/passwd", mixed], to: url)

        _ = try await workshop.take(2, from: url, deadLetters: deadLetters)

        #expect(try await workshop.store.orders().count == 1)
        #expect(try moto.count(in: url) == 0)
        #expect(workshop.rejectedFiles == [])
        // A message that comes back before it could be deleted is put aside again.
        let all = Dictionary(grouping: try moto.takeAll(from: deadLetters)) { $0.attributes["message"] }
        #expect(all.values.allSatisfy { same in same.allSatisfy { $0.body == same[0].body } })
        let letters = all.values.map { $0[0] }.sorted { $0.body < $1.body }
        #expect(letters.count == 2)
        #expect(
            letters.map { $0.attributes["reason"] } == ["1 of 2 orders rejected: quantity", "can't be read as orders"])
        #expect(letters.last?.body == "file:///etc/passwd")
        #expect(letters.first?.body.contains("\"problem\": \"quantity: ") == true)
        #expect(letters.allSatisfy { $0.attributes["message"]?.count == 36 })
    }

    @Test func `mended failed orders from the dead-letter queue are taken when they are sent again`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        let deadLetters = try moto.makeQueue()
        try moto.send([lines(1...1, quantity: 7)], to: url)
        _ = try await workshop.take(1, from: url, deadLetters: deadLetters)
        let letter = try #require(try moto.takeAll(from: deadLetters).first)

        let other = try moto.makeQueue()
        try moto.send([letter.body.replacing("\"quantity\": 7", with: "\"quantity\": 50")], to: other)
        _ = try await workshop.take(1, from: other)

        #expect(try await workshop.store.orders().map(\.order.lines.first?.quantity) == [50])
    }

    @Test func `without a dead-letter queue it is kept in rejected, once, however often the message comes`()
        async throws
    {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue(attributes: ["VisibilityTimeout": "1"])
        try moto.send(["hello", "[\(lines(1...1)), \(lines(2...2, quantity: 7))]"], to: url)
        struct Crash: Error {}
        // The crash before the deletion, and the second delivery after it.
        var pace = QueueDoor.Pace.quick
        pace.visibility = 0
        let crashing = try workshop.door(to: url, receivers: 1, pace: pace, onPoll: { _ in throw Crash() })
        await #expect(throws: Crash.self) { try await crashing.run() }
        let before = workshop.rejectedFiles

        _ = try await workshop.take(2, from: url)

        let names = workshop.rejectedFiles
        #expect(before.count >= 2)
        #expect(names.count == 4)
        #expect(names.allSatisfy { $0.hasPrefix("sqs-") && !$0.contains("~") })
        #expect(
            names.map { $0.drop { $0 != "." } }.sorted() == [
                ".failed.json", ".failed.txt", ".reason.txt", ".reason.txt",
            ])
        let reasons = try names.filter { $0.hasSuffix(".reason.txt") }.map {
            try workshop.text(of: workshop.directory.path("queue/rejected/\($0)"))
        }
        #expect(reasons.contains { $0.contains("order 2, quantity") })
        #expect(try await workshop.store.orders().count == 1)
        #expect(try moto.count(in: url) == 0)
    }

    @Test func `a crash between the commit and the deletion leaves one order`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        try moto.send([lines(1...1)], to: url)
        struct Crash: Error {}
        var pace = QueueDoor.Pace.quick
        pace.visibility = 0
        let store = workshop.store
        let crashing = try workshop.door(
            to: url, pace: pace,
            onPoll: { _ in
                #expect(try await store.orders().count == 1, "it is stored before anything is deleted")
                throw Crash()
            })
        await #expect(throws: Crash.self) { try await crashing.run() }
        #expect(try moto.count(in: url) == 1)

        let log = try await workshop.take(1, from: url)

        let came = log.reduce(0) { $0 + $1.number("messages") }
        #expect(log.reduce(0) { $0 + $1.number("duplicates") } == came)
        #expect(try await workshop.store.orders().count == 1)
        #expect(try moto.count(in: url) == 0)
    }

    @Test func `the word to finish ends long polls at once`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        try moto.send([lines(1...1)], to: url)
        let log = LogLines()
        let door = try workshop.door(to: url, log: log)

        let told = try await running([door]) {
            // From here on both receivers wait for a message that doesn't come.
            _ = await log.next("queue taken")
            return ContinuousClock.now
        }

        // A poll that nobody ends lasts twenty.
        #expect(told.duration(to: .now) < .seconds(19))
    }

    /// An order without an id, known by its content.
    private static let withoutID = """
        {"name": "Person Number 9", "address": {"lines": ["9 Example Street"], "town": "Manchester", \
        "postcode": "M9 0SQ"}, "items": [{"item": "leaflet-1", "quantity": 100}]}
        """
}
