import Testing

@testable import Wire

struct IMAPReaderTests {
    private static let talk = """
        * OK [UIDVALIDITY 7] valid {3}\r
        * 1 FETCH (UID 4 BODY[] {12}\r
        one\r
        two {2} FLAGS (\\Seen) X {0}\r
        )\r
        H1 OK done\r

        """

    private static func read(_ text: String, inPiecesOf size: Int, limit: Int = 100, line: Int = 1_000) throws
        -> [IMAPResponse]
    {
        var reader = IMAPReader(longestLiteral: limit, longestLine: line)
        var responses: [IMAPResponse] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.take(Array(bytes[start..<min(start + size, bytes.count)])) { responses.append($0) }
        }
        return responses
    }

    @Test(arguments: [1, 2, 3, 5, 7, 1_000])
    func `reads the same whatever pieces it comes in`(size: Int) throws {
        let responses = try Self.read(Self.talk, inPiecesOf: size)
        #expect(responses.count == 3)
        #expect(responses[0].argument(of: "UIDVALIDITY") == "7")
        #expect(responses[0].literals.isEmpty)
        #expect(
            responses[1].literals == [
                .init(bytes: Array("one\r\ntwo {2}".utf8), count: 12), .init(count: 0),
            ])
        #expect(responses[2].tag == "H1")
        #expect(responses[2].status == .ok)
    }

    @Test func `keeps the beginning of what is longer than it should be`() throws {
        let literal = String(repeating: "x", count: 500)
        let text = "* 1 FETCH (UID 4 BODY[] {500}\r\n\(literal))\r\n* SEARCH 11 12 13 14 15\r\nH1 OK done\r\n"
        let responses = try Self.read(text, inPiecesOf: 64, limit: 40, line: 32)
        #expect(responses[0].literals == [.init(bytes: Array(repeating: 0x78, count: 40), count: 500)])
        #expect(responses[0].body(of: 4) == responses[0].literals[0])
        #expect(responses[1].searchedUIDs == [11, 12, 13, 14, 15])
        #expect(try Self.read("* SEARCH 11 12 13 14 15\r\n", inPiecesOf: 3, line: 16)[0].searchedUIDs == [11, 12])
        #expect(responses.last?.status == .ok)
    }

    @Test(arguments: [
        ("", [String]()), ("4", ["4"]), ("9 4 5 6 4", ["4:6,9"]), ("1 3 5 7", ["1,3,5", "7"]),
        ("4294967295 4294967294 0", ["4294967294:4294967295"]),
    ])
    func `names UIDs in short sets`(uids: String, sets: [String]) {
        #expect(IMAPUIDSet.texts(for: uids.split(separator: " ").compactMap { UInt32($0) }, longest: 6) == sets)
    }

    @Test(arguments: [
        ("INBOX", "\"INBOX\""), ("Print orders", "\"Print orders\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
        ("R&D", "\"R&-D\""), ("für", "\"f&APw-r\""), ("~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""),
        ("🖨", "\"&2D3dqA-\""), ("\" (X) BODY[", "\"\\\" (X) BODY[\""),
    ])
    func `writes folders as commands take them`(name: String, quoted: String) throws {
        #expect(try IMAPFolder(name).quoted == quoted)
    }

    @Test(arguments: ["", "a\r\nH9 DELETE INBOX", "a\nb", "a\u{0}b", "a\u{85}b", String(repeating: "x", count: 256)])
    func `refuses a folder that could be a command`(name: String) {
        #expect(throws: WireProblem.self) { try IMAPFolder(name) }
    }
}

struct IMAPServerTests {
    @Test(arguments: [
        ("imaps://imap.example.org", "imap.example.org:993", TLSMode.required, "imaps://imap.example.org:993/"),
        ("IMAP://imap.example.org:1143/", "imap.example.org:1143", .required, "imap://imap.example.org:1143/"),
        ("imap://imap.example.org:25", "imap.example.org:25", .required, "imap://imap.example.org:25/"),
        ("imap://[::1]", "[::1]:143", .opportunistic, "imap://[::1]:143/"),
        ("imap://[::1]:144", "[::1]:144", .opportunistic, "imap://[::1]:144/"),
        ("imaps://localhost", "localhost:993", .required, "imaps://localhost:993/"),
    ])
    func `reads a server from its URL`(url: String, name: String, tls: TLSMode, curlURL: String) throws {
        let server = try IMAPServer(url: url, user: "orders", password: "secret")
        #expect(server.name == name)
        #expect(server.tls == tls)
        #expect(server.curlURL == curlURL)
    }

    @Test(arguments: [
        "", "imap.example.org", "http://imap.example.org", "file:///etc/passwd", "smtp://imap.example.org",
        "imap://orders:secret@imap.example.org", "imap://imap.example.org/INBOX", "imap://imap.example.org/;UID=1",
        "imap://imap.example.org:0", "imap://imap.example.org:99999", "imap://imap.example.org:", "imap://",
        "imap://[::1", "imap://a b", "imap://a?b", "imap://a\r\nb",
    ])
    func `refuses any other URL, without repeating it`(url: String) throws {
        let problem = try #require(throws: WireProblem.self) {
            try IMAPServer(url: url, user: "orders", password: "secret")
        }
        #expect(!problem.description.contains("secret"))
        #expect(problem.subject == "imap.url" && problem.hint?.hasPrefix("write ") == true)
    }

    @Test(arguments: [
        ("imap://imap.example.org", TLSMode.opportunistic), ("imap://imap.example.org", .none),
        ("imaps://localhost", .none),
    ])
    func `never lets a password travel in the open`(url: String, tls: TLSMode) {
        #expect(throws: WireProblem.self) { try IMAPServer(url: url, tls: tls, user: "orders", password: "secret") }
    }

    @Test(arguments: [("", "secret"), ("orders", ""), ("or\nders", "secret"), ("orders", "secret\r\nH1 NOOP")])
    func `refuses users and passwords that can't be any`(user: String, password: String) {
        #expect(throws: WireProblem.self) { try IMAPServer(url: "imaps://localhost", user: user, password: password) }
    }

    @Test func `shows no password when it is shown`() throws {
        let server = try IMAPServer(url: "imaps://localhost", user: "orders", password: "secret")
        #expect(!"\(server)".contains("secret"))
    }
}
