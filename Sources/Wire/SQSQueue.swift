/// A cloud queue that speaks Amazon SQS's JSON protocol, and how we reach it. Checked when it is made, so that a
/// connection never meets nonsense.
public struct SQSQueue: Sendable, Hashable {
    /// The queue's URL as the settings have it; every request names it, and goes to its scheme, host and port.
    public let url: String
    /// The region that requests are signed for.
    public let region: String
    /// PEM certificates that are trusted instead of the system's, for a private authority.
    public let caFile: String?
    let credentials: SQSCredentials
    /// What libcurl gets: `https://sqs.eu-west-2.amazonaws.com/`.
    let endpoint: String
    /// `http` or `https`, the only one that libcurl may speak.
    let scheme: String
    /// The host and its port, for messages to people.
    public let name: String

    /// Reads the queue from its URL: `https://sqs.eu-west-2.amazonaws.com/123456789012/orders`, or on any other host
    /// that a compatible server has.
    ///
    /// - Parameters:
    ///   - region: may be left out where the host's name says it.
    ///   - credentials: what requests are signed with; unsigned ones are never sent.
    /// - Throws: `WireProblem` for any other scheme, a user in the URL, an impossible host, port or region, and without
    ///   credentials.
    public init(
        url: String, region: String? = nil, credentials: SQSCredentials?, caFile: String? = nil
    ) throws(WireProblem) {
        let place = try Self.read(url)
        guard let credentials else {
            throw WireProblem(
                subject: "sqs.credentialsFile", problem: "is not set, and unsigned requests are never sent",
                hint:
                    "name a file with the access key id on its first line and the secret on its second; a server that "
                    + "checks none takes any")
        }
        guard let region = region ?? Self.region(of: place.host) else {
            throw WireProblem(
                subject: "sqs.region", problem: "is not set, and the queue's host doesn't say it",
                hint: "write the queue's region, like eu-west-2")
        }
        guard !region.isEmpty, region.utf8.count <= 64,
            region.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else {
            throw WireProblem(
                subject: "sqs.region", problem: "has other characters than a-z, 0-9 and -",
                hint: "write the queue's region, like eu-west-2")
        }
        self.url = url
        self.region = region
        self.credentials = credentials
        self.caFile = caFile
        let host = place.host.contains(":") ? "[\(place.host)]" : place.host
        name = host + (place.port.map { ":\($0)" } ?? "")
        scheme = place.scheme
        endpoint = "\(place.scheme)://\(name)/"
    }

    /// Whether the queue keeps order and wants each message in a group: its name says so.
    var isFIFO: Bool { url.hasSuffix(".fifo") }
}

extension SQSQueue {
    /// The parts of a URL that say where requests go.
    struct Place {
        var scheme: String
        /// An IPv6 address stands without its brackets.
        var host: String
        var port: Int?
    }

    /// Reads `http://host[:port]/path` and `https://…`, and nothing else: no user, no query, no fragment.
    static func read(_ url: String) throws(WireProblem) -> Place {
        func refusal(_ problem: String) -> WireProblem {
            WireProblem(
                subject: "sqs.url", problem: problem,
                hint: "write https://sqs.REGION.amazonaws.com/ACCOUNT/QUEUE, or where your server has it")
        }

        guard let scheme = ["https", "http"].first(where: { url.lowercased().hasPrefix($0 + "://") }) else {
            throw refusal("begins with neither https:// nor http://")
        }
        let isPlain = url.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"<>\\^`{|}?#".utf8.contains($0) }
        guard isPlain, url.utf8.count <= 1_000 else { throw refusal("has characters that no queue's URL has") }
        let rest = url.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        guard authority.endIndex < rest.endIndex, rest[authority.endIndex...].count > 1 else {
            throw refusal("names no queue after its host")
        }
        if authority.contains("@") { throw refusal("holds a user; credentials have a file of their own") }

        let host: Substring
        let tail: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw refusal("has a [ without its ]") }
            host = authority[authority.index(after: authority.startIndex)..<end]
            tail = authority[authority.index(after: end)...]
            guard host.contains(":"), host.utf8.allSatisfy({ "0123456789abcdefABCDEF:.".utf8.contains($0) }) else {
                throw refusal("has no IPv6 address between its brackets")
            }
        } else {
            host = authority.prefix { $0 != ":" }
            tail = authority[host.endIndex...]
            guard SMTPServer.isHostName(String(host)) else { throw refusal("has no host name that could be one") }
        }
        guard !tail.isEmpty else { return Place(scheme: scheme, host: String(host), port: nil) }
        let digits = tail.dropFirst()
        guard tail.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65535).contains(port)
        else { throw refusal("has no port from 1 to 65535 after its host") }
        return Place(scheme: scheme, host: String(host), port: port)
    }

    /// The region in `sqs.eu-west-2.amazonaws.com`; nil for any other host.
    private static func region(of host: String) -> String? {
        let labels = host.lowercased().split(separator: ".")
        guard labels.count >= 4, labels[0] == "sqs", labels[2] == "amazonaws" else { return nil }
        return String(labels[1])
    }
}
