import Foundation
import HTTPTypes
import Orders
import Store
import Testing

@testable import Fulfilment
@testable import Web

/// The API without a server around it.
struct APIWorld {
    var world: ServerWorld
    let token: String
    let api: OrdersAPI

    init(rate: Int? = nil, _ change: (inout ServerWorld) -> Void = { _ in }) async throws {
        world = try ServerWorld()
        change(&world)
        token = try await world.token(rate: rate)
        api = world.api
    }

    func post(_ body: String, _ headers: HTTPFields = [:], token: String? = nil) async throws -> WebAnswer {
        var all: HTTPFields = [.contentType: "application/json", .authorization: "Bearer \(token ?? self.token)"]
        for field in headers { all[field.name] = field.value.isEmpty ? nil : field.value }
        return try await api.answer(request(body, all))
    }

    func request(_ body: String, _ headers: HTTPFields? = nil) -> WebRequest {
        WebRequest(
            method: .post, path: "/api/v1/orders",
            headers: headers ?? [.contentType: "application/json", .authorization: "Bearer \(token)"],
            body: Array(body.utf8), client: "192.0.2.1")
    }

    func get(_ path: String, token: String? = nil, method: HTTPRequest.Method = .get) async throws -> WebAnswer {
        let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
        return try await api.answer(WebRequest(method: method, path: path, headers: headers, client: "192.0.2.1"))
    }

    var orders: [PlacedOrder] {
        get async throws { try await world.store.orders() }
    }
}

