import Foundation
import HTTPTypes
import Orders
import ServiceLifecycle
import Store
import Synchronization
import TestSupport
import Testing

@testable import Fulfilment
@testable import Web

@Suite struct WebServerTests {
    @Test func `answers on a free port, with a date and without naming itself`() async throws {
        try await ServerWorld().serve { running in
            let answer = try await running.client().ask("GET", "/healthz")
            #expect(answer.status == 200)
            #expect(answer.body == "ok\n")
            #expect(answer.headers["date"] == "Mon, 07 Dec 2026 12:00:00 GMT")
            #expect(answer.headers["server"] == nil)
        }
    }

    @Test(arguments: ["/healthz", "/", "/nowhere", "/api/v1/items", "/api/v1/orders", "/api/nowhere", "/openapi.yaml"])
    func `puts the security headers on every answer`(path: String) async throws {
        try await ServerWorld().serve { running in
            let headers = try await running.client().ask("GET", path).headers
            #expect(headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(headers["referrer-policy"] == "no-referrer")
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["cache-control"] != nil)
        }
    }

    @Test(arguments: ["/healthz", "/order?q=1", "/api/v1/items", "/openapi.yaml", "/nowhere"])
    func `answers HEAD like GET, without the body`(path: String) async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            let whole = try await client.ask("GET", path)
            let head = try await client.ask("HEAD", path)
            #expect(head.status == whole.status)
            #expect(head.headers == whole.headers)
            #expect(head.body.isEmpty)
            // The next response would begin with the body, if one had been sent.
            #expect(try await client.ask("GET", "/healthz").body == "ok\n")
        }
    }

    @Test(arguments: [
        ("POST", "/healthz", 405, "GET, HEAD, OPTIONS"), ("DELETE", "/metrics", 405, "GET, HEAD, OPTIONS"),
        ("PUT", "/openapi.yaml", 405, "GET, HEAD, OPTIONS"), ("OPTIONS", "/readyz", 204, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "*", 204, "GET, HEAD, OPTIONS"), ("OPTIONS", "/api/v1/orders", 204, "POST, OPTIONS"),
        ("DELETE", "/api/v1/items", 405, "GET, HEAD, OPTIONS"),
    ])
    func `says which methods a path knows`(method: String, path: String, status: Int, allow: String) async throws {
        try await ServerWorld().serve { running in
            let answer = try await running.client().ask(method, path)
            #expect(answer.status == status)
            #expect(answer.headers["allow"] == allow)
        }
    }

    @Test func `hands pages the decoded path, the query and the body`() async throws {
        try await ServerWorld().serve { running in
            let client = try running.client()
            #expect(
                try await client.ask("GET", "/order/caf%C3%A9?x=1&q=a+b%26c").body
                    == "GET /order/café a b&c 127.0.0.1 0\n")
            #expect(try await client.ask("POST", "/order", body: "12345").body == "POST /order - 127.0.0.1 5\n")
            #expect(
                try await client.ask("GET", "http://orders.example.org/order?q=1").body
                    == "GET /order 1 127.0.0.1 0\n")
        }
    }

    @Test(arguments: [
        "/%zz", "/%", "/%00", "/%ff", "/?q=%0a", "order", "/\u{7F}", "/#top", "//", "/%2e%2e/",
    ])
    func `never lets a strange target past as something else`(target: String) async throws {
        try await ServerWorld().serve { running in
            let answer = try await running.client().ask("GET", target)
            #expect(answer.status == (target.hasPrefix("//") || target.contains("%2e") ? 200 : 400))
        }
    }

    @Test func `tells what is ready and what isn't`() async throws {
        struct Trouble: Error, CustomStringConvertible {
            var description: String { "the database is locked" }
        }
        var world = try ServerWorld()
        world.checks = [.init("store") {}, .init("press") { throw Trouble() }]
        try await world.serve { running in
            let answer = try await running.client().ask("GET", "/readyz")
            #expect(answer.status == 503)
            #expect(answer.body == "store ok\npress failed: the database is locked\nnot ready\n")
        }
        world.checks = [.init("store") {}]
        try await world.serve { running in
            let answer = try await running.client().ask("GET", "/readyz")
            #expect(answer.status == 200)
            #expect(answer.body == "store ok\nready\n")
        }
    }

    @Test func `a check that doesn't answer is none that is ready`() async throws {
        let (silence, end) = AsyncStream.makeStream(of: Void.self)
        defer { end.finish() }
        let operations = WebOperations(
            checks: [.init("store") { for await _ in silence {} }], patience: .milliseconds(1), metrics: { "" },
            description: [])
        let answer = await operations.readiness()
        #expect(answer.status.code == 503)
        #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("store failed: it takes too long"))
    }

    @Test func `shows figures without naming anybody`() async throws {
        let world = try ServerWorld()
        try await world.serve { running in
            let client = try running.client()
            _ = try await client.ask("GET", "/order/HB-7K3M9Q2X?key=secret")
            let answer = try await client.ask("GET", "/metrics")
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.body.split(separator: "\n")
            #expect(
                lines.contains(
                    #"handbill_http_requests_total{route="/order/{reference}",method="GET",status="200"} 1"#))
            #expect(lines.contains(#"handbill_http_request_seconds_count{route="/order/{reference}"} 1"#))
            #expect(lines.contains(#"handbill_orders_total{door="api",outcome="accepted"} 0"#))
            #expect(lines.contains(#"handbill_orders{state="held"} 0"#))
            #expect(lines.contains(#"handbill_build_info{version="1.2.3"} 1"#))
            #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
            #expect(!answer.body.contains("7K3M9Q2X"))
            #expect(!answer.body.contains("127.0.0.1"))
        }
        #expect(!world.log.lines.joined().contains("7K3M9Q2X"))
    }

    @Test func `answers a failure without details, and logs its kind alone`() async throws {
        struct Surprise: Error {
            var name = "Aisha Khan"
        }
        var world = try ServerWorld()
        world.pages = { _ in throw Surprise() }
        try await world.serve { running in
            let answer = try await running.client().ask("GET", "/order/HB-7K3M9Q2X")
            #expect(answer.status == 500)
            #expect(!answer.body.contains("Aisha"))
        }
        #expect(world.log.lines.contains("request failed problem=Surprise route=/order/{reference}"))
    }

    @Test func `says "later" when too many wait`() async throws {
        var world = try ServerWorld()
        world.pages = { _ in throw WaitingRoom.Full() }
        try await world.serve { running in
            let answer = try await running.client().ask("POST", "/order", body: "")
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "1")
        }
    }

    @Test func `answers, and then ends with the error that only a restart mends`() async throws {
        var world = try ServerWorld()
        world.pages = { _ in throw StoreError.writeFailed(cause: "disk") }
        let last = Mutex<RawClient.Response?>(nil)
        let final = world
        await #expect(throws: StoreError.writeFailed(cause: "disk")) {
            try await final.serve { running in
                let answer = try await running.client().ask("POST", "/order", body: "")
                last.withLock { $0 = answer }
            }
        }
        #expect(last.withLock { $0 }?.status == 503)
    }
}

