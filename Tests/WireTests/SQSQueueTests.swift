import Testing

@testable import Wire

/// What the settings may say about a cloud queue.
struct SQSQueueTests {
    private static let keys = "AKIDEXAMPLE\nwJalrXUtnFEMI+bPxRfi/K7MDENG\n"

    @Test(arguments: [
        ("https://sqs.eu-west-2.amazonaws.com/123456789012/orders", "https://sqs.eu-west-2.amazonaws.com/"),
        ("http://127.0.0.1:9324/000000000000/orders", "http://127.0.0.1:9324/"),
        ("HTTPS://queue.example.org:8443/orders", "https://queue.example.org:8443/"),
        ("https://[::1]:9324/000000000000/orders.fifo", "https://[::1]:9324/"),
    ])
    func `sends requests to the URL's scheme, host and port`(url: String, endpoint: String) throws {
        let queue = try SQSQueue(url: url, region: "eu-west-2", credentials: SQSCredentials(text: Self.keys))
        #expect(queue.endpoint == endpoint)
        #expect(queue.url == url)
    }

    @Test(arguments: [
        "", "orders", "file:///etc/passwd", "ftp://example.org/orders", "https://", "https://example.org",
        "https://example.org/", "https://user:word@example.org/1/orders", "https://example.org:0/1/orders",
        "https://example.org:99999/1/orders", "https://exa mple.org/1/orders", "https://example.org/1/orders?Action=x",
        "https://example.org/1/orders#x", "https://example.org\r\nX: y/1/orders", "https://[::1/1/orders",
        "https://-x/1/orders", "https:///1/orders",
    ])
    func `refuses any other URL`(url: String) throws {
        let credentials = try SQSCredentials(text: Self.keys)
        let problem = #expect(throws: WireProblem.self) {
            try SQSQueue(url: url, region: "eu-west-2", credentials: credentials)
        }
        #expect(problem?.subject == "sqs.url" && problem?.hint?.hasPrefix("write ") == true)
    }

    @Test func `takes the region from an Amazon host, and asks for it elsewhere`() throws {
        let credentials = try SQSCredentials(text: Self.keys)
        let amazon = try SQSQueue(url: "https://sqs.eu-west-1.amazonaws.com/1/orders", credentials: credentials)
        #expect(amazon.region == "eu-west-1")
        let problem = #expect(throws: WireProblem.self) {
            try SQSQueue(url: "https://queue.example.org/1/orders", credentials: credentials)
        }
        #expect(problem?.subject == "sqs.region")
        #expect(throws: WireProblem.self) {
            try SQSQueue(url: "https://queue.example.org/1/orders", region: "eu:west", credentials: credentials)
        }
    }

    @Test func `sends nothing without credentials, and says which setting they are`() {
        let problem = #expect(throws: WireProblem.self) {
            try SQSQueue(url: "https://sqs.eu-west-2.amazonaws.com/1/orders", credentials: nil)
        }
        #expect(problem?.subject == "sqs.credentialsFile")
        #expect(problem?.hint?.contains("access key id") == true)
    }

    @Test(
        arguments: [
            ("AKID\nsecret", nil), ("AKID\r\nsecret\r\n", nil), ("  AKID \n secret\t\n\n\n", nil),
            ("AKID\nsecret\ntoken==", "token=="),
        ] as [(String, String?)])
    func `reads the access key, its secret and perhaps a session token, one a line`(text: String, token: String?) throws
    {
        let credentials = try SQSCredentials(text: text)
        #expect(credentials.id == "AKID")
        #expect(credentials.secret == "secret")
        #expect(credentials.token == token)
    }

    @Test(arguments: [
        "", "\n", "AKID", "AKID\n\nsecret", "AKID\nsecret\ntoken\nmore", "AKID\nsec ret", "AK:ID\nsecret",
        "AKID\nsec\u{7}ret", "AKID\nsécret", "[default]\naws_access_key_id = AKID\naws_secret_access_key = s",
    ])
    func `refuses a credentials file of any other shape, and repeats nothing of it`(text: String) {
        let problem = #expect(throws: WireProblem.self) { try SQSCredentials(text: text) }
        #expect(problem?.subject == "sqs.credentialsFile")
        #expect(["ret", "AKID", "token="].allSatisfy { problem?.problem.contains($0) == false })
    }

    @Test func `shows no secret where it is printed`() throws {
        let credentials = try SQSCredentials(text: "AKID\nhush\ntoken")
        let queue = try SQSQueue(url: "https://example.org/1/orders", region: "eu-west-2", credentials: credentials)
        #expect(!"\(credentials) \(queue)".contains("hush"))
    }

    @Test(
        arguments: [
            (400, "com.amazonaws.sqs#QueueDoesNotExist", SQSProblem.Kind.noSuchQueue),
            (400, "AWS.SimpleQueueService.NonExistentQueue", .noSuchQueue),
            (400, "com.amazon.coral.service#InvalidSignatureException", .credentials),
            (400, "SignatureDoesNotMatch", .credentials), (403, nil, .credentials),
            (403, "AccessDeniedException", .credentials),
            (400, "UnrecognizedClientException", .credentials), (400, "ExpiredToken", .credentials),
            (400, "RequestThrottled", .throttled), (429, nil, .throttled), (503, "ThrottlingException", .throttled),
            (500, "InternalFailure", .server), (503, nil, .server), (400, "InvalidMessageContents", .refused),
            (404, nil, .protocolBroken), (302, nil, .protocolBroken), (308, "x", .protocolBroken),
            (204, nil, .protocolBroken),
        ] as [(Int, String?, SQSProblem.Kind)])
    func `tells what an answer means`(status: Int, code: String?, kind: SQSProblem.Kind) {
        #expect(SQSProblem(status: status, code: code).kind == kind)
    }

    @Test func `keeps of an error's code nothing but a name`() {
        let problem = SQSProblem(status: 400, code: "x#Bad\u{1B}[31m Thing:http://example.org/")
        #expect("\(problem)" == "the queue's server answered 400 (Bad31mThing)")
    }
}
