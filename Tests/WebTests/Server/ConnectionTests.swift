import Synchronization
import Templates
import Testing

@testable import Web

@Suite struct ConnectionLimitTests {
    private func world(_ change: (inout WebLimits) -> Void) throws -> ServerWorld {
        var world = try ServerWorld()
        change(&world.limits)
        return world
    }

    @Test(arguments: ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n", "\r\n"])
    func `cuts a connection whose request doesn't arrive in time`(sent: String) async throws {
        try await world { $0.arrival = .milliseconds(50) }.serve { running in
            let client = try running.client()
            client.send(sent)
            #expect(try await client.isClosedSilently())
        }
    }

    @Test func `cuts a body that doesn't go on`() async throws {
        let world = try world { $0.arrival = .milliseconds(50) }
        try await world.serve { running in
            let client = try running.client()
            client.send("POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\na")
            let answer = try await client.response()
            #expect(answer?.status == 408)
            #expect(answer?.headers["connection"] == "close")
            let figures = MetricLines(world.registry)
            #expect(figures[#"handbill_http_refused_total{reason="slow-body"}"#] == "1")
        }
    }

    @Test func `cuts an idle connection after its last answer`() async throws {
        try await world { $0.arrival = .milliseconds(50) }.serve { running in
            let client = try running.client()
            #expect(try await client.ask("GET", "/healthz").status == 200)
            #expect(try await client.isClosedSilently())
        }
    }

    @Test func `cuts off an answer of its own that takes too long`() async throws {
        var slow = try world { $0.answer = .milliseconds(50) }
        let gate = Gate()
        slow.pages = { _ in
            await gate.wait()
            return .text("late")
        }
        let world = slow
        try await world.serve { running in
            defer { gate.open() }
            let client = try running.client()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.isClosedSilently())
            gate.open()
            #expect(MetricLines(world.registry)[#"handbill_http_refused_total{reason="slow-answer"}"#] == "1")
        }
    }

    @Test func `lets more connections wait instead of refusing them`() async throws {
        try await world { $0.connections = 2 }.serve { running in
            var clients = try (0..<2).map { _ in try running.client() }
            for client in clients { #expect(try await client.ask("GET", "/healthz").status == 200) }
            let third = try running.client()
            third.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            clients.removeFirst()
            #expect(try await third.response()?.status == 200)
        }
    }

    @Test func `refuses more than a header may hold`() async throws {
        try await ServerWorld().serve { running in
            let long = String(repeating: "a", count: 17_000)
            let many = Dictionary(uniqueKeysWithValues: (0..<101).map { ("X-\($0)", "a") })
            let some = Dictionary(uniqueKeysWithValues: (0..<90).map { ("X-\($0)", "a") })
            for (path, headers, status) in [
                ("/", ["X-Long": long], 431), ("/\(long)", [:], 431), ("/", many, 431), ("/", some, 200),
            ] {
                let answer = try await running.client().ask("GET", path, headers)
                #expect(answer.status == status)
            }
        }
    }
}

@Suite struct BodyTests {
    @Test func `refuses a body that is announced too large before it comes`() async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send("POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n")
            let answer = try await client.response()
            #expect(answer?.status == 413)
            #expect(answer?.headers["connection"] == "close")
            client.halfClose()
            #expect(try await client.isClosedSilently())
        }
    }

    @Test func `shows the refusal even to a client that goes on sending`() async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send(
                "POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n"
                    + String(repeating: "a", count: 300_000))
            #expect(try await client.response()?.status == 413)
        }
    }

    @Test(arguments: [(65_536, 200), (65_537, 413)])
    func `counts a body in chunks`(size: Int, status: Int) async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send("POST /order HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send("8000\r\n" + String(repeating: "a", count: 32_768) + "\r\n")
            let rest = size - 32_768
            client.send(String(rest, radix: 16) + "\r\n" + String(repeating: "b", count: rest) + "\r\n0\r\n\r\n")
            let answer = try await client.response()
            #expect(answer?.status == status)
            if status == 200 { #expect(answer?.body == "POST /order - 127.0.0.1 65536\n") }
        }
    }

    @Test func `asks for a body that waits to be asked for, unless it isn't wanted`() async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send("POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.waitForContinue())
            client.send("12345")
            #expect(try await client.response()?.body == "POST /order - 127.0.0.1 5\n")

            client.send("POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.response()?.status == 413)

            let caller = try running.client()
            caller.send(
                "POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            let answer = try await caller.response()
            #expect(answer?.status == 401)
            #expect(answer?.headers["connection"] == "close")
        }
    }

    @Test func `takes no body that was cut short`() async throws {
        var counting = try ServerWorld()
        let calls = Mutex(0)
        counting.pages = { _ in
            calls.withLock { $0 += 1 }
            return .text("taken")
        }
        try await counting.serve { running in
            let client = try running.client()
            client.send("POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345")
            client.halfClose()
            #expect(try await client.isClosedSilently())
        }
        #expect(calls.withLock { $0 } == 0)
    }
}

