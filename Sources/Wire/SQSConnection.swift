import FoundationEssentials

/// A connection to a cloud queue that is reused from request to request.
///
/// One connection is one libcurl handle: one thread uses it at a time. Every call blocks, a long poll for twenty
/// seconds, so that thread is never one of an event loop or of Swift's own pool. The queue delivers each message at
/// least once and in any order: delete what is safely stored, and nothing else.
public final class SQSConnection {
    /// Messages in one batch; the protocol allows no more.
    public static let batch = 10
    /// Bytes of a message's body; some servers allow more, and we take no more for an order.
    public static let longestBody = 262_144

    public let queue: SQSQueue
    private let stop: StopFlag
    private let handle: SQSHandle

    /// Seconds that an answer may take beyond what we asked the server to wait.
    private static let patience = 20

    /// - Parameter stop: raise it to end a running call within a fifth of a second.
    /// - Throws: `WireProblem` if libcurl has no memory. Nothing is connected yet.
    public init(to queue: SQSQueue, stop: StopFlag = StopFlag()) throws(WireProblem) {
        self.queue = queue
        self.stop = stop
        handle = try SQSHandle(queue: queue)
    }

    /// Asks for messages, and waits for the first if there is none.
    ///
    /// - Parameters:
    ///   - maximum: how many at most, from 1 to 10.
    ///   - wait: seconds to wait for one, at most 20.
    ///   - visibility: seconds for which the queue hides them from everybody else.
    ///   - stop: breaks off this call alone. A message that was on its way then comes again.
    public func receive(
        maximum: Int = batch, wait: Int = 20, visibility: Int = 30, stop: StopFlag? = nil
    ) throws(SQSProblem) -> [QueueMessage] {
        let answer: SQSShape.Received = try call(
            "ReceiveMessage",
            SQSShape.Receive(
                QueueUrl: queue.url, MaxNumberOfMessages: maximum, WaitTimeSeconds: wait,
                VisibilityTimeout: visibility),
            wait: wait, stop: stop)
        return (answer.Messages ?? []).map { message in
            QueueMessage(
                id: message.MessageId, receipt: message.ReceiptHandle, body: message.Body ?? "",
                receiveCount: message.Attributes?["ApproximateReceiveCount"].flatMap { Int($0) } ?? 1,
                isDamaged: message.isDamaged)
        }
    }

    /// Deletes messages, in as many batches as they need.
    ///
    /// - Returns: the receipts whose messages the queue didn't delete; they come again.
    /// - Throws: `SQSProblem`; then some may be deleted and others not.
    public func delete(_ receipts: [String]) throws(SQSProblem) -> [String] {
        try inBatches("DeleteMessageBatch", receipts, visibility: nil)
    }

    /// Keeps messages hidden from everybody else for so many seconds from now.
    ///
    /// - Returns: the receipts for which the queue didn't do it: deleted meanwhile, or visible again.
    public func extend(_ receipts: [String], by seconds: Int) throws(SQSProblem) -> [String] {
        try inBatches("ChangeMessageVisibilityBatch", receipts, visibility: seconds)
    }

    /// Puts a message into the queue.
    ///
    /// - Parameters:
    ///   - attributes: beside the body, as texts; an empty one is left out, for the protocol has none.
    ///   - key: what a queue that keeps order (`….fifo`) knows the message by if it is sent twice.
    /// - Returns: the message's id.
    @discardableResult
    public func send(_ body: String, attributes: [String: String] = [:], key: String? = nil) throws(SQSProblem)
        -> String
    {
        let kept = attributes.filter { !$0.value.isEmpty }.mapValues { SQSShape.Send.Attribute(StringValue: $0) }
        let answer: SQSShape.Sent = try call(
            "SendMessage",
            SQSShape.Send(
                QueueUrl: queue.url, MessageBody: body, MessageAttributes: kept.isEmpty ? nil : kept,
                MessageGroupId: queue.isFIFO ? "handbill" : nil, MessageDeduplicationId: queue.isFIFO ? key : nil))
        return answer.MessageId
    }

    /// How many messages wait, about: to see whether the queue is there and may be used.
    public func count() throws(SQSProblem) -> Int {
        let name = "ApproximateNumberOfMessages"
        let answer: SQSShape.Attributes = try call(
            "GetQueueAttributes", SQSShape.AskForAttributes(QueueUrl: queue.url, AttributeNames: [name]))
        return answer.Attributes?[name].flatMap { Int($0) } ?? 0
    }

    private func inBatches(
        _ action: String, _ receipts: [String], visibility: Int?
    ) throws(SQSProblem) -> [String] {
        var failed: [String] = []
        var rest = receipts[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.batch))
            rest = rest.dropFirst(some.count)
            let entries = some.enumerated().map { index, receipt in
                SQSShape.Batch.Entry(Id: "\(index)", ReceiptHandle: receipt, VisibilityTimeout: visibility)
            }
            let answer: SQSShape.BatchResult = try call(
                action, SQSShape.Batch(QueueUrl: queue.url, Entries: entries))
            failed += (answer.Failed ?? []).compactMap { failure in
                Int(failure.Id).flatMap { some.indices.contains($0) ? some[$0] : nil }
            }
        }
        return failed
    }

    private func call<Answer: Decodable>(
        _ action: String, _ request: some Encodable, wait: Int = 0, stop: StopFlag? = nil
    ) throws(SQSProblem) -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(request) else {
            throw SQSProblem(.refused, "the request can't be written as JSON")
        }
        var headers = ["Content-Type: application/x-amz-json-1.0", "X-Amz-Target: AmazonSQS.\(action)"]
        if let token = queue.credentials.token { headers.append("X-Amz-Security-Token: \(token)") }
        let answer = try handle.post(
            Array(body), headers: headers, seconds: wait + Self.patience,
            stops: [self.stop] + (stop.map { [$0] } ?? []))
        let bytes = Data(answer.body)
        guard answer.status == 200 else {
            throw SQSProblem(
                status: answer.status, code: (try? JSONDecoder().decode(SQSShape.Failure.self, from: bytes))?.__type)
        }
        // Some servers answer to a batch without failures with nothing at all.
        guard let value = try? JSONDecoder().decode(Answer.self, from: bytes.isEmpty ? Data("{}".utf8) : bytes) else {
            throw SQSProblem(.protocolBroken, "the queue's server answered with something else than was asked for")
        }
        return value
    }
}
