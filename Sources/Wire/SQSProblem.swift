/// Why a cloud queue didn't do what it was asked.
///
/// It repeats no body, no secret and none of the server's sentences, which may hold either; of an answer only the
/// error's code is kept.
public struct SQSProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a caller does about it.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// Nobody answered, or TLS couldn't be made to stand. May pass.
        case unreachable
        /// The credentials are wrong, out of date, or may not do this.
        case credentials
        /// There is no such queue.
        case noSuchQueue
        /// Too many requests. May pass.
        case throttled
        /// The server has trouble of its own. May pass.
        case server
        /// The server won't take this request: the message is too long, say.
        case refused
        /// It isn't the answer of such a queue: a redirect, no JSON, other JSON.
        case protocolBroken
        /// More bytes than messages of the allowed size can need.
        case tooLarge
        /// We were told to stop.
        case stopped
    }

    public var kind: Kind
    /// What happened, as a sentence without a full stop.
    public var problem: String
    /// What would help; nil where there is nothing to add.
    public var hint: String?

    init(_ kind: Kind, _ problem: String, hint: String? = nil) {
        self.kind = kind
        self.problem = problem
        self.hint = hint ?? kind.hint
    }

    public var description: String { problem }

    /// What the answer to a request says was wrong.
    ///
    /// - Parameters:
    ///   - status: the HTTP status, anything but 200.
    ///   - code: the error's code as the answer gives it, `com.amazonaws.sqs#QueueDoesNotExist`; nil for none.
    init(status: Int, code: String?) {
        if (300..<400).contains(status) {
            self.init(
                .protocolBroken,
                "the queue's server answered with a redirect (\(status)), and redirects aren't followed",
                hint: "write the queue's own URL in sqs.url")
            return
        }
        let name = code.map(Self.shortName)
        let words = "the queue's server answered \(status)" + (name.map { " (\($0))" } ?? "")
        self.init(Self.kind(status: status, name: name ?? ""), words)
    }

    /// The code without what stands before `#` and after `:`, and without anything that is no part of a name.
    private static func shortName(_ code: String) -> String {
        let end = code.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
        let name = end.utf8.prefix { $0 != UInt8(ascii: ":") }.filter { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2E
        }
        return String(decoding: name.prefix(80), as: UTF8.self)
    }

    private static func kind(status: Int, name: String) -> Kind {
        if name.contains("NonExistentQueue") || name.contains("QueueDoesNotExist") || name.contains("QueueDeleted") {
            return .noSuchQueue
        }
        if name.contains("Throttl") || name.contains("OverLimit") || name.contains("TooManyRequests") || status == 429 {
            return .throttled
        }
        if status >= 500 { return .server }
        let ofCredentials = [
            "Token", "Signature", "Credential", "AccessDenied", "UnrecognizedClient", "AuthFailure", "OptInRequired",
            "RequestExpired", "InvalidSecurity", "KmsAccessDenied", "NotAuthorized",
        ]
        if status == 401 || status == 403 || ofCredentials.contains(where: name.contains) { return .credentials }
        return name.isEmpty ? .protocolBroken : .refused
    }
}

extension SQSProblem.Kind {
    /// What usually helps.
    fileprivate var hint: String? {
        switch self {
        case .unreachable: "check sqs.url and the network"
        case .credentials: "check sqs.credentialsFile, sqs.region, the key's rights and this machine's clock"
        case .noSuchQueue: "check sqs.url and sqs.deadLetterURL"
        case .protocolBroken: "check that sqs.url is a queue of Amazon SQS or of a server that speaks its JSON protocol"
        case .throttled, .server, .refused, .tooLarge, .stopped: nil
        }
    }
}