extension WebAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }

    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }

    var list: [[String: Any]] {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [[String: Any]] ?? []
    }

    /// The fields with a problem.
    var fields: [String] {
        (object["problems"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
    }

    var isReplayed: Bool { headers[.idempotentReplayed] == "true" }
}

enum Sample {
    /// An order with nothing wrong in it.
    static func order(
        id: String? = nil, name: String = "Aisha Khan", quantity: Int = 100, more: String = ""
    ) -> String {
        let id = id.map { #""id": "\#($0)", "# } ?? ""
        return """
            {\(id)"name": "\(name)", "email": "aisha@example.org",
             "address": {"lines": ["Unit 2", "1 Example Street"], "town": "Manchester", "postcode": "m90sq"},
             "items": [{"item": "leaflet-1", "quantity": \(quantity)}]\(more)}
            """
    }
}

@Suite struct OrdersAPITests {
    @Test func `takes an order and says where it is`() async throws {
        let world = try await APIWorld { $0.publicURL = "https://leaflets.example.org" }
        let answer = try await world.post(Sample.order(id: "web-1"))
        #expect(answer.status == .created)
        #expect(answer.headers[.contentType] == "application/json")
        let reference = try #require(try await world.orders.first?.reference)
        #expect(answer.headers[.location] == "/api/v1/orders/\(reference)")
        let link = "https://leaflets.example.org/order/\(reference)?key=\(world.world.store.statusKey(of: reference))"
        #expect(
            answer.text
                == #"{"reference":"\#(reference)","outcome":"accepted","statusURL":"\#(link)","problems":[],"#
                + #""warnings":[]}"#)
        #expect(!answer.isReplayed)
        let history = try await world.world.store.history(of: reference)
        #expect(history.first?.who == "token website")
        #expect(try await world.orders.first?.door == .api)
    }

    @Test(arguments: [
        (Sample.order(quantity: 2_000), "held"),
        (Sample.order().replacing("leaflet-1", with: "leaflet-2"), "backordered"),
    ])
    func `says what became of it`(body: String, outcome: String) async throws {
        let answer = try await APIWorld().post(body)
        #expect(answer.status == .created)
        #expect(answer.object["outcome"] as? String == outcome)
    }

    @Test func `gives a path where there is no public address`() async throws {
        let answer = try await APIWorld().post(Sample.order())
        #expect((answer.object["statusURL"] as? String)?.hasPrefix("/order/HB-") == true)
    }

    @Test func `lists every problem at once, each with its field`() async throws {
        let world = try await APIWorld()
        let answer = try await world.post(
            #"{"nmae": 5, "address": {"lines": "x", "postcode": "ZZ99 9ZZZ"}, "items": [{"item": "leaflet-1", "quantity": "7"}], "neededBy": true}"#
        )
        #expect(answer.status == .unprocessableContent)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.object["status"] as? Int == 422)
        #expect(answer.object["type"] as? String == "/openapi.yaml#/components/responses/Refused")
        #expect(answer.object["title"] != nil && answer.object["detail"] != nil)
        for field in ["nmae", "name", "addressLine1", "quantity", "neededBy", "postcode", "town"] {
            #expect(answer.fields.filter { $0 == field }.count == 1, "\(field) in \(answer.fields)")
        }
        #expect(try await world.orders.isEmpty)
    }

    @Test(arguments: [
        (#"{"name": "A"#, 400, "line 1, column 10"), ("{\n  \"a\": 1,\n  x}", 400, "line 3, column 3"),
        ("", 400, "line 1, column 1"), ("{} {}", 400, "line 1, column 4"), ("{}\n{}", 400, "line 2, column 1"),
        ("\u{FEFF}", 400, "line 1, column 1"), ("[{}", 400, "line 1, column 4"),
        (#"{"a": "\u0000"}"#, 400, "line 1, column 8"), ("5", 422, "a number"), ("null", 422, "null"),
        (#""x""#, 422, "a text"), ("[]", 422, "empty"),
        (String(repeating: "[", count: 100), 400, "nested deeper"),
    ])
    func `refuses what is no order, and says where`(body: String, status: Int, words: String) async throws {
        let answer = try await APIWorld().post(body)
        #expect(answer.status.code == status)
        #expect((answer.object["detail"] as? String)?.contains(words) == true, "\(answer.text)")
        #expect(answer.fields == ["row"])
    }

    @Test func `refuses bytes that are no UTF-8`() async throws {
        let world = try await APIWorld()
        let request = WebRequest(
            method: .post, path: "/api/v1/orders",
            headers: [.contentType: "application/json", .authorization: "Bearer \(world.token)"],
            body: Array(#"{"name": ""#.utf8) + [0xFF] + Array(#""}"#.utf8), client: "192.0.2.1")
        let answer = try await world.api.answer(request)
        #expect(answer.status == .badRequest)
        #expect((answer.object["detail"] as? String)?.contains("not UTF-8") == true)
    }

    @Test(arguments: [
        ("text/plain", "", 415), ("application/json; charset=latin1", "", 415), ("", "", 415),
        ("application/jsonp", "", 415), ("application/json", "gzip", 415),
        ("application/json; charset=utf-8", "", 201), ("Application/JSON;charset=\"UTF-8\"", "identity", 201),
    ])
    func `takes JSON in UTF-8 and nothing else`(type: String, coding: String, status: Int) async throws {
        let answer = try await APIWorld().post(
            Sample.order(), [.contentType: type, .contentEncoding: coding])
        #expect(answer.status.code == status)
    }

    @Test func `bounds one order and an array of them`() async throws {
        let world = try await APIWorld()
        let note = String(repeating: "a", count: 70_000)
        #expect(try await world.post(Sample.order(more: #", "note": "\#(note)""#)).status == .contentTooLarge)
        #expect(try await world.post("  [\(Sample.order(id: "1", more: #", "note": "\#(note)""#))]").status == .ok)
        let padding = String(repeating: " ", count: 1_048_576)
        #expect(try await world.post("[\(Sample.order())\(padding)]").status == .contentTooLarge)
        let many = Array(repeating: "{}", count: 1_001).joined(separator: ",")
        let answer = try await world.post("[\(many)]")
        #expect(answer.status == .unprocessableContent)
        #expect((answer.object["detail"] as? String)?.contains("1001 orders") == true)
        #expect(try await world.orders.isEmpty)
    }

    @Test func `says "later" when too many wait, and has done nothing`() async throws {
        let world = try await APIWorld { $0.room = WaitingRoom(capacity: 1) }
        try world.world.room.enter(1)
        await #expect(throws: WaitingRoom.Full.self) { try await world.post(Sample.order()) }
        #expect(try await world.orders.isEmpty)
        world.world.room.leave(1)
        #expect(try await world.post(Sample.order()).status == .created)
    }

    @Test func `escapes whatever an order repeats`() async throws {
        let answer = try await APIWorld().post(#"{"a\"\\\u0001é\n😀": 1}"#)
        #expect(answer.fields.contains("a\"\\\u{1}é\n😀"))
    }
}

@Suite struct ArrayTests {
    @Test func `answers each in its place, and takes the good ones`() async throws {
        let world = try await APIWorld()
        let answer = try await world.post(
            "[\(Sample.order(id: "1")), 5, {\"name\": 7}, \(Sample.order(id: "2", name: "Tomos Rhys"))]")
        #expect(answer.status == .ok)
        #expect(answer.list.map { $0["outcome"] as? String } == ["accepted", "rejected", "rejected", "accepted"])
        #expect(answer.list[1]["reference"] is NSNull)
        #expect(answer.list[1]["statusURL"] is NSNull)
        let fields = (answer.list[2]["problems"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
        #expect(fields.filter { $0 == "name" }.count == 1)
        #expect(answer.headers[.location] == nil)
        #expect(try await world.orders.count == 2)
    }

    @Test func `tells equal orders without an id apart, and knows them again`() async throws {
        let world = try await APIWorld()
        let body = "[\(Sample.order()), \(Sample.order()),\n\(Sample.order())]"
        let first = try await world.post(body)
        #expect(try await world.orders.count == 3)
        let second = try await world.post(body)
        #expect(second.isReplayed)
        #expect(second.body == first.body)
        #expect(try await world.orders.count == 3)
    }

    @Test func `keeps each order word for word`() async throws {
        let world = try await APIWorld()
        let odd = Sample.order(id: "1", name: "A ] } , \\\" [ B")
        let answer = try await world.post("[ \(odd) ,\n \(Sample.order(id: "2"))\t]")
        let reference = try #require(answer.list[0]["reference"] as? String)
        #expect(try await world.world.store.original(of: Reference(reading: reference)) == odd)
    }
}

@Suite struct ReplayTests {
    @Test func `gives the first answer again to the same id`() async throws {
        let world = try await APIWorld()
        let first = try await world.post(Sample.order(id: "web-1"))
        let again = try await world.post(Sample.order(id: "web-1").replacing("  ", with: " "))
        #expect(again.status == .created)
        #expect(again.isReplayed)
        #expect(again.body == first.body)
        #expect(again.headers[.location] == first.headers[.location])
        #expect(try await world.orders.count == 1)
    }

    @Test func `isn't taken in by an id that it knows where the order has a key too many`() async throws {
        let world = try await APIWorld()
        _ = try await world.post(Sample.order(id: "web-1"))
        let odd = try await world.post(Sample.order(id: "web-1", more: #", "colour": 1"#))
        #expect(odd.status == .unprocessableContent)
        #expect(odd.fields == ["colour"])
    }

    @Test func `uses up no key for an array without one good order`() async throws {
        let world = try await APIWorld()
        let first = try await world.post("[{}, 5]", [.idempotencyKey: "k"])
        #expect(first.list.map { $0["outcome"] as? String } == ["rejected", "rejected"])
        #expect(try await world.post("[5]", [.idempotencyKey: "k"]).status == .ok)
        #expect(try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"]).status == .created)
        #expect(try await world.post("[5]", [.idempotencyKey: "k"]).status == .unprocessableContent)
    }

    @Test func `refuses the same id for another order`() async throws {
        let world = try await APIWorld()
        _ = try await world.post(Sample.order(id: "web-1"))
        let other = try await world.post(Sample.order(id: "web-1", quantity: 50))
        #expect(other.status == .unprocessableContent)
        #expect(other.fields == ["id"])
    }

    @Test func `gives the first answer again to the same key, also after a restart`() async throws {
        let world = try await APIWorld()
        let first = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k-1"])
        let again = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k-1"])
        #expect(again.body == first.body && again.isReplayed && !first.isReplayed)
        #expect(again.headers[.location] == first.headers[.location])
        // Another API over the same store: what a restart leaves.
        let other = world.world.api
        let request = WebRequest(
            method: .post, path: "/api/v1/orders",
            headers: [
                .contentType: "application/json", .authorization: "Bearer \(world.token)", .idempotencyKey: "k-1",
            ], body: Array(Sample.order(id: "1").utf8), client: "192.0.2.1")
        let later = try await other.answer(request)
        #expect(later.body == first.body && later.status == .created && later.isReplayed)
    }

    @Test func `refuses the same key for another body`() async throws {
        let world = try await APIWorld()
        _ = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"])
        let other = try await world.post(Sample.order(id: "2"), [.idempotencyKey: "k"])
        #expect(other.status == .unprocessableContent)
        #expect(other.object["type"] as? String == "/openapi.yaml#/components/responses/KeyUsed")
        #expect(try await world.orders.count == 1)
    }

    @Test func `uses up no key for a rejection, and none of another token's`() async throws {
        let world = try await APIWorld()
        #expect(try await world.post("{}", [.idempotencyKey: "k"]).status == .unprocessableContent)
        #expect(try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"]).status == .created)
        let other = try await world.world.token("other")
        let theirs = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"], token: other)
        #expect(theirs.status == .created && !theirs.isReplayed)
    }

    @Test func `keeps the answer to a whole array, rejected ones and all`() async throws {
        let world = try await APIWorld()
        let body = "[\(Sample.order(id: "1")), {}]"
        let first = try await world.post(body, [.idempotencyKey: "k"])
        let again = try await world.post(body, [.idempotencyKey: "k"])
        #expect(first.status == .ok && again.status == .ok)
        #expect(again.body == first.body && again.isReplayed && !first.isReplayed)
    }

    @Test func `answers 409 while the same request is being worked on`() async throws {
        let world = try await APIWorld()
        let key = RequestsInFlight.Key(producer: "token:website", key: "k")
        #expect(world.world.memory.inFlight.enter(key))
        let answer = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"])
        #expect(answer.status == .conflict)
        #expect(answer.headers[.retryAfter] == "1")
        world.world.memory.inFlight.leave(key)
        #expect(try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"]).status == .created)
        // The first has left: it isn't in flight for ever.
        #expect(try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"]).isReplayed)
    }

    @Test func `makes one order of the same request sent many times at once`() async throws {
        let world = try await APIWorld()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"]).status.code }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(statuses).isSubset(of: [201, 409]))
        #expect(statuses.contains(201))
        #expect(try await world.orders.count == 1)
    }

    @Test(arguments: [
        ("a", 201), (#""8e03978e""#, 201), (String(repeating: "k", count: 255), 201),
        (String(repeating: "k", count: 256), 400), ("a b", 400), ("é", 400),
    ])
    func `takes visible ASCII as a key, as it stands`(key: String, status: Int) async throws {
        let answer = try await APIWorld().post(Sample.order(), [.idempotencyKey: key])
        #expect(answer.status.code == status)
        if status == 400 { #expect(answer.fields == ["Idempotency-Key"]) }
    }
}

@Suite struct AdmissionTests {
    @Test(arguments: [
        ("", #"Bearer realm="orders""#), ("Basic dXNlcjpw", #"Bearer realm="orders""#),
        ("Bearer", #"Bearer realm="orders""#),
        ("Bearer hbt_00000000000000000000000000000000", #"Bearer realm="orders", error="invalid_token""#),
        ("Bearer nonsense", #"Bearer realm="orders", error="invalid_token""#),
    ])
    func `asks for a token`(header: String, challenge: String) async throws {
        let answer = try await APIWorld().post(Sample.order(), [.authorization: header])
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate] == challenge)
    }

    @Test func `refuses a token of another scope, and one that was revoked`() async throws {
        let world = try await APIWorld()
        let desk = try await world.world.token("desk", .desk)
        #expect(try await world.post(Sample.order(), token: desk).status == .forbidden)
        _ = try await world.world.store.revokeToken("website", at: ServerWorld.now)
        #expect(try await world.post(Sample.order()).status == .unauthorized)
    }

    @Test func `refuses a body that was sent after its token was revoked`() async throws {
        let world = try await APIWorld()
        let request = world.request(Sample.order())
        var admission = try await world.api.admit(request)
        #expect(admission.refusal == nil)
        _ = try await world.world.store.revokeToken("website", at: ServerWorld.now)
        admission.at -= .seconds(2)
        #expect(try await world.api.answer(request, admission).status == .unauthorized)
        #expect(try await world.world.store.orders().isEmpty)
    }

    @Test func `counts each token's requests, and says when to come again`() async throws {
        let world = try await APIWorld(rate: 3)
        for _ in 0..<3 { #expect(try await world.post("{}").status == .unprocessableContent) }
        let answer = try await world.post(Sample.order())
        #expect(answer.status == .tooManyRequests)
        let wait = try #require(answer.headers[.retryAfter].flatMap { Int($0) })
        #expect((1...120).contains(wait))
        let other = try await world.world.token("other")
        #expect(try await world.post(Sample.order(), token: other).status == .created)
        #expect(try await world.get("/api/v1/items").status == .ok)
    }

    @Test func `looks at the token before anything else`() async throws {
        let world = try await APIWorld()
        #expect(try await world.get("/api/v1/orders").status == .unauthorized)
        #expect(try await world.get("/api/v1/orders", token: world.token).status == .methodNotAllowed)
        #expect(try await world.get("/api/v2/orders").status == .notFound)
        #expect(try await world.get("/api/v1/orders/", token: world.token).status == .notFound)
    }
}

@Suite struct TokenRatesTests {
    @Test func `lets the rate through in any minute, and no more`() {
        let rates = TokenRates()
        var passed: [Int64] = []
        for second in Int64(0)..<600 where rates.count("a", rate: 10, at: second) == nil { passed.append(second) }
        for start in Int64(0)..<540 {
            // Two counters estimate: a window may see a little more where requests were crowded.
            #expect(passed.filter { (start..<(start + 60)).contains($0) }.count <= 12)
        }
        #expect(passed.count > 60)
    }

    @Test func `tells a time after which there is room`() throws {
        let rates = TokenRates()
        for _ in 0..<5 { #expect(rates.count("a", rate: 5, at: 100) == nil) }
        let wait = try #require(rates.count("a", rate: 5, at: 100))
        #expect(rates.count("a", rate: 5, at: 100 + Int64(wait) - 1) != nil)
        #expect(rates.count("a", rate: 5, at: 100 + Int64(wait)) == nil)
    }

    @Test func `forgets what is long ago`() {
        let rates = TokenRates()
        #expect(rates.count("a", rate: 1, at: 0) == nil)
        #expect(rates.count("a", rate: 1, at: 10) != nil)
        #expect(rates.count("a", rate: 1, at: 120) == nil)
    }
}

@Suite struct ReadingTests {
    @Test func `shows a token its own orders and no others`() async throws {
        let world = try await APIWorld()
        let answer = try await world.post(Sample.order())
        let path = try #require(answer.headers[.location])
        let shown = try await world.get(path, token: world.token)
        #expect(shown.status == .ok)
        #expect(shown.object["name"] as? String == "Aisha Khan")
        let reference = path.split(separator: "/").last ?? ""
        #expect(
            try await world.get("/api/v1/orders/\(reference.dropFirst(3).lowercased())", token: world.token).status
                == .ok)
        let other = try await world.world.token("other")
        #expect(try await world.get(path, token: other).status == .notFound)
        #expect(try await world.get(path).status == .unauthorized)
    }

    @Test func `says so where a reference is mistyped`() async throws {
        let world = try await APIWorld()
        let wrong = try await world.get("/api/v1/orders/HB-00000001", token: world.token)
        #expect(wrong.status == .notFound)
        #expect(wrong.text.contains("check character"))
        let none = try await world.get("/api/v1/orders/x", token: world.token)
        #expect(none.status == .notFound)
        #expect(none.fields == ["reference"])
    }

    @Test func `lists what can be ordered today, nulls written`() async throws {
        let answer = try await APIWorld().get("/api/v1/items")
        #expect(answer.status == .ok)
        #expect(
            answer.text == #"[{"item":"leaflet-1","title":"First leaflet","pack":25,"maximum":1000,"shipsFrom":null,"#
                + #""availableUntil":null,"download":null,"picture":null},{"item":"leaflet-2","#
                + #""title":"Coming “soon”","pack":25,"maximum":500,"shipsFrom":"unknown","availableUntil":null,"#
                + #""download":null,"picture":null}]"#)
    }

    @Test func `lists nothing once the campaign has closed`() async throws {
        var world = try ServerWorld().api.parts
        world.rules.closes = LocalDate("2026-12-06")
        let api = OrdersAPI(parts: world, memory: OrdersAPI.Memory())
        let answer = try await api.answer(WebRequest(method: .get, path: "/api/v1/items", client: ""))
        #expect(answer.text == "[]")
    }
}

@Suite struct CountingTests {
    @Test func `counts what became of orders, once`() async throws {
        let world = try await APIWorld()
        _ = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"])
        _ = try await world.post(Sample.order(id: "1"), [.idempotencyKey: "k"])
        _ = try await world.post(Sample.order(id: "1"))
        _ = try await world.post("[{}, \(Sample.order(quantity: 2000))]")
        let figures = MetricLines(world.world.registry)
        func count(_ outcome: String) -> String? {
            figures[#"handbill_orders_total{door="api",outcome="\#(outcome)"}"#]
        }
        #expect(count("accepted") == "1")
        #expect(count("duplicate") == "1")
        #expect(count("rejected") == "1")
        #expect(count("held") == "1")
    }
}
