import Foundation
import TestSupport
import Testing

/// `--json`: the keys are a contract, and so are nulls, times and the order of the rows.
struct JSONContractTests {
    private static let orderKeys =
        "heldBecause lines name neededBy organisation postcode receivedAt reference source state urgent"
    private static let mailKeys = "attempts id kind lastProblem nextAttemptAt reference state"

    /// A world with an order in every state that can be had by hand, and a closed batch.
    private static func world() throws -> (world: World, references: [String]) {
        let world = try World()
        let bare = OrderForm(
            id: "bare", name: "Siân Llywelyn", email: nil,
            address: OrderForm.Address(lines: ["2 Heol y Bont"], town: "Caernarfon", postcode: "LL55 1AA"))
        let full = OrderForm(
            id: "full", organisation: "Example Works", purpose: "own-workplace", neededBy: "2199-12-17",
            note: "For the early shift", language: "en")
        let waiting = OrderForm(
            id: "waiting", name: "Tomasz Nowak", address: OrderForm.Address(lines: ["3 Example Street"]),
            items: [OrderForm.Line(item: "leaflet-3", quantity: 25)])
        let large = OrderForm(
            id: "large", name: "Jo Ashworth", address: OrderForm.Address(lines: ["4 Example Street"]),
            items: [OrderForm.Line(quantity: 2000)])
        let answers = try world.listing(
            "submit", "-", as: [Answer].self, input: [bare, full, waiting, large].json)
        #expect(answers.map(\.outcome) == ["accepted", "accepted", "backordered", "held"])
        #expect(try world.handbill("batch", "close").exitCode == 0)
        return (world, answers.compactMap(\.reference))
    }

    @Test(arguments: ["submit", "check"])
    func `answers an order in a file`(command: String) throws {
        let world = try World()
        let bad = OrderForm(items: [OrderForm.Line(quantity: 110)])
        let rows = try world.listing(command, "-", as: JSONValue.self, input: [OrderForm(), bad].json, exits: 65)
        #expect(rows.keys == "outcome problems reference row source warnings")
        let (good, refused) = (rows.elements[0], rows.elements[1])
        #expect(good["source"] == .string("submit"))
        #expect(good["row"] == .number(1))
        #expect(good["outcome"] == .string("accepted"))
        #expect((good["reference"] == .null) == (command == "check"))
        #expect(good["problems"] == .array([]))
        #expect(refused["row"] == .number(2))
        #expect(refused["outcome"] == .string("rejected"))
        #expect(refused["reference"] == .null)
        #expect(refused["problems"].keys == "column field hint problem")
        #expect(refused["problems"].elements.first?["field"] == .string("quantity"))
        #expect(refused["problems"].elements.first?["column"] == .null)
        #expect(refused["problems"].elements.first?["hint"].text?.contains("100 or 125") == true)
    }

    @Test func `answers a row of a spreadsheet by its number and its column`() throws {
        let world = try World()
        let table = """
            Name,E-mail,Address line 1,Town,Postcode,Items
            Aisha Khan,a@example.org,1 Example Street,Manchester,RH6 OHP,leaflet-1:100
            """
        try world.write(table, to: "orders.csv")
        let rows = try world.listing("submit", "orders.csv", as: [Answer].self, exits: 65)
        #expect(rows.map(\.row) == [2])
        #expect(rows[0].problems.map(\.field) == ["postcode"])
        #expect(rows[0].problems[0].column == "E")
        #expect(rows[0].problems[0].hint?.contains("RH6 0HP") == true)
    }

    @Test func `lists orders, oldest first, whole unless limited`() throws {
        let (world, references) = try Self.world()
        let rows = try world.listing("order", "list", as: JSONValue.self)
        #expect(rows.keys == Self.orderKeys)
        #expect(rows.elements.map { $0["reference"].text } == references)
        #expect(rows.elements.map { $0["state"].text } == ["batched", "batched", "backordered", "held"])
        #expect(rows.elements[0]["organisation"] == .null)
        #expect(rows.elements[0]["neededBy"] == .null)
        #expect(rows.elements[1]["neededBy"] == .string("2199-12-17"))
        #expect(rows.elements[0]["urgent"] == .bool(false))
        #expect(rows.elements[0]["source"] == .string("submit"))
        #expect(rows.elements[0]["lines"].keys == "item quantity")
        #expect(rows.elements[3]["heldBecause"] == .array([.string("quantity")]))
        for row in rows.elements { try Self.expectTime(row["receivedAt"]) }
        let limited = try world.listing("order", "list", "--limit", "2", as: JSONValue.self)
        #expect(limited == .array(Array(rows.elements.prefix(2))))
        let held = try world.listing("order", "list", "--state", "held", as: JSONValue.self)
        #expect(held == .array([rows.elements[3]]))
    }