@Suite struct WebServerEndTests {
    @Test func `finishes the request in hand and closes idle connections`() async throws {
        var world = try ServerWorld()
        let (asked, asking) = AsyncStream.makeStream(of: Void.self)
        let gate = Gate()
        world.pages = { _ in
            asking.yield()
            await gate.wait()
            return .text("done")
        }
        try await world.serve { running in
            defer { gate.open() }
            let idle = try running.client()
            #expect(try await idle.ask("GET", "/healthz").status == 200)
            let busy = try running.client()
            busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked { break }
            await running.shutDown()
            #expect(try await idle.isClosedSilently())
            gate.open()
            #expect(try await busy.response()?.body == "done\n")
            #expect(try await busy.isClosedSilently())
            #expect(throws: RawClient.Failure.self) { try running.client() }
        }
    }

    @Test func `tries again where somebody listens already, and says so once`() async throws {
        let world = try ServerWorld()
        try await world.serve { running in
            var other = try ServerWorld()
            other.limits.retry = .milliseconds(20)
            let second = other
            let (opened, opening) = AsyncStream.makeStream(of: WebAddress.self)
            let server = second.server(at: running.address) { opening.yield($0) }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await server.run() }
                for await _ in second.log.arrivals { break }
                #expect(second.log.lines.first?.hasPrefix("door not open") == true)
                #expect(second.log.lines.first?.contains("hint=end it, or another http.port") == true)
                await running.shutDown()
                for await address in opened {
                    #expect(address == running.address)
                    break
                }
                #expect(second.log.lines.filter { $0.hasPrefix("door not open") }.count == 1)
                group.cancelAll()
            }
        }
    }

    @Test func `listens on a socket for the group, and removes it at the end`() async throws {
        let world = try ServerWorld()
        let path = world.directory.path("http.sock")
        try await world.serve(at: .socket(path: path)) { running in
            #expect(running.address == .socket(path: path))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o660)
            #expect(try await running.client().ask("GET", "/healthz").status == 200)
            #expect(try await running.client().ask("GET", "/x").body == "GET /x - local 0\n")
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `takes over a socket that nobody answers on, and no other`() async throws {
        let world = try ServerWorld()
        let path = world.directory.path("http.sock")
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        try #require(isBound)
        close(left)
        #expect(FileManager.default.fileExists(atPath: path))

        try await world.serve(at: .socket(path: path)) { running in
            let client = try running.client()
            #expect(try await client.ask("GET", "/healthz").status == 200)
            #expect(!isFree(path))
            #expect(try await running.client().ask("GET", "/healthz").status == 200)
        }
    }

    @Test func `leaves whatever else lies where the socket would be`() throws {
        let world = try ServerWorld()
        let path = world.directory.path("http.sock")
        try "mine".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(!isFree(path))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        #expect(!isFree(world.directory.path("nowhere/http.sock")))
        #expect(isFree(world.directory.path("other.sock")))
    }

    private func isFree(_ path: String) -> Bool {
        (try? SocketFile(path: path).checkFree()) != nil
    }
}
