import Fulfilment
import HTTPTypes
import Orders
import Store
import Testing

@testable import Web

/// The page of an order, from the confirmation to the end.
@Suite struct StatusPageTests {
    private let world: PagesWorld

    init() throws { world = try PagesWorld() }

    private func placed() async throws -> (reference: Reference, link: String) {
        let answer = try await world.ordered()
        let reference = try #require(try await world.onlyOrder()?.reference)
        return (reference, String(answer.location.dropLast("&sent=1".count)))
    }

    @Test func `a confirmation says the reference, what comes next, and the address`() async throws {
        let (reference, link) = try await placed()
        let page = try await world.get(link + "&sent=1")
        for words in [
            "We have your order", "\(reference)", "In the queue", "We expect to post it on Monday 7 December 2026",
            "100 copies", "First <leaflet>", "MANCHESTER", "until 16:00 on Monday 7 December 2026",
            "print or save this page",
        ] {
            #expect(page.words.contains(words), "\(words)")
        }
        #expect(!(try await world.get(link)).words.contains("We have your order"))
    }

    @Test func `a wrong key and a wrong reference give the same page`() async throws {
        let (reference, link) = try await placed()
        let other = Reference(number: 12_345)
        let wrong = [
            "/order/\(reference)", "/order/\(reference)?key=",
            "/order/\(reference)?key=\(String(repeating: "0", count: 32))",
            "/order/\(other)?key=\(world.store.statusKey(of: reference))", "/order/nonsense?key=1",
            "/order/\(other)?key=\(world.store.statusKey(of: other))",
        ]
        var pages: Set<String> = []
        for path in wrong {
            let page = try await world.get(path)
            #expect(page.status == 404)
            pages.insert(page.html)
        }
        for path in ["cancel", "address"] {
            let page = try await world.post("/order/\(reference)/\(path)", [("key", "wrong")])
            #expect(page.status == 404)
            pages.insert(page.html)
        }
        #expect(pages.count == 1)
        #expect(try await world.onlyOrder()?.state == .accepted)
        #expect(try await world.get(link).status == 200)
    }

    @Test func `an order can be cancelled, once for all`() async throws {
        let (reference, link) = try await placed()
        let question = try await world.get(link + "&cancel=1")
        #expect(question.heading.hasPrefix("Cancel your order?"))
        #expect(try await world.onlyOrder()?.state == .accepted)
        let button = try #require(question.button("Yes, cancel it"))
        for _ in 1...2 {
            let answer = try await world.post(button.action, question.fields)
            #expect(answer.status == 303 && answer.location == link)
        }
        #expect(try await world.onlyOrder()?.state == .cancelled)
        #expect(try await world.store.history(of: reference).filter { $0.what == "cancelled" }.map(\.who) == ["web"])
        #expect(try await world.get(link).words.contains("nothing will be sent"))
        let address = try await world.post("/order/\(reference)/address", question.fields)
        #expect(address.status == 409)
    }

    @Test func `the address can be corrected, by the rules of a new order`() async throws {
        let (reference, link) = try await placed()
        let form = try await world.get(link + "&address=1")
        #expect(form.value("name") == "Niamh O'Brien" && form.value("postcode") == "M9 0SQ")
        #expect(form.value("address-line3") == "")
        func with(_ changes: [String: String]) -> [(name: String, value: String)] {
            form.fields.map { ($0.name, changes[$0.name] ?? $0.value) }
        }
        let path = "/order/\(reference)/address"
        let wrong = try await world.post(path, with(["address-line1": "", "postcode": "M9 OSQ", "town": "<b>"]))
        #expect(wrong.status == 422 && wrong.title.hasPrefix("Error: "))
        #expect(wrong.errors.map(\.id) == ["address-line1", "town", "postcode"])
        #expect(wrong.html.contains("Address line 3 <span class=\"optional\">(optional)</span>"))
        for (id, _) in wrong.errors {
            #expect(wrong.element(id) != nil && wrong.element("\(id)-error") != nil, "\(id)")
        }
        #expect(wrong.value("postcode") == "M9 OSQ" && wrong.value("town") == "<b>")
        #expect(try await world.onlyOrder()?.order.address.lines == ["1 Example Street"])

        let changes = [
            "address-line1": "Flat 2; rear = left", "address-line2": "3 Example Street", "name": "N. O'Brien",
        ]
        var changed = ""
        for _ in 1...2 {
            let answer = try await world.post(path, with(changes))
            #expect(answer.status == 303 && answer.location.hasPrefix(link + "&changed="))
            changed = answer.location
        }
        let order = try #require(try await world.onlyOrder()?.order)
        #expect(order.address.lines == ["Flat 2; rear = left", "3 Example Street"] && order.name == "N. O'Brien")
        let amendments = try await world.store.history(of: reference).filter { $0.what.hasPrefix("amended") }
        #expect(amendments.map(\.who) == ["web"])
        #expect(try await world.get(changed).words.contains("The address has been changed."))
        #expect(!(try await world.get(link + "&changed=1")).words.contains("The address has been changed."))
        let fresh = try await world.get(link + "&address=1")
        let fewer = fresh.fields.map { ($0.name, $0.name == "address-line2" ? "" : $0.value) }
        #expect(try await world.post(path, fewer).status == 303)
        #expect(try await world.onlyOrder()?.order.address.lines.count == 1)
        #expect(!(try await world.get(changed)).words.contains("The address has been changed."))
    }