    @Test(arguments: ["llywelyn", "ll551aa", "LL55 1AA"])
    func `finds an order by a part of it`(text: String) throws {
        let (world, references) = try Self.world()
        let rows = try world.listing("order", "find", text, as: JSONValue.self)
        #expect(rows.keys == Self.orderKeys)
        #expect(rows.elements.map { $0["reference"].text } == [references[0]])
        #expect(try world.listing("order", "find", "nobody", as: JSONValue.self) == .array([]))
    }

    @Test func `shows everything about an order`() throws {
        let (world, references) = try Self.world()
        let keys = (Self.orderKeys + " address batch email history mails note sequence").split(separator: " ").sorted()
        let bare = try world.listing("order", "show", references[0], as: JSONValue.self)
        let full = try world.listing("order", "show", references[1].lowercased(), as: JSONValue.self)
        let held = try world.listing("order", "show", references[3], as: JSONValue.self)
        for order in [bare, full, held] { #expect(order.keys == keys.joined(separator: " ")) }
        #expect(bare["email"] == .null)
        #expect(bare["note"] == .null)
        #expect(bare["mails"] == .array([]))
        #expect(bare["address"].keys == "country lines postcode town")
        #expect(bare["address"]["country"] == .string("GB"))
        #expect(full["note"] == .string("For the early shift"))
        #expect(full["mails"].keys == Self.mailKeys)
        #expect(full["batch"].text?.hasSuffix("-1") == true)
        #expect(held["batch"] == .null)
        #expect(held["sequence"] == .null)
        #expect(full["history"].keys == "at what who")
        #expect(full["history"].elements.count == 2)
        for entry in full["history"].elements { try Self.expectTime(entry["at"]) }
    }

    @Test func `lists batches and what closing made`() throws {
        let world = try World()
        let keys = "closedAt id orders packets state"
        #expect(try world.listing("batch", "list", as: JSONValue.self) == .array([]))
        #expect(try world.listing("batch", "close", as: JSONValue.self) == .array([]))
        try world.accept(OrderForm.several(3))
        let rehearsed = try world.listing("batch", "close", "--dry-run", as: JSONValue.self)
        #expect(rehearsed.keys == keys)
        let first = try world.listing("batch", "close", as: JSONValue.self)
        #expect(first.keys == keys)
        #expect(first.elements.map { $0["orders"] } == [.number(3)])
        #expect(first.elements.map { $0["state"] } == [.string("closed")])
        try Self.expectTime(first.elements[0]["closedAt"])
        try world.accept([OrderForm()])
        let second = try world.listing("batch", "close", as: JSONValue.self)
        #expect(second.elements.count == 1, "the new ones only")
        let all = try world.listing("batch", "list", as: JSONValue.self)
        #expect(all == .array(first.elements + second.elements))
        #expect(try world.listing("batch", "list", "--limit", "1", as: JSONValue.self) == first)
        #expect(first.elements[0]["id"].text?.hasSuffix("-1") == true)
        #expect(second.elements[0]["id"].text?.hasSuffix("-2") == true)
    }

    @Test func `closes only what is named`() throws {
        let world = try World()
        let references = try world.accept(OrderForm.several(3))
        let closed = try world.listing(
            "batch", "close", "--only", references[2], references[0], as: [ListedBatch].self)
        #expect(closed.map(\.orders) == [2])
        let left = try world.listing("order", "list", "--state", "accepted", as: [ListedOrder].self)
        #expect(left.map(\.reference) == [references[1]])
    }

    @Test func `shows a batch by its sequence`() throws {
        let world = try World()
        var orders = OrderForm.several(3)
        orders[1].items = [OrderForm.Line(quantity: 1000), OrderForm.Line(item: "poster-a3", quantity: 5)]
        try world.accept(orders)
        #expect(try world.handbill("batch", "close").exitCode == 0)
        let batch = try world.listing("batch", "show", "latest", as: JSONValue.self)
        #expect(batch.keys == "closedAt id orders packets state totals")
        #expect(batch["orders"].keys == "bundle lines postcode reference sequence state")
        #expect(batch["packets"].keys == "bundle of orders part sequence")
        #expect(batch["totals"] == .object(["leaflet-1": .number(1100), "poster-a3": .number(5)]))
        let numbers = batch["packets"].elements.map { $0["sequence"] }
        #expect(numbers == (1...numbers.count).map { .number(Double($0)) })
        #expect(numbers.count == 4, "1,000 copies go in two packets of 500")
        let sequences = batch["orders"].elements.compactMap { element -> Double? in
            if case .number(let number) = element["sequence"] { number } else { nil }
        }
        #expect(sequences == sequences.sorted())
        #expect(sequences.count == 3)
        let id = try #require(batch["id"].text)
        #expect(try world.listing("batch", "show", id, as: JSONValue.self) == batch)
    }

    @Test func `lists mails, oldest first`() throws {
        let (world, references) = try Self.world()
        let rows = try world.listing("mail", "list", as: JSONValue.self)
        #expect(rows.keys == Self.mailKeys)
        #expect(rows.elements.map { $0["reference"].text } == Array(references.dropFirst()))
        #expect(rows.elements.map { $0["kind"].text } == ["confirmation", "backordered", "held"])
        for row in rows.elements {
            #expect(row["state"] == .string("queued"))
            #expect(row["attempts"] == .number(0))
            #expect(row["lastProblem"] == .null)
            try Self.expectTime(row["nextAttemptAt"])
        }
        let limited = try world.listing("mail", "list", "--limit", "1", as: JSONValue.self)
        #expect(limited == .array([rows.elements[0]]))
    }

    @Test func `lists items with what is to be printed of them`() throws {
        let (world, _) = try Self.world()
        let rows = try world.listing("item", "list", as: JSONValue.self)
        #expect(rows.keys == "backordered batched dispatched item ordered shipsFrom title")
        let leaflet = try #require(rows.elements.first { $0["item"] == .string("leaflet-1") })
        #expect(leaflet["batched"] == .number(200))
        #expect(leaflet["dispatched"] == .number(0))
        #expect(leaflet["shipsFrom"] == .null)
        #expect(leaflet["title"] == .string("First leaflet"))
        let waiting = try #require(rows.elements.first { $0["item"] == .string("leaflet-3") })
        #expect(waiting["backordered"] == .number(25))
        #expect(waiting["shipsFrom"] == .string("unknown"))
        #expect(try world.listing("item", "list", "--limit", "2", as: JSONValue.self).elements.count == 2)
    }

    @Test func `says what a postcode is`() throws {
        let world = try World()
        let codes = ["m90sq", "BFPO 57", "IM1 3QZ", "GX11 1AA", "d02x285", "RH6 OHP"]
        let run = try world.run(["postcode"] + codes + ["--json"])
        #expect(run.exitCode == 65)
        let rows = try JSONDecoder().decode(JSONValue.self, from: run.output)
        #expect(rows.keys == "area district formatted hint input kind problem sector unit valid")
        #expect(rows.elements.map { $0["input"].text } == codes)
        #expect(
            rows.elements.map { $0["kind"].text } == ["uk", "bfpo", "crown", "gibraltar", "ireland", nil])
        #expect(rows.elements.map { $0["valid"] } == [true, true, true, true, true, false].map { .bool($0) })
        #expect(rows.elements[0]["formatted"] == .string("M9 0SQ"))
        #expect(rows.elements[0]["area"] == .string("M"))
        #expect(rows.elements[0]["district"] == .string("M9"))
        #expect(rows.elements[0]["problem"] == .null)
        #expect(rows.elements[5]["hint"].text?.contains("RH6 0HP") == true)
        #expect(rows.elements[5]["formatted"] == .null)
    }

    /// Expects RFC 3339 in UTC, whole seconds, `Z`, and a moment of these minutes.
    private static func expectTime(_ value: JSONValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let text = try #require(value.text, sourceLocation: sourceLocation)
        #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, sourceLocation: sourceLocation)
        let moment = try Date(text, strategy: .iso8601)
        #expect(abs(moment.timeIntervalSinceNow) < 600, sourceLocation: sourceLocation)
    }
}
