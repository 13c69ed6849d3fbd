import Foundation
import Logging
import Orders
import TestSupport
import Testing
import Wire

@testable import Fulfilment

extension Workshop {
    /// A door to a queue, with the workshop's own store and clock.
    func door(
        to url: String, deadLetters: String? = nil, log: LogLines = LogLines(), halt: Halt = Halt(),
        receivers: Int = 2, pace: QueueDoor.Pace = .quick, receiver: (@Sendable () -> Receiver)? = nil,
        onPoll: @escaping @Sendable (QueueDoor.Poll) async throws -> Void = { _ in }
    ) throws -> QueueDoor {
        try QueueDoor(
            queue: SQSQueue(test: url), deadLetters: deadLetters.map { try SQSQueue(test: $0) },
            rejected: directory.path("queue/rejected"), producer: "default",
            receiver: receiver ?? { [self] in self.receiver }, halt: halt,
            logger: log.logger, receivers: receivers, pace: pace, onPoll: onPoll)
    }

    /// The files in `rejected/`; none if there is no such folder.
    var rejectedFiles: [String] { (try? files(in: "rejected")) ?? [] }

    /// Runs a door to one of moto's queues until so many messages were taken and it is empty.
    func take(
        _ count: Int, from url: String, deadLetters: String? = nil, receivers: Int = 2
    ) async throws -> [String] {
        let log = LogLines()
        let door = try door(to: url, deadLetters: deadLetters, log: log, receivers: receivers)
        try await running([door]) {
            var taken = 0
            for await line in log.coming where line.contains("queue taken") {
                taken += line.number("messages") - line.number("left")
                if taken >= count, try Moto.shared.get().count(in: url) == 0 { break }
            }
        }
        return log.all
    }
}

extension SQSQueue {
    /// A queue of a test's peer.
    init(test url: String) throws {
        try self.init(url: url, region: "eu-west-2", credentials: SQSCredentials(text: "AKID\nsecret"))
    }
}

extension QueueDoor.Pace {
    /// No test waits for a rest.
    static let quick: Self = {
        var pace = Self()
        pace.firstRest = .milliseconds(10)
        pace.longestRest = .milliseconds(40)
        pace.pause = .milliseconds(20)
        pace.patience = .milliseconds(100)
        // Moto brings a deleted message back where two delete at once.
        pace.visibility = 3
        return pace
    }()
}

extension String {
    /// The number behind `key=` in a line of the log; 0 if there is none.
    func number(_ key: String) -> Int {
        guard let start = range(of: " \(key)=")?.upperBound else { return 0 }
        return Int(self[start...].prefix { $0.isNumber }) ?? 0
    }
}
