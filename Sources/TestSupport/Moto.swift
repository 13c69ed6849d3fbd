public import Foundation

/// Amazon's queues as moto imitates them, on a port of 127.0.0.1: a real peer for the cloud queue's door.
///
/// One server serves any number of tests: each makes queues of its own.
public final class Moto: Sendable {
    public let port: Int
    private let reserved: ReservedPort
    private let process: ChildProcess

    /// The server that tests share which don't end it.
    public static let shared = Result { try Moto() }

    /// Starts a server and waits until it answers.
    ///
    /// - Parameter freeCalls: after so many calls it checks signatures and rights, as Amazon does; nil for never.
    public init(freeCalls: Int? = nil) throws {
        reserved = try ReservedPort()
        port = reserved.number
        var words = ["/usr/bin/env"]
        if let freeCalls { words.append("INITIAL_NO_AUTH_ACTION_COUNT=\(freeCalls)") }
        words += [PackageRoot.python, "-m", "moto.server", "-H", "127.0.0.1", "-p", "\(port)"]
        process = try ChildProcess(words[0], Array(words.dropFirst()))
        try process.wait(until: { [reserved] in reserved.answers })
    }

    /// The server's own process.
    public var processID: pid_t { process.processID }

    /// Ends the server; its queues are gone.
    public func stop() {
        process.stop()
    }

    /// Makes a queue that nobody else has.
    ///
    /// - Parameter attributes: `VisibilityTimeout`, say.
    /// - Returns: its URL.
    public func makeQueue(attributes: [String: String] = [:]) throws -> String {
        struct Request: Encodable {
            var QueueName: String
            var Attributes: [String: String]
        }
        struct Answer: Decodable {
            var QueueUrl: String
        }
        let name = "orders-\(UUID().uuidString)"
        let answer: Answer = try call("CreateQueue", Request(QueueName: name, Attributes: attributes))
        return answer.QueueUrl
    }

    /// Puts messages into a queue, ten at a time, in this order.
    public func send(_ bodies: [String], to url: String) throws {
        struct Request: Encodable {
            struct Entry: Encodable {
                var Id: String
                var MessageBody: String
            }
            var QueueUrl: String
            var Entries: [Entry]
        }
        struct Answer: Decodable {
            struct Sent: Decodable {
                var Id: String
            }
            var Successful: [Sent]
        }
        for start in stride(from: 0, to: bodies.count, by: 10) {
            let some = bodies[start..<min(start + 10, bodies.count)]
            let entries = some.enumerated().map { Request.Entry(Id: "\($0)", MessageBody: $1) }
            let answer: Answer = try call("SendMessageBatch", Request(QueueUrl: url, Entries: entries))
            guard answer.Successful.count == some.count else { throw ChildProcess.Failure("moto refused a message") }
        }
    }

    /// A message as it lies in a queue.
    public struct Message: Sendable, Hashable {
        public var body: String
        public var attributes: [String: String]
    }

    /// Takes everything visible out of a queue.
    public func takeAll(from url: String) throws -> [Message] {
        struct Request: Encodable {
            var QueueUrl: String
            var MaxNumberOfMessages = 10
            var MessageAttributeNames = ["All"]
        }
        struct Answer: Decodable {
            struct Message: Decodable {
                struct Attribute: Decodable {
                    var StringValue: String
                }
                var Body: String
                var MessageAttributes: [String: Attribute]?
            }
            var Messages: [Message]?
        }
        var all: [Message] = []
        while true {
            let answer: Answer = try call("ReceiveMessage", Request(QueueUrl: url))
            guard let some = answer.Messages, !some.isEmpty else { return all }
            all += some.map {
                Message(body: $0.Body, attributes: ($0.MessageAttributes ?? [:]).mapValues(\.StringValue))
            }
        }
    }

    /// How many messages a queue holds, those in somebody's hands included.
    public func count(in url: String) throws -> Int {
        struct Request: Encodable {
            var QueueUrl: String
            var AttributeNames = ["All"]
        }
        struct Answer: Decodable {
            var Attributes: [String: String]
        }
        let answer: Answer = try call("GetQueueAttributes", Request(QueueUrl: url))
        return ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            .reduce(0) { $0 + (Int(answer.Attributes[$1] ?? "") ?? 0) }
    }

    private func call<Answer: Decodable>(_ action: String, _ request: some Encodable) throws -> Answer {
        let body = try JSONEncoder().encode(request)
        let answer = try post(
            body, ["X-Amz-Target: AmazonSQS.\(action)", "Content-Type: application/x-amz-json-1.0"], service: "sqs")
        return try JSONDecoder().decode(Answer.self, from: answer)
    }
}
