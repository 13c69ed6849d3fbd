import Foundation
import TestSupport
import Testing
import Wire

/// Against a server in the queue's place that does as it is told.
struct SQSScriptTests {
    @Test func `speaks the JSON protocol, signed, to the root of the host`() throws {
        let peer = try MotoStandIn()
        let connection = try SQSConnection(peer.url(), keys: "AKID\nsecret\ntoken")

        #expect(try connection.receive(maximum: 7, wait: 3, visibility: 44) == [])

        let request = try peer.next()
        #expect(request.method == "POST")
        #expect(request.path == "/")
        #expect(request.action == "ReceiveMessage")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
        #expect(request.headers["x-amz-security-token"] == "token")
        let authorization = try #require(request.headers["authorization"])
        #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=AKID/"))
        #expect(authorization.contains("/eu-west-2/sqs/aws4_request"))
        #expect(authorization.contains("x-amz-security-token"))
        let body = try #require(try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
        #expect(body["QueueUrl"] as? String == peer.url())
        #expect(body["MaxNumberOfMessages"] as? Int == 7)
        #expect(body["WaitTimeSeconds"] as? Int == 3)
        #expect(body["VisibilityTimeout"] as? Int == 44)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `follows no redirect`(status: Int) throws {
        let target = try MotoStandIn()
        let peer = try MotoStandIn(["ReceiveMessage": [.init(status: status, location: target.url())]])
        let connection = try SQSConnection(peer.url())

        let problem = #expect(throws: SQSProblem.self) { try connection.receive() }

        #expect(problem?.problem.contains("redirects aren't followed") == true)
        // What the target sees first is the test's own call.
        _ = try SQSConnection(target.url()).delete(["mine"])
        #expect(try target.next().action == "DeleteMessageBatch")
    }

