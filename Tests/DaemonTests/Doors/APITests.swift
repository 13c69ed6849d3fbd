import Foundation
import TestSupport
import Testing

/// The API of the running service, by clients that aren't ours.
struct APITests {
    private static func token(in world: World, _ name: String = "website", _ more: String...) throws -> String {
        let run = try world.run(["token", "create", name] + more)
        #expect(run.exitCode == 0, "\(run.complaints)")
        return run.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `is what its description says`() throws {
        let world = try World(settings: "http: {port: 0}")
        let token = try Self.token(in: world)
        let serving = try Serving(in: world)
        let run = try Program(
            PackageRoot.python,
            [
                "\(PackageRoot.path)/Tests/Peers/http_schemathesis.py", try serving.address, token, "--max-examples",
                "15",
                "--seed", "7",
            ]
        ).run()
        #expect(run.exitCode == 0, "\(run.text.suffix(4000))\(run.complaints.suffix(1000))")
        let health = try HTTPCall("\(serving.address)/readyz").send()
        #expect(health.status == 200, "\(health.text)")
        try serving.stop()
    }

    @Test func `gives the same answer to the same request, also after it was killed`() throws {
        let world = try World(settings: "http: {port: 0}")
        let token = try Self.token(in: world)
        var serving = try Serving(in: world)
        let order = try OrderForm(id: "one").json
        func post(_ json: String, key: String?) throws -> HTTPCall.Reply {
            try HTTPCall.post(json: json, to: "\(serving.address)/api/v1/orders", token: token, key: key).send()
        }
        let first = try post(order, key: "k1")
        #expect(first.status == 201)
        #expect(first.headers["idempotent-replayed"] == nil)
        _ = serving.program.killed(after: .zero)
        serving = try Serving(in: world)
        for key in ["k1", nil, "k2"] {
            let again = try post(order, key: key)
            #expect(again.status == 201)
            #expect(again.body == first.body, "\(key ?? "no key")")
            #expect(again.headers["idempotent-replayed"] == "true")
        }
        #expect(try post(OrderForm.several(2)[1].json, key: "k1").status == 422)
        #expect(try world.listing("order", "list", as: [ListedOrder].self).count == 1)
        let shown = try world.handbill("order", "show", "--json", first.reference)
        let asked = try HTTPCall(
            "\(serving.address)/api/v1/orders/\(first.reference)", ["-H", "Authorization: Bearer \(token)"]
        ).send()
        #expect(asked.text == shown.text)
        try serving.stop()
    }

    @Test func `stops a token at once, and never writes it down`() throws {
        let world = try World(settings: "http: {port: 0}")
        let (token, other) = (try Self.token(in: world), try Self.token(in: world, "other", "--scope", "desk"))
        let serving = try Serving(in: world)
        func post(_ token: String?) throws -> Int {
            try HTTPCall.post(json: OrderForm().json, to: "\(serving.address)/api/v1/orders", token: token).send()
                .status
        }
        #expect(try post(token) == 201)
        #expect(try post(nil) == 401)
        #expect(try post(other) == 403)
        try world.expectSuccess("token", "revoke", "website")
        #expect(try post(token) == 401)
        #expect(try world.handbill("token", "revoke", "website").exitCode == 66)
        try serving.stop()
        for file in ["state/handbill.sqlite", "state/handbill.sqlite-wal"] where world.exists(file) {
            #expect(try world.read(file).range(of: Data(token.dropFirst(4).utf8)) == nil)
        }
        #expect(!serving.program.complaints.contains("hbt_"))
    }

    @Test func `says later when too many wait, and loses none of those it took`() throws {
        let world = try World(settings: "http: {port: 0}\nreceiver: {waiting: 1}")
        let token = try Self.token(in: world)
        let serving = try Serving(in: world)
        let run = try Program(
            "wrk",
            [
                "-t2", "-c32", "-d2s", "-s", "\(PackageRoot.path)/Sources/Benchmarks/Peers/orders.lua",
                "\(serving.address)/api/v1/orders",
            ], environment: ["HANDBILL_BENCH_TOKEN": token, "HANDBILL_BENCH_RUN": "w"]
        ).run()
        struct Round: Decodable {
            var requests: Int
            var refused: Int
            var broken: Int
        }
        let line = try #require(run.text.split(separator: "\n").last { $0.hasPrefix("{") })
        let round = try JSONDecoder().decode(Round.self, from: Data(line.utf8))
        #expect(round.refused > 0, "some were told to come later")
        #expect(round.broken == 0)
        let taken = round.requests - round.refused
        let stored = try world.listing("order", "list", as: [ListedOrder].self).count
        #expect(taken > 0 && stored >= taken && stored <= taken + 32, "\(taken) taken, \(stored) stored")
        #expect(try HTTPCall("\(serving.address)/metrics").send().text.contains("status=\"503\""))
        try serving.stop()
    }

    @Test func `tells a program nothing of others' orders, and counts what each door took`() throws {
        let world = try World(settings: "http: {port: 0}")
        let (first, second) = (try Self.token(in: world, "first"), try Self.token(in: world, "second"))
        let serving = try Serving(in: world)
        let orders = "\(try serving.address)/api/v1/orders"
        let theirs = try HTTPCall.post(json: OrderForm(id: "a").json, to: orders, token: first).send()
        let ours = try HTTPCall.post(json: OrderForm(id: "b").json, to: orders, token: second).send()
        #expect(ours.text.contains("\"held\""), "the same person, the same item")
        func show(_ reference: String) throws -> HTTPCall.Reply {
            try HTTPCall("\(orders)/\(reference)", ["-H", "Authorization: Bearer \(second)"]).send()
        }
        let shown = try show(ours.reference)
        #expect(shown.status == 200)
        #expect(shown.text.contains("duplicate of another order"))
        #expect(!(shown.text + ours.text).contains(theirs.reference))
        #expect(try show(theirs.reference).status == 404)
        #expect(try world.handbill("order", "show", ours.reference).text.contains(theirs.reference))

        try world.drop(OrderForm.several(3).json, as: "a.json")
        try serving.program.wait { world.exists("queue/accepted/a.json") }
        let metrics = try HTTPCall("\(serving.address)/metrics").send().text
        #expect(metrics.contains("handbill_orders_total{door=\"file\",outcome=\"accepted\"} 3"))
        #expect(metrics.contains("handbill_orders_total{door=\"api\",outcome=\"held\"} 1"))
        try serving.stop()
    }

    @Test func `refuses another body under a key that was used, also one that is no order`() throws {
        let world = try World(settings: "http: {port: 0}")
        let token = try Self.token(in: world)
        let serving = try Serving(in: world)
        let url = "\(try serving.address)/api/v1/orders"
        #expect(try HTTPCall.post(json: OrderForm().json, to: url, token: token, key: "k").send().status == 201)
        let other = try HTTPCall.post(json: #"{"foo": 1}"#, to: url, token: token, key: "k").send()
        let plain = try HTTPCall.post(json: #"{"foo": 1}"#, to: url, token: token).send()
        #expect(other.status == 422 && plain.status == 422)
        #expect(other.text != plain.text, "the key is what is wrong")
        let wide = "{" + (0..<3000).map { "\"key\($0)\": 1" }.joined(separator: ",") + "}"
        let reply = try HTTPCall.post(json: wide, to: url, token: token).send()
        #expect(reply.status == 422)
        #expect(reply.body.count < 10_000, "nobody reads three thousand problems")
        try serving.stop()
    }

    @Test func `says so if its port is taken, and serves the other doors`() throws {
        let port = try ReservedPort()
        let sink = try SMTPSink()
        let listener = try ChildProcess(PackageRoot.python, ["-m", "http.server", "-b", "127.0.0.1", "\(port.number)"])
        try listener.wait(until: { port.answers })
        let world = try World(settings: "http: {port: \(port.number)}\nmail: {url: \"\(sink.url)\"}")
        let serving = try Serving(in: world)
        try serving.program.wait { serving.program.complaints.contains("door not open") }
        try world.drop(OrderForm.several(1).json, as: "a.json")
        try serving.program.wait { try sink.received.count == 1 }
        try serving.stop()
        listener.stop()
    }
}

extension HTTPCall.Reply {
    /// The reference in an answer of the API.
    fileprivate var reference: String {
        String(text.firstMatch(of: /HB-\w{8}/)?.output ?? "")
    }
}
