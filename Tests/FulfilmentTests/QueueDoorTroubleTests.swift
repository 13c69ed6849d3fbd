import Foundation
import Orders
import Store
import Synchronization
import TestSupport
import Testing

@testable import Fulfilment
@testable import Wire

/// The door to a cloud queue when things go wrong, against a server that does as it is told.
struct QueueDoorTroubleTests {
    private static let deleted = ["DeleteMessageBatch": [MotoStandIn.Answer()]]

    @Test(arguments: [
        MotoStandIn.Answer(drop: true), .init(status: 503), .init(status: 403), .init(status: 302, location: "/x"),
        .init(body: "<html>"),
    ])
    func `says once that the queue is away, and once that it is back`(trouble: MotoStandIn.Answer) async throws {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": Array(repeating: trouble, count: 5) + [
                .init(messages: [lines(1...1)]), .init(hang: true),
            ]
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), log: log, receivers: 1)

        try await running([door]) { _ = await log.next("queue taken") }

        #expect(log.all.filter { $0.contains("queue away") }.count == 1)
        #expect(log.all.filter { $0.contains("queue back") }.count == 1)
        #expect(try await workshop.store.orders().count == 1)
    }

    @Test func `a server that isn't there is waited for, and the wait ends at once`() async throws {
        let workshop = try Workshop()
        let log = LogLines()
        var pace = QueueDoor.Pace.quick
        pace.firstRest = .seconds(3600)
        let door = try workshop.door(to: "http://127.0.0.1:1/1/orders", log: log, pace: pace)

        let told = try await running([door]) {
            let line = await log.next("queue away")
            #expect(line?.contains("check sqs.url") == true)
            return ContinuousClock.now
        }

        // It would rest for an hour.
        #expect(told.duration(to: .now) < .seconds(60))
    }

    @Test func `keeps messages hidden while the work on them lasts`() async throws {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": [.init(messages: [lines(1...1), lines(2...2)]), .init(hang: true)]
        ])
        let log = LogLines()
        var pace = QueueDoor.Pace.quick
        pace.renewal = .milliseconds(20)
        pace.visibility = 30
        let door = try workshop.door(
            to: peer.url(), log: log, receivers: 1, pace: pace,
            onPoll: { _ in
                // The work lasts until it was renewed twice.
                try await onThread {
                    for _ in 0..<2 {
                        let body = try peer.next("ChangeMessageVisibilityBatch").body
                        #expect(body.contains("receipt-0") && body.contains("receipt-1"))
                        #expect(body.contains("\"VisibilityTimeout\":30"))
                    }
                }
            })

        try await running([door]) { _ = await log.next("queue taken") }

        #expect(try await workshop.store.orders().count == 2)
    }

    @Test func `a message that came damaged is no order, and is left to be seen again`() async throws {
        let workshop = try Workshop()
        func message(_ number: Int, sum: String) throws -> String {
            let body = String(decoding: try JSONEncoder().encode(lines(number...number)), as: UTF8.self)
            return #"{"MessageId": "m-\#(number)", "ReceiptHandle": "r-\#(number)", \#(sum)"Body": \#(body)}"#
        }
        let damaged = try message(1, sum: #""MD5OfBody": "00000000000000000000000000000000", "#)
        let peer = try MotoStandIn([
            "ReceiveMessage": [
                .init(body: #"{"Messages": [\#(damaged), \#(try message(2, sum: ""))]}"#),
                .init(body: #"{"Messages": [\#(try message(1, sum: ""))]}"#), .init(hang: true),
            ]
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), log: log, receivers: 1)

        try await running([door]) {
            let first = await log.next("queue taken")
            #expect(first?.number("damaged") == 1 && first?.number("left") == 1 && first?.number("orders") == 1)
            let second = await log.next("queue taken")
            #expect(second?.number("damaged") == 0 && second?.number("orders") == 1)
        }

        #expect(log.all.contains { $0.contains("message damaged") && $0.contains("message=m-1") })
        #expect(try await workshop.store.orders().count == 2)
        #expect(workshop.rejectedFiles.isEmpty)
        #expect(try peer.next("DeleteMessageBatch").body.contains("r-2"))
        #expect(try peer.next("DeleteMessageBatch").body.contains("r-1"))
    }

    @Test func `where nothing can be kept the message stays in the queue, and the others go on`() async throws {
        let workshop = try Workshop()
        let rejected = workshop.directory.path("queue/rejected")
        let peer = try MotoStandIn([
            "ReceiveMessage": [
                .init(messages: [lines(1...1), "hello"]), .init(messages: ["hello"]), .init(hang: true),
            ]
        ])
        let log = LogLines()
        let turns = Turns()
        let door = try workshop.door(
            to: peer.url(), log: log, receivers: 1,
            receiver: {
                // A file where the folder was, for the first message alone.
                if turns.next() == 1 {
                    rmdir(rejected)
                    close(open(rejected, O_CREAT | O_WRONLY, 0o600))
                } else {
                    unlink(rejected)
                }
                return workshop.receiver
            })

        let left = try await running([door]) {
            _ = await log.next("queue not taken")
            return [await log.next("queue taken")?.number("left"), await log.next("queue taken")?.number("left")]
        }

        #expect(left == [1, 0])
        let deletions = try [peer.next("DeleteMessageBatch"), peer.next("DeleteMessageBatch")].map(\.body)
        #expect(deletions[0].contains("receipt-0") && !deletions[0].contains("receipt-1"))
        #expect(deletions[1].contains("receipt-0"))
        #expect(workshop.rejectedFiles.count == 2)
    }

    @Test(arguments: [StoreError.busy, .diskFull])
    func `a store that can't take orders is tried again while they are in hand`(error: StoreError) async throws {
        let workshop = try Workshop()
        let log = LogLines()
        var pace = QueueDoor.Pace.quick
        pace.patience = .seconds(60)
        let patient = try workshop.door(to: "http://127.0.0.1:1/1/orders", log: log, pace: pace)
        pace.patience = .zero
        let hasty = try workshop.door(to: "http://127.0.0.1:1/1/orders", log: log, pace: pace)
        let turns = Turns()

        let turn = try await patient.patiently(nil) {
            if turns.next() < 3 { throw error }
            return turns.count
        }
        await #expect(throws: QueueDoor.LetGo.self) { try await hasty.patiently(nil) { throw error } }

        #expect(turn == 3)
        #expect(log.all.count == 2, "each said once")
        #expect(log.all.allSatisfy { $0.contains("queue not taken") })
    }

    @Test func `a database that doesn't write any more ends the service, and the message stays`() async throws {
        let workshop = try Workshop()
        let moto = try Moto.shared.get()
        let url = try moto.makeQueue()
        try moto.send([lines(1...1)], to: url)
        let door = try workshop.door(
            to: url,
            receiver: {
                unlink(workshop.directory.path("state/handbill.sqlite"))
                return workshop.receiver
            })

        let error = await #expect(throws: StoreError.self) { try await door.run() }

        guard case .writeFailed = error else {
            Issue.record("it threw \(String(describing: error))")
            return
        }
        #expect(try moto.count(in: url) == 1)
    }

    @Test func `a dead-letter queue that is away keeps its messages in the first, and no others`() async throws {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": [.init(messages: ["hello", lines(1...1)]), .init(hang: true)],
            "SendMessage": [.init(status: 503)],
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), deadLetters: peer.url(of: "dead"), log: log, receivers: 1)

        let line = try await running([door]) { await log.next("queue taken") }

        #expect(line?.number("left") == 1)
        let deletion = try peer.next("DeleteMessageBatch").body
        #expect(deletion.contains("receipt-1") && !deletion.contains("receipt-0"))
        #expect(log.all.filter { $0.contains("queue away") && $0.contains("dead letters") }.count == 1)
        #expect(workshop.rejectedFiles == [])
    }

    @Test func `what the dead-letter queue refuses for good is kept in rejected`() async throws {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": [.init(messages: ["hello"]), .init(hang: true)],
            "SendMessage": [.init(status: 400, body: #"{"__type": "InvalidMessageContents"}"#)],
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), deadLetters: peer.url(of: "dead"), log: log, receivers: 1)

        let line = try await running([door]) { await log.next("queue taken") }

        #expect(line?.number("kept") == 1)
        #expect(workshop.rejectedFiles == ["sqs-message-0.failed.txt", "sqs-message-0.reason.txt"])
    }

    @Test(arguments: [
        (400, #"{"__type": "com.amazonaws.sqs#QueueDoesNotExist"}"#),
        (403, #"{"__type": "com.amazon.coral.service#AccessDeniedException"}"#),
    ])
    func `what would wait for a person at the dead-letter queue is kept in rejected`(status: Int, body: String)
        async throws
    {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": [.init(messages: ["hello"]), .init(hang: true)],
            "SendMessage": [.init(status: status, body: body)],
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), deadLetters: peer.url(of: "dead"), log: log, receivers: 1)

        let line = try await running([door]) { await log.next("queue taken") }

        #expect(line?.number("kept") == 1)
        #expect(workshop.rejectedFiles == ["sqs-message-0.failed.txt", "sqs-message-0.reason.txt"])
        #expect(log.all.contains { $0.contains("queue away") && $0.contains("dead letters") })
    }

    @Test func `another trouble of a queue that is away is told as well`() throws {
        let log = LogLines()
        let standing = QueueDoor.Standing(of: "orders", logger: log.logger)
        for kind in [SQSProblem.Kind.server, .server, .credentials, .server, .credentials] {
            standing.isAway(because: SQSProblem(kind, "is as it is"))
        }
        standing.isThere()
        #expect(log.all.map { $0.contains("queue away") } == [true, true, false])
        #expect(log.all[1].contains("credentialsFile"))
    }

    @Test func `asks for single messages after an answer that it can't use`() async throws {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": [.init(padding: 20_000_000), .init(messages: [lines(1...1)]), .init(hang: true)]
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), log: log, receivers: 1)

        try await running([door]) { _ = await log.next("queue taken") }

        #expect(try peer.next("ReceiveMessage").body.contains("\"MaxNumberOfMessages\":10"))
        #expect(try peer.next("ReceiveMessage").body.contains("\"MaxNumberOfMessages\":1,"))
        #expect(!log.all.joined().contains("queue away"))
    }

    @Test func `what was not deleted is told, and comes again as a duplicate`() async throws {
        let workshop = try Workshop()
        let peer = try MotoStandIn([
            "ReceiveMessage": [
                .init(messages: [lines(1...1)]), .init(messages: [lines(1...1)]), .init(hang: true),
            ],
            "DeleteMessageBatch": [.init(body: #"{"Failed": [{"Id": "0"}]}"#), .init()],
        ])
        let log = LogLines()
        let door = try workshop.door(to: peer.url(), log: log, receivers: 1)

        let told = try await running([door]) {
            [await log.next("queue taken")?.number("left"), await log.next("queue taken")?.number("duplicates")]
        }

        #expect(told == [1, 1])
        #expect(try await workshop.store.orders().count == 1)
    }

    @Test func `a link in the folder's stead is refused`() async throws {
        let workshop = try Workshop()
        try FileManager.default.createDirectory(
            atPath: workshop.directory.path("queue"), withIntermediateDirectories: true)
        #expect(symlink(workshop.directory.path("state"), workshop.directory.path("queue/rejected")) == 0)
        let door = try workshop.door(to: "http://127.0.0.1:1/1/orders")
        await #expect(throws: DurableFile.Failure.self) { try await door.run() }
    }
}

/// Counts what happens.
private final class Turns: Sendable {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .relaxed) }

    func next() -> Int { number.add(1, ordering: .relaxed).newValue }
}