@Suite struct ConversationTests {
    @Test func `answers what was sent ahead, in its order`() async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send(
                (1...20).map { "POST /n\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" }.joined())
            for number in 1...20 {
                #expect(try await client.response()?.body == "POST /n\(number) - 127.0.0.1 2\n")
            }
        }
    }

    @Test func `answers a client that has said all it will`() async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            client.halfClose()
            #expect(try await client.response()?.body == "GET /a - 127.0.0.1 0\n")
            #expect(try await client.response()?.body == "GET /b - 127.0.0.1 0\n")
            #expect(try await client.isClosedSilently())
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
    ])
    func `closes where the client doesn't stay`(request: String) async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send(request)
            let answer = try await client.response()
            #expect(answer?.status == 200)
            #expect(answer?.headers["connection"] == "close")
            #expect(try await client.isClosedSilently())
        }
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n12345",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n12345",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n X-Folded: b\r\n\r\n", "GET  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "NONSENSE\r\n\r\n",
        "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}",
        "GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n",
    ])
    func `refuses what could be understood in two ways, and hangs up`(request: String) async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.response()
            #expect([400, 417, 501].contains(answer?.status ?? 0))
            #expect(answer?.headers["connection"] == "close")
            client.halfClose()
            #expect(try await client.isClosedSilently())
        }
    }

    /// NIO reads nothing behind such a request: a client that isn't told would wait for its next answer in vain.
    @Test(arguments: ["h2c", "websocket"])
    func `answers a request that would go on in another protocol, and hangs up`(protocol: String) async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send(
                "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: \(`protocol`)\r\n\r\n"
                    + "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.response()
            #expect(answer?.status == 200)
            #expect(answer?.headers["connection"] == "close")
            client.halfClose()
            #expect(try await client.isClosedSilently())
        }
    }

    @Test(arguments: [
        ("GET /api/v1/items?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400, "Malformed"),
        ("GET /api/v1/orders/%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400, "Malformed"),
        ("GET http://a/api/%0a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "Malformed"),
        ("POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "Malformed"),
        ("POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "Malformed"),
        ("GET /api/v1/items HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n", 400, "Malformed"),
        ("NONSENSE\r\n\r\n", 400, "Malformed"),
        ("GET /api/v1/items HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 17_000))", 431, "HeaderTooLarge"),
        ("GET /api/v1/items HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417, "NotSpoken"),
        ("POST /api/v1/orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501, "NotSpoken"),
        ("GET /api/v1/items HTTP/2.0\r\nHost: a\r\n\r\n", 400, "Malformed"),
        ("GET HTTP://a/api/%0a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "Malformed"),
        ("GET HTTP://a/api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404, "NotFound"),
        ("GET /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404, "NotFound"),
        ("GET /api HTTP/1.1\r\nHost: a\r\n\r\n", 404, "NotFound"),
        ("DELETE /api/v1/items HTTP/1.1\r\nHost: a\r\n\r\n", 405, "MethodNotAllowed"),
    ])
    func `says what is wrong to programs as everywhere in the API`(request: String, status: Int, name: String)
        async throws
    {
        try await ServerWorld().serve { running in
            let client = try running.client()
            client.send(request)
            let answer = try #require(try await client.response())
            #expect(answer.status == status)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.body.contains(#""type":"/openapi.yaml#/components/responses/\#(name)""#), "\(answer.body)")
            #expect(answer.body.contains("\"status\":\(status)"))
            let description = String(decoding: Templates.web["openapi.yaml"] ?? [], as: UTF8.self)
            #expect(description.contains("\n    \(name):\n"))
        }
    }

    @Test(arguments: ["/order?key=%zz", "/apiary%zz", "/%zz"])
    func `says to a browser in a line what is wrong with its address`(target: String) async throws {
        try await ServerWorld().serve { running in
            let answer = try await running.client().ask("GET", target)
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
        }
    }

    @Test func `answers what came before nonsense first`() async throws {
        var slow = try ServerWorld()
        let (asked, asking) = AsyncStream.makeStream(of: Void.self)
        let gate = Gate()
        slow.pages = { _ in
            asking.yield()
            await gate.wait()
            return .text("first")
        }
        try await slow.serve { running in
            defer { gate.open() }
            let client = try running.client()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nNONSENSE\r\n\r\n")
            for await _ in asked { break }
            gate.open()
            #expect(try await client.response()?.body == "first\n")
            #expect(try await client.response()?.status == 400)
            #expect(try await client.isClosedSilently())
        }
    }
}
