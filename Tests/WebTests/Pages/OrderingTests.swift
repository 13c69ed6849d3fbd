import HTTPTypes
import Orders
import Store
import Testing

@testable import Fulfilment
@testable import Web

/// From the form through the one door.
@Suite struct OrderingTests {
    @Test func `an order is on disk before the page says so`() async throws {
        let world = try PagesWorld()
        let answer = try await world.ordered(["organisation": "Example Works", "note": "Early shift"])
        #expect(answer.status == 303 && answer.location.hasSuffix("&sent=1"))
        let placed = try #require(try await world.onlyOrder())
        #expect(placed.state == .accepted && placed.door == .web)
        #expect(placed.order.address.printedLines(name: "x").last == "M9 0SQ")
        #expect(placed.order.lines == [OrderLine(item: "leaflet-1", quantity: 100)])
        #expect(placed.order.organisation == "Example Works" && placed.order.note == "Early shift")
        #expect(try await world.store.history(of: placed.reference).first?.who == "web")
        let page = try await world.get(answer.location)
        #expect(page.status == 200 && page.heading == "We have your order")
        #expect(
            page.words.contains(placed.reference.description) && page.words.contains("We write to niamh@example.org"))
    }

    @Test func `a double click, a reload and the back button make one order`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        async let one = world.post("/order", check.fields)
        async let two = world.post("/order", check.fields)
        let answers = try await [one, two, world.post("/order", check.fields)]
        #expect(answers.map(\.status) == [303, 303, 303])
        #expect(Set(answers.map(\.location)).count == 1)
        let again = try await world.post("/order/check", check.fields)
        #expect(again.words.contains("You have sent this already") && !again.words.contains("It isn’t sent yet"))
        #expect(again.elements.contains { $0.name == "a" && $0["href"] == answers[0].location })
        #expect(check.words.contains("It isn’t sent yet"))
        #expect(try await world.post("/order", again.fields).location == answers[0].location)
        #expect(try await world.store.orders().count == 1)
    }

    @Test func `the same form with other content is answered by a page, and can become another order`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        let first = try await world.post("/order", check.fields)
        let changed = check.fields.map { $0.name == "packs-leaflet-1" ? ($0.name, "8") : $0 }
        let used = try await world.post("/order", changed)
        #expect(used.status == 409 && used.heading == "You have sent this form already")
        let link = String(first.location.dropLast("&sent=1".count))
        #expect(used.elements.contains { $0.name == "a" && $0["href"] == link })
        #expect(try await world.store.orders().count == 1)
        let another = try await world.post(try #require(used.button("Make it another order")).action, used.fields)
        #expect(another.heading == "Check your order")
        #expect(another.value("nonce") != check.value("nonce"))
        let second = try await world.post("/order", another.fields)
        #expect(second.status == 303 && second.location != first.location)
        #expect(try await world.store.orders().map(\.order.lines[0].quantity) == [100, 200])
    }

    @Test func `two people are two orders`() async throws {
        let world = try PagesWorld()
        _ = try await world.ordered()
        _ = try await world.ordered(["name": "Siôn Parry", "address-line1": "2 Example Street"])
        #expect(try await world.store.orders().count == 2)
    }

    @Test func `a filled trap is taken and held`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage(["topic": "cheap watches"])
        #expect(try await world.post("/order", check.fields).status == 303)
        let placed = try #require(try await world.onlyOrder())
        #expect(placed.state == .held && placed.heldBecause == [.manual])
        #expect(placed.heldNote?.contains("people don't see") == true)
        #expect(placed.heldNote?.contains("watches") == false)
    }

    @Test(arguments: [(Int64(2), OrderState.held), (Int64(3), OrderState.accepted)])
    func `a form that was sent too quickly is held`(seconds: Int64, state: OrderState) async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage(taking: seconds)
        _ = try await world.post("/order", check.fields)
        #expect(try await world.onlyOrder()?.state == state)
    }

    @Test(arguments: [
        ["mark": "0000000000000000ffffffffffffffff"], ["mark": ""], ["shown": "1"], ["nonce": "1"],
        ["nonce": String(repeating: "a", count: 32)], ["shown": "99999999999"],
    ])
    func `a forged ticket leads back to the check page with a fresh one`(forged: [String: String]) async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        let again = try await world.post("/order", check.fields.map { ($0.name, forged[$0.name] ?? $0.value) })
        #expect(again.status == 200 && again.heading == "Check your order")
        #expect(again.words.contains("nothing has been sent yet"))
        #expect(try await world.store.orders().isEmpty)
        #expect(try await world.post("/order", again.fields).status == 303)
    }

    @Test func `a page that was open for more than a day leads back to the check page`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage(taking: 0)
        world.time.advance(by: 86_401)
        #expect(try await world.post("/order", check.fields).heading == "Check your order")
        #expect(try await world.store.orders().isEmpty)
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "-1", "", "x", "99999999999999999999"])
    func `a time that nobody signed is only refused`(shown: String) async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        let again = try await world.post(
            "/order", check.fields.map { ($0.name, $0.name == "shown" ? shown : $0.value) })
        #expect(again.status == 200 && again.heading == "Check your order")
    }

    @Test func `a page that was open for more than a day leads to the order that it made`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        let first = try await world.post("/order", check.fields)
        world.time.advance(by: 30 * 86_400)
        #expect(try await world.post("/order", check.fields).location == first.location)
        let again = try await world.post("/order/check", check.fields)
        #expect(again.value("nonce") == check.value("nonce"))
        let other = check.fields.map { $0.name == "packs-leaflet-1" ? ($0.name, "8") : $0 }
        let used = try await world.post("/order", other)
        #expect(used.status == 409 && used.html.contains("See your order"))
        #expect(try await world.store.orders().count == 1)
    }

    @Test func `an order that was taken leads to its page although the rules have changed since`() async throws {
        let world = try PagesWorld(closes: LocalDate("2026-12-07"))
        let check = try await world.checkPage()
        let first = try await world.post("/order", check.fields)
        world.time.advance(by: 80_000)
        #expect(try await world.post("/order", check.fields).location == first.location)
    }

    @Test func `the same order in the other language is the same order`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        let first = try await world.post("/order", check.fields)
        let welsh = try await world.post("/order/check", [("to", "cy")] + check.fields)
        #expect(welsh.value("lang") == "cy")
        let again = try await world.post("/order", welsh.fields)
        #expect(again.status == 303)
        #expect(again.location == first.location.replacing("&sent=1", with: "&lang=cy&sent=1"))
        #expect(try await world.get(again.location).heading == "Mae eich archeb gennym")
        #expect(try await world.store.orders().map(\.order.language) == [.english])
    }

    @Test func `what was taken leads to its page however far over a limit its sender is`() async throws {
        let world = try PagesWorld(perAddress: 1)
        let check = try await world.checkPage()
        let first = try await world.post("/order", check.fields)
        for number in 2...10 {
            _ = try await world.ordered([
                "name": "Person \(number)", "address-line1": "\(number) Example Street",
                "email": "person\(number)@example.org",
            ])
        }
        let refused = try await world.ordered(["name": "Too Many", "email": "many@example.org"])
        #expect(refused.status == 429)
        #expect(try await world.post("/order", check.fields).location == first.location)
        let changed = check.fields.map { $0.name == "packs-leaflet-1" ? ($0.name, "8") : $0 }
        #expect(try await world.post("/order", changed).status == 409)
    }

    @Test func `an order refused for its e-mail address uses up nothing of the network's limit`() async throws {
        let world = try PagesWorld(perAddress: 12, perEmail: 1)
        for number in 1...40 {
            _ = try await world.ordered(["name": "P \(number)", "address-line1": "\(number) Example Street"])
        }
        #expect(try await world.store.orders().count == 10)
        var states: [OrderState] = []
        for number in 11...13 {
            let answer = try await world.ordered([
                "name": "Q \(number)", "address-line1": "\(number) Other Street", "town": "Leeds",
                "postcode": "LS1 4AP", "email": "q\(number)@example.org",
            ])
            let page = try await world.get(answer.location)
            states.append(page.words.contains("We are looking at it") ? .held : .accepted)
        }
        #expect(states == [.accepted, .accepted, .held])
    }

    @Test func `a form without any ticket is taken once, and held`() async throws {
        let world = try PagesWorld()
        let bare = try await world.checkPage().fields.filter { !["nonce", "shown", "mark"].contains($0.name) }
        let one = try await world.post("/order", bare)
        let two = try await world.post("/order", bare)
        #expect(one.status == 303 && one.location == two.location)
        #expect(try await world.onlyOrder()?.state == .held)
    }

    @Test func `what is wrong is said when it is sent, too`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage()
        let page = try await world.post("/order", check.fields.map { $0.name == "postcode" ? ($0.name, "?") : $0 })
        #expect(page.status == 422 && page.errors.map(\.id) == ["postcode"])
        #expect(page.value("nonce") == check.value("nonce"))
        #expect(try await world.store.orders().isEmpty)
    }

    @Test func `above a limit an order is held, and ten times above refused with everything kept`() async throws {
        let world = try PagesWorld(perAddress: 2)
        var states: [OrderState] = []
        for number in 1...20 {
            let answer = try await world.ordered([
                "name": "Person Number \(number)", "address-line1": "\(number) Example Street",
                "email": "person\(number)@example.org",
            ])
            #expect(answer.status == 303)
        }
        states = try await world.store.orders().map(\.state)
        #expect(states == [.accepted, .accepted] + Array(repeating: .held, count: 18))
        let check = try await world.checkPage(["name": "One Too Many"])
        let refused = try await world.post("/order", check.fields)
        #expect(refused.status == 429)
        let seconds = try #require(Int(refused.answer.headers[.retryAfter] ?? ""))
        #expect(seconds > 0 && refused.words.contains("in about \((seconds + 59) / 60) minutes"))
        #expect(refused.value("name") == "One Too Many" && refused.value("nonce") == check.value("nonce"))
        let elsewhere = try await world.post("/order", refused.fields, client: "192.0.2.2")
        #expect(elsewhere.status == 303)
        world.time.advance(by: 3_600)
        #expect(try await world.ordered(["name": "Later", "address-line1": "50 Example Street"]).status == 303)
    }

    @Test func `one e-mail address has a limit of its own, however it is written`() async throws {
        let world = try PagesWorld(perEmail: 1)
        _ = try await world.ordered()
        _ = try await world.ordered(["email": "NIAMH@example.org", "name": "B", "address-line1": "9 Other Street"])
        #expect(try await world.store.orders().map(\.state) == [.accepted, .held])
    }

    @Test func `the same form sent again counts once`() async throws {
        let world = try PagesWorld(perAddress: 2)
        let check = try await world.checkPage()
        for _ in 1...50 { #expect(try await world.post("/order", check.fields).status == 303) }
        _ = try await world.ordered(["name": "B", "address-line1": "9 Other Street", "email": "b@example.org"])
        #expect(try await world.store.orders().map(\.state) == [.accepted, .accepted])
    }

    @Test func `while too many wait nothing is lost, and the same page can be sent again`() async throws {
        let world = try PagesWorld(room: 1)
        let check = try await world.checkPage()
        try world.room.enter(1)
        let busy = try await world.post("/order", check.fields)
        #expect(busy.status == 503 && busy.answer.headers[.retryAfter] == "1")
        #expect(busy.value("name") == "Niamh O'Brien" && busy.value("nonce") == check.value("nonce"))
        #expect(try await world.store.orders().isEmpty)
        world.room.leave(1)
        #expect(try await world.post(try #require(busy.button("Send it again")).action, busy.fields).status == 303)
        #expect(try await world.onlyOrder()?.state == .accepted)
    }

    @Test func `the notice's version and the time are kept with the order`() async throws {
        let world = try PagesWorld()
        _ = try await world.ordered()
        let reference = try #require(try await world.onlyOrder()?.reference)
        let kept = try #require(try await world.store.agreement(of: reference))
        #expect(kept.agreement.isConsent && kept.at == world.time.now)
        let privacy = try await world.get("/privacy")
        #expect(privacy.words.contains("Version \(kept.agreement.notice)"))
        let other = try PagesWorld(privacy: .init(notice: "Another notice"))
        #expect(other.pages.look.noticeVersion != world.pages.look.noticeVersion)
        #expect(try PagesWorld().pages.look.noticeVersion == world.pages.look.noticeVersion)
    }

    @Test func `the language of the form is the language of the order and its page`() async throws {
        let world = try PagesWorld()
        let form = try await world.get("/?lang=cy")
        world.time.advance(by: 60)
        let check = try await world.post("/order/check", PagesWorld.filled(form))
        let answer = try await world.post("/order", check.fields)
        #expect(try await world.onlyOrder()?.order.language == .welsh)
        #expect(try await world.get(answer.location).heading == "Mae eich archeb gennym")
    }
}