    @Test func `nobody gets a flood of mails from corrections: above the limit of orders none is made`() async throws {
        let (reference, link) = try await placed()
        let path = "/order/\(reference)/address"
        func correct(_ line: String) async throws -> SeenPage {
            let form = try await world.get(link + "&address=1")
            return try await world.post(
                path, form.fields.map { ($0.name, $0.name == "address-line1" ? line : $0.value) })
        }
        // What changes nothing, or can't be taken, sends nothing and doesn't count.
        for _ in 1...20 { #expect(try await correct("1 Example Street").status == 303) }
        for _ in 1...20 { #expect(try await correct("").status == 422) }
        for number in 1...10 { #expect(try await correct("\(number) New Street").status == 303) }
        let refused = try await correct("11 New Street")
        #expect(refused.status == 429 && refused.answer.headers[.retryAfter] == "3600")
        #expect(refused.words.contains("in about 60 minutes") && refused.value("address-line1") == "11 New Street")
        #expect(try await correct("10 New Street").status == 303)
        #expect(try await correct("").status == 422)
        #expect(try await world.onlyOrder()?.order.address.lines == ["10 New Street"])
        world.time.advance(by: 3_600)
        #expect(try await correct("11 New Street").status == 303)
    }

    @Test func `an address that somebody corrected meanwhile isn't undone by an older page`() async throws {
        let (reference, link) = try await placed()
        let old = try await world.get(link + "&address=1")
        _ = try await Mender(store: world.store, rules: world.rules(), clock: world.clock)
            .amend(reference, ["addressLine1=2 Right Street"], who: "test")
        for fields in [old.fields, old.fields.filter { $0.name != "seen" }] {
            let page = try await world.post("/order/\(reference)/address", fields)
            #expect(page.status == 409 && page.words.contains("has been corrected since you opened this page"))
            #expect(page.value("address-line1") == "2 Right Street")
            #expect(try await world.onlyOrder()?.order.address.lines == ["2 Right Street"])
            let again = page.fields.map { ($0.name, $0.name == "address-line1" ? "3 Best Street" : $0.value) }
            if fields.count == old.fields.count { continue }
            #expect(try await world.post("/order/\(reference)/address", again).status == 303)
            #expect(try await world.onlyOrder()?.order.address.lines == ["3 Best Street"])
        }
    }

    @Test func `a confirmation that was kept is the page of the order once that is packed`() async throws {
        let (_, link) = try await placed()
        try await world.closeBatch()
        let page = try await world.get(link + "&sent=1")
        #expect(page.heading.hasPrefix("Your order") && !page.words.contains("We have your order"))
    }

    @Test func `what is marked as posted on a day without post goes with the next one`() async throws {
        let (reference, link) = try await placed()
        try await world.closeBatch()
        let batch = try #require(try await world.onlyOrder()?.batch)
        // From Monday to Sunday.
        world.time.advance(by: 6 * 86_400)
        _ = try await world.store.dispatch([reference], of: batch, grace: 900, at: world.time.now, who: "test")
        for _ in ["Sunday", "Monday"] {
            let page = try await world.get(link)
            #expect(page.words.contains("It goes with the post on Monday 14 December 2026."))
            #expect(!page.words.contains("We posted it"))
            world.time.advance(by: 86_400)
        }
        #expect(try await world.get(link).words.contains("We posted it on Monday 14 December 2026."))
    }

    @Test func `once it is batched nothing can be changed here, and the page says whom to write to`() async throws {
        let (reference, link) = try await placed()
        let form = try await world.get(link + "&address=1")
        try await world.closeBatch()
        let batched = try await world.get(link)
        #expect(batched.words.contains("Being packed") && batched.words.contains("It goes in one packet."))
        #expect(!batched.words.contains("Cancel the order"))
        for path in ["cancel", "address"] {
            let page = try await world.post("/order/\(reference)/\(path)", form.fields)
            #expect(page.status == 409)
            #expect(page.words.contains("being packed") && page.html.contains("mailto:orders@example.org"))
            #expect(try await world.get("\(link)&\(path)=1").status == 409)
        }
        let placed = try #require(try await world.onlyOrder())
        #expect(placed.state == .batched && placed.order.address.lines == ["1 Example Street"])

        let batch = try #require(placed.batch)
        _ = try await world.store.dispatch([reference], of: batch, grace: 900, at: world.time.now, who: "test")
        let posted = try await world.get(link)
        #expect(posted.words.contains("We posted it on Monday 7 December 2026. It goes by 2nd class post."))
        #expect(posted.words.contains("between Wednesday 9 December 2026 and Friday 11 December 2026"))
        #expect(try await world.post("/order/\(reference)/cancel", form.fields).words.contains("posted already"))

        _ = try await world.store.markReturned(reference, reason: .moved, at: world.time.now, who: "test")
        #expect(try await world.get(link).words.contains("The post says that the addressee has gone away."))
    }

    @Test func `a held and a backordered order say what they wait for`() async throws {
        let held = try await world.ordered(["packs-leaflet-1": "41"])
        let page = try await world.get(held.location)
        #expect(page.words.contains("We are looking at it") && page.words.contains("more than we usually send"))
        #expect(!page.words.contains("We expect to post it"))
        let other = try PagesWorld()
        let waiting = try await other.ordered(["packs-leaflet-3": "1"])
        #expect(try await other.get(waiting.location).words.contains("Something in it isn’t printed yet"))
    }

    @Test func `a reference may be written as people write it`() async throws {
        let (reference, _) = try await placed()
        let key = world.store.statusKey(of: reference)
        #expect(try await world.get("/order/\(reference.characters.lowercased())?key=\(key)").status == 200)
    }

    @Test(arguments: OrderState.allCases, Language.allCases)
    func `every state and every reason has its words`(state: OrderState, language: Language) throws {
        let templates = try PagesWorld.templates.get()
        for key in ["state.\(state.rawValue).title", "state.\(state.rawValue).text"] {
            #expect(templates.hasWord(key) && !templates.render(key, [:], in: language).isEmpty, "\(key)")
        }
        let keys =
            HeldReason.allCases.map { "held.\($0.rawValue)" } + ReturnReason.allCases.map { "returned.\($0.rawValue)" }
            + Purpose.allCases.map { "purpose.\($0.rawValue)" } + FormValues.nearby.map { "country.\($0.rawValue)" }
            + ["busy", "often", "missing", "method", "kind", "large", "failed"]
            .flatMap { ["message.\($0).title", "message.\($0).text"] }
        for key in keys { #expect(templates.hasWord(key), "\(key)") }
    }

    @Test(arguments: [413, 408, 500, 503])
    func `the server's own refusals are pages`(status: Int) throws {
        let request = WebRequest(
            method: .get, path: "/", query: WebRequest.Fields([("lang", "cy")]), client: "192.0.2.1")
        let page = SeenPage(world.pages.failed(HTTPResponse.Status(code: status), request))
        #expect(page.status == status && page.heading != "" && page.html.contains("lang=\"cy\""))
        #expect((page.answer.headers[.retryAfter] != nil) == (status == 503))
    }
}
