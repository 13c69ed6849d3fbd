import Foundation

/// An HTTP server in a cloud queue's place that does what a test tells it to: `Tests/Peers/moto_stand_in.py`.
public final class MotoStandIn: Sendable {
    public let port: Int
    private let process: ChildProcess
    private let folder: TemporaryDirectory
    private let isEncrypted: Bool

    /// What the server answers to an action.
    public struct Answer: Sendable, Encodable {
        var status: Int
        var body: String?
        var location: String?
        var messages: [String]?
        var padding: Int
        var hang: Bool
        var drop: Bool

        /// - Parameters:
        ///   - messages: bodies to hand over, as `message-0` with `receipt-0`, and so on.
        ///   - padding: spaces behind the body.
        ///   - hang: never answer.
        ///   - drop: break the connection.
        public init(
            status: Int = 200, body: String? = nil, location: String? = nil, messages: [String]? = nil,
            padding: Int = 0, hang: Bool = false, drop: Bool = false
        ) {
            self.status = status
            self.body = body
            self.location = location
            self.messages = messages
            self.padding = padding
            self.hang = hang
            self.drop = drop
        }
    }

    /// A request that the server has seen.
    public struct Request: Sendable, Hashable, Decodable {
        public var method: String
        public var path: String
        /// What follows `AmazonSQS.` in the header.
        public var action: String
        public var body: String
        /// By names in lower case.
        public var headers: [String: String]
    }

    /// - Parameters:
    ///   - script: for each action the answers in turn, of which the last repeats; without any it is `{}`.
    ///   - certificate: for TLS; nil means none.
    public init(_ script: [String: [Answer]] = [:], certificate: TestCertificate? = nil) throws {
        isEncrypted = certificate != nil
        folder = try TemporaryDirectory()
        try JSONEncoder().encode(script).write(to: URL(fileURLWithPath: folder.path("script.json")))
        process = try ChildProcess(
            PackageRoot.python,
            ["\(PackageRoot.path)/Tests/Peers/moto_stand_in.py", folder.path("script.json")]
                + (certificate.map { [$0.certificateFile, $0.keyFile] } ?? []))
        guard let port = Int(try process.output.next()) else {
            throw ChildProcess.Failure("moto_stand_in.py says no port: \(process.complaints)")
        }
        self.port = port
    }

    /// The URL of a queue of this name.
    public func url(of queue: String = "orders") -> String {
        "\(isEncrypted ? "https" : "http")://127.0.0.1:\(port)/123456789012/\(queue)"
    }

    /// The next request; waits for it.
    public func next() throws -> Request {
        try JSONDecoder().decode(Request.self, from: Data(try process.output.next().utf8))
    }

    /// The next request for an action; what came before it is passed over.
    public func next(_ action: String) throws -> Request {
        while true {
            let request = try next()
            if request.action == action { return request }
        }
    }

    /// Ends the server; its connections break.
    public func stop() {
        process.stop()
    }
}