    @Test(arguments: [
        (MotoStandIn.Answer(drop: true), SQSProblem.Kind.unreachable),
        (.init(body: "<html>"), .protocolBroken), (.init(body: "[]"), .protocolBroken),
        (.init(body: #"{"Messages": [{"Body": "x"}]}"#), .protocolBroken),
        (.init(status: 500, body: "oh"), .server),
        (.init(status: 400, body: #"{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "x"}"#), .noSuchQueue),
        (.init(status: 403, body: "not JSON"), .credentials),
        (.init(padding: 20_000_000), .tooLarge),
    ])
    func `says what went wrong, and goes on with the next call`(answer: MotoStandIn.Answer, kind: SQSProblem.Kind)
        throws
    {
        let peer = try MotoStandIn(["ReceiveMessage": [answer, .init(messages: ["{}"])]])
        let connection = try SQSConnection(peer.url())

        #expect(throws: SQSProblem.self) { try connection.receive() }.map { #expect($0.kind == kind) }

        #expect(try connection.receive().map(\.body) == ["{}"])
    }

    @Test func `repeats neither the server's sentences nor its own secret`() throws {
        let peer = try MotoStandIn([
            "SendMessage": [.init(status: 400, body: #"{"__type": "Bad", "message": "hush, body"}"#)]
        ])
        let connection = try SQSConnection(peer.url(), keys: "AKID\nhush")
        let problem = #expect(throws: SQSProblem.self) { try connection.send("body") }
        #expect(problem.map { "\($0) \($0.hint ?? "")" } == "the queue's server answered 400 (Bad) ")
    }

    @Test(arguments: [
        ("", false), (#""MD5OfBody": "99914b932bd37a50b983c5e7c90ae93b", "#, false),
        (#""MD5OfBody": "99914B932BD37A50B983C5E7C90AE93B", "#, false), (#""MD5OfBody": "", "#, false),
        (#""MD5OfBody": "99914b932bd37a50b983c5e7c90ae93c", "#, true), (#""MD5OfBody": "x", "#, true),
        (#""MD5OfBody": 5, "#, false),
    ])
    func `says of a body whether it is what the queue handed over`(sum: String, isDamaged: Bool) throws {
        let message = #"{"MessageId": "m-1", "ReceiptHandle": "r-1", \#(sum)"Body": "{}"}"#
        let peer = try MotoStandIn(["ReceiveMessage": [.init(body: #"{"Messages": [\#(message)]}"#)]])
        #expect(try SQSConnection(peer.url()).receive().map(\.isDamaged) == [isDamaged])
    }

    @Test func `takes ten messages of 256 KiB each`() throws {
        let body = String(repeating: "\u{1}", count: SQSConnection.longestBody)
        let peer = try MotoStandIn(["ReceiveMessage": [.init(messages: Array(repeating: body, count: 10))]])
        let messages = try SQSConnection(peer.url()).receive()
        #expect(messages.map(\.body) == Array(repeating: body, count: 10))
        #expect(Set(messages.map(\.id)).count == 10)
    }

    @Test func `deletes ten at a time, and tells what was not deleted`() throws {
        let peer = try MotoStandIn([
            "DeleteMessageBatch": [
                .init(body: #"{"Successful": [], "Failed": [{"Id": "3", "Code": "x", "SenderFault": true}]}"#),
                .init(body: #"{"Failed": [{"Id": "1"}, {"Id": "9"}, {"Id": "x"}]}"#), .init(body: ""),
            ]
        ])
        let receipts = (0..<23).map { "receipt-\($0)" }
        let failed = try SQSConnection(peer.url()).delete(receipts)
        #expect(failed == ["receipt-3", "receipt-11", "receipt-19"])
        let sizes = try (0..<3).map { _ in try peer.next().body.matches(of: #/ReceiptHandle/#).count }
        #expect(sizes == [10, 10, 3])
    }

    @Test func `sends no empty attribute, and gives a queue that keeps order its keys`() throws {
        let peer = try MotoStandIn(["SendMessage": [.init(body: #"{"MessageId": "m-1"}"#)]])
        #expect(try SQSConnection(peer.url()).send("a", attributes: ["reason": ""], key: "k") == "m-1")
        #expect(try SQSConnection(peer.url(of: "orders.fifo")).send("a", key: "k") == "m-1")
        let plain = try peer.next().body
        let ordered = try peer.next().body
        #expect(!plain.contains("MessageAttributes") && !plain.contains("MessageGroupId"))
        #expect(ordered.contains(#""MessageDeduplicationId":"k""#) && ordered.contains("MessageGroupId"))
    }

    @Test func `ends a long poll within a fifth of a second or so`() async throws {
        let peer = try MotoStandIn(["ReceiveMessage": [.init(hang: true)]])
        let stop = StopFlag()
        let queue = try SQSQueue(peer.url())
        let raised = Raised()
        let thread = Thread {
            _ = try? peer.next()
            raised.note()
            stop.raise()
        }
        thread.start()
        let ended: (problem: SQSProblem?, at: ContinuousClock.Instant) = try await onOwnThread {
            let connection = try SQSConnection(to: queue)
            do throws(SQSProblem) {
                _ = try connection.receive(stop: stop)
                return (nil, .now)
            } catch {
                return (error, .now)
            }
        }
        #expect(ended.problem?.kind == .stopped)
        #expect(try #require(raised.at).duration(to: ended.at) < .seconds(1))
    }

    @Test func `does nothing after the word to stop`() throws {
        let stop = StopFlag()
        stop.raise()
        let connection = try SQSConnection(to: SQSQueue("http://127.0.0.1:9/1/orders"), stop: stop)
        #expect(throws: SQSProblem.self) { try connection.delete(["x"]) }.map { #expect($0.kind == .stopped) }
    }

    @Test func `verifies the server's certificate, with a private authority if one is given`() throws {
        let certificate = try TestCertificate()
        let peer = try MotoStandIn(["ReceiveMessage": [.init(messages: ["{}"])]], certificate: certificate)
        #expect(throws: SQSProblem.self) { try SQSConnection(peer.url()).receive() }
            .map { #expect($0.kind == .unreachable) }
        let trusted = try SQSConnection(to: SQSQueue(peer.url(), caFile: certificate.certificateFile))
        #expect(try trusted.receive().map(\.body) == ["{}"])
    }
}

/// When something happened, told across threads.
private final class Raised: @unchecked Sendable {
    private let lock = NSLock()
    private var moment: ContinuousClock.Instant?

    func note() { lock.withLock { moment = .now } }
    var at: ContinuousClock.Instant? { lock.withLock { moment } }
}

private func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result(catching: work)) }.start()
    }
}

extension SQSQueue {
    /// A queue of a test's peer.
    init(_ url: String, keys: String = "AKID\nsecret", caFile: String? = nil) throws {
        try self.init(url: url, region: "eu-west-2", credentials: SQSCredentials(text: keys), caFile: caFile)
    }
}

extension SQSConnection {
    convenience init(_ url: String, keys: String = "AKID\nsecret") throws {
        try self.init(to: SQSQueue(url, keys: keys))
    }
}
