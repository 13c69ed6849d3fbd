import Foundation
import HTTPTypes
import Orders
import Store
import Testing

@testable import Web

/// The form and its check page.
@Suite struct FormPageTests {
    @Test func `every input has a label, a name and no id twice`() async throws {
        let page = try await PagesWorld(mailto: "mailto:orders@example.org").get("/")
        #expect(page.status == 200 && page.heading == "Order leaflets")
        #expect(page.ids.count == Set(page.ids).count)
        let inputs = page.elements.filter {
            ["input", "select", "textarea"].contains($0.name) && $0["type"] != "hidden"
        }
        #expect(inputs.count > 20)
        for input in inputs {
            let id = try #require(input["id"])
            #expect(page.elements.contains { $0.name == "label" && $0["for"] == id }, "\(id)")
            #expect(input["name"]?.isEmpty == false, "\(id)")
            for described in (input["aria-describedby"] ?? "").split(separator: " ") {
                #expect(page.ids.contains(String(described)), "\(id): \(described)")
            }
        }
        #expect(page.elements.filter { $0.name == "h1" }.count == 1)
        #expect(page.elements.contains { $0["href"] == "mailto:orders@example.org" })
    }

    @Test(arguments: [
        ("name", "name"), ("email", "email"), ("organisation", "organization"), ("address-line1", "address-line1"),
        ("address-line2", "address-line2"), ("address-line3", "address-line3"), ("town", "address-level2"),
        ("postcode", "postal-code"), ("country", "country"), ("topic", "off"),
    ])
    func `browsers know what belongs where`(id: String, autocomplete: String) async throws {
        let page = try await PagesWorld().get("/")
        #expect(page.element(id)?["autocomplete"] == autocomplete)
    }

    @Test func `offers what can be ordered today, and says of each how it comes`() async throws {
        let page = try await PagesWorld().get("/")
        #expect(page.element("packs-leaflet-1")?["inputmode"] == "numeric")
        #expect(page.words.contains("Packs of 25") && page.words.contains("40 packs (1,000 copies)"))
        #expect(page.words.contains("Copies – Badge"))
        #expect(page.words.contains("Not printed yet"))
        #expect(page.element("packs-spring") == nil)
        #expect(page.value("country") == "GB")
        #expect(!page.html.contains("/items/leaflet-1"), "there is no such file")
    }

    @Test func `says above the button who collects it, what for, how long, and how to be deleted`() async throws {
        let page = try await PagesWorld().get("/")
        let words = page.words
        let button = try #require(words.range(of: " Continue ", options: .backwards))
        for said in ["Example Campaign, 1 Example Street collects it, to pack", "for six months", "To have it deleted"]
        {
            #expect(words.range(of: said).map { $0.lowerBound < button.lowerBound } == true, "\(said)")
        }
        #expect(page.elements.contains { $0["href"] == "mailto:privacy@example.org" })
        #expect(page.elements.contains { $0["href"] == "/privacy" })
        #expect(page.element("consent")?["type"] == "checkbox" && page.element("consent")?["checked"] == nil)
    }

    @Test func `asks for no consent where none is wanted`() async throws {
        let world = try PagesWorld(privacy: .init(needsConsent: false))
        #expect(try await world.get("/").element("consent") == nil)
        let check = try await world.checkPage(["consent": ""])
        #expect(check.heading == "Check your order")
        #expect(try await world.post("/order", check.fields).status == 303)
        let reference = try #require(try await world.onlyOrder()?.reference)
        #expect(try await world.store.agreement(of: reference)?.agreement.isConsent == false)
    }

    @Test func `no page has a script, a style or a picture from elsewhere, and none is kept for others`() async throws {
        let world = try PagesWorld()
        for page in [
            try await world.get("/privacy"), try await world.checkPage(), try await world.checkPage(["name": ""]),
        ] {
            #expect(!page.html.contains("<script") && !page.html.contains("style=") && !page.html.contains("onclick"))
            for element in page.elements where element.name == "img" || element.name == "link" {
                #expect((element["src"] ?? element["href"])?.hasPrefix("/") == true)
            }
            let policy = page.answer.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"))
            let isForm = page.elements.contains { $0.name == "form" }
            #expect(page.answer.headers[.cacheControl] == (isForm ? "private, no-cache" : "no-store"))
            #expect(page.answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(page.answer.headers[.setCookie] == nil)
        }
    }

    @Test func `an empty form says everything at once, with links to the fields and the same words there`() async throws
    {
        let world = try PagesWorld()
        let page = try await world.post("/order/check", try await world.get("/").fields)
        #expect(page.status == 422)
        #expect(page.title.hasPrefix("Error: Order leaflets"))
        #expect(
            page.errors.map(\.id)
                == ["packs-leaflet-1", "name", "address-line1", "town", "postcode", "email", "consent"])
        for (id, words) in page.errors {
            #expect(page.element(id) != nil, "\(id)")
            let beside = try #require(page.elements.first { $0["id"] == "\(id)-error" }, "\(id)")
            #expect(beside.name == "p" && page.html.contains("</span> \(words)</p>"), "\(id)")
            #expect(page.element(id)?["aria-describedby"]?.contains("\(id)-error") == true, "\(id)")
            #expect(page.element(id)?["aria-invalid"] == "true", "\(id)")
        }
        let summary = try #require(page.elements.first { $0["class"] == "summary" })
        #expect(summary["role"] == "alert" && summary["tabindex"] == "-1")
        let first = try #require(page.html.firstRange(of: "class=\"summary\""))
        #expect(first.lowerBound < (try #require(page.html.firstRange(of: "<h1"))).lowerBound)
        #expect(try await world.store.orders().isEmpty)
    }

    @Test(arguments: [
        (["postcode": "RH6 OHP"], "Enter a full UK postcode, like M9 0SQ. Did you mean RH6 0HP?"),
        (["postcode": "XQ1 1AA"], "Enter a real postcode: none begins with XQ"),
        (["postcode": "D02 X285"], "Choose the country that the postcode is in, Ireland, or check the postcode"),
        (["postcode": "", "town": "Leeds LS1 4AP"], "Enter a postcode"),
        (["email": "niamh@example"], "Enter an e-mail address in the correct format, like name@example.org"),
        (["email": "niamh@example,org"], "Did you mean niamh@example.org?"),
        (["name": "@Niamh"], "Full name: begin with a letter or a number"),
        (["address-line1": "NFA"], "Enter an address where somebody can take the packet in"),
        (["address-line2": "(back door)"], "Address line 2 must begin with a letter or a number"),
        (["note": String(repeating: "a", count: 1_001)], "A word to the people who pack: 1000 characters at most"),
        (["packs-leaflet-1": "four"], "Enter how many packs you need of “First <leaflet>” as a whole number, like 4"),
        (["packs-leaflet-1": "-4"], "as a whole number, like 4"), (["packs-leaflet-1": "1.5"], "as a whole number"),
        (["packs-leaflet-1": "801"], "More than 800 packs of “First <leaflet>” can’t be ordered here."),
        (["packs-leaflet-1": "99999999999999999999"], "Usually we send up to 40; if you ask for more, up to 800"),
        (["packs-leaflet-1": "9223372036854775807"], "More than 800 packs"),
        (
            [
                "needed-day": "9223372036854775807", "needed-month": "-9223372036854775808", "needed-year": "9999",
            ], "Enter a real date"
        ),
        (["packs-gone": "1"], "“gone” can’t be ordered any more"),
        (["purpose": "theft"], "Choose one of the answers"), (["country": "XX"], "Choose a country from the list"),
        (["needed-day": "31", "needed-month": "2", "needed-year": "2027"], "Enter a real date, like 21 12 2026"),
        (["needed-day": "31"], "The day must have a day, a month and a year, or be left empty"),
        (["consent": ""], "Tick the box if you agree."), (["consent": "no"], "Tick the box if you agree."),
    ])
    func `says what is wrong as a person would`(changes: [String: String], words: String) async throws {
        let page = try await PagesWorld().checkPage(changes)
        #expect(page.status == 422)
        #expect(page.errors.count == 1, "\(page.errors)")
        #expect(page.errors.first?.words.contains(words) == true, "\(page.errors)")
        for (id, _) in page.errors { #expect(page.element(id) != nil, "\(id)") }
    }

    @Test func `says it in Welsh too`() async throws {
        let world = try PagesWorld()
        let form = try await world.get("/?lang=cy")
        #expect(form.html.contains("<html lang=\"cy\">") && form.heading == "Archebu taflenni")
        let page = try await world.post("/order/check", PagesWorld.filled(form, ["postcode": "RH6 OHP"]))
        #expect(page.title.hasPrefix("Gwall: "))
        #expect(
            page.errors.first?.words == "Rhowch god post llawn yn y DU, fel M9 0SQ. Ai RH6 0HP oeddech chi’n ei feddwl?"
        )
    }

    @Test func `calls items and countries as the page's language does`() async throws {
        let items = [Item(sku: "leaflet-1", title: "First leaflet", titles: [.welsh: "Taflen gyntaf"], pack: 25)]
        let world = try PagesWorld(items: items)
        let (english, welsh) = (try await world.get("/"), try await world.get("/?lang=cy"))
        #expect(english.words.contains("First leaflet") && !english.words.contains("Taflen gyntaf"))
        #expect(welsh.words.contains("Taflen gyntaf") && !welsh.words.contains("First leaflet"))
        #expect(english.words.contains("Germany") && !english.words.contains("Almaen"))
        #expect(welsh.words.contains("Almaen") && !welsh.words.contains("Germany"))
        let check = try await world.post(
            "/order/check", PagesWorld.filled(welsh, ["packs-leaflet-1": "4", "country": "DE", "postcode": "10115"]))
        #expect(check.words.contains("Taflen gyntaf") && !check.words.contains("First leaflet"))
        // The post in Germany reads no Welsh, and ours reads English.
        #expect(check.words.contains("GERMANY"))
    }

    @Test func `keeps everything that was typed, on the form and through the check page and back`() async throws {
        let world = try PagesWorld()
        let typed = [
            "name": "Niamh \"<script>alert(1)</script>", "organisation": "{{name}} & {{{sons}}}",
            "address-line3": "'Attic",
            "note": "One\r\nTwo </textarea><b>", "needed-day": " 7", "packs-poster": "x", "purpose": "event",
            "topic": "", "email": "\"\u{301}>@example.org",
        ]
        let page = try await world.checkPage(typed)
        #expect(page.status == 422)
        for (name, value) in typed where name != "packs-poster" {
            #expect(page.value(name) == value, "\(name)")
        }
        #expect(!page.html.contains("<script") && !page.html.contains("<b>") && !page.html.contains("\"\u{301}>"))
        #expect(page.value("packs-poster") == "x" && page.value("packs-leaflet-1") == "4")

        let good = [
            "organisation": "<b>{{reference}}</b>", "note": "Line one\r\nLine two", "needed-day": "24",
            "needed-month": "12", "needed-year": "2026", "purpose": "branch",
        ]
        let check = try await world.checkPage(good)
        #expect(check.heading == "Check your order", "\(check.errors)")
        #expect(check.words.contains("<b>{{reference}}</b>") && !check.html.contains("<b>"))
        let change = try #require(check.button("Change"))
        #expect(change.action == "/order/change#packs-leaflet-1")
        let back = try await world.post(change.action, check.fields)
        #expect(back.status == 200 && back.errors.isEmpty)
        for (name, value) in good { #expect(back.value(name) == value, "\(name)") }
        #expect(back.value("consent") == "yes" && back.value("nonce") == check.value("nonce"))
    }

    @Test func `the check page shows the label as it will be printed and when it comes`() async throws {
        let page = try await PagesWorld().checkPage(["address-line2": "Higher Blackley,", "packs-poster": "2"])
        #expect(page.status == 200 && page.heading == "Check your order")
        let label = page.elements.filter { $0.name == "span" && $0["class"] == nil }.map(\.text)
        #expect(
            label.suffix(5) == ["Niamh O'Brien", "1 Example Street", "Higher Blackley", "MANCHESTER", "M9 0SQ"])
        #expect(page.words.contains("100 copies (4 packs of 25)") && page.words.contains("10 copies (2 packs of 5)"))
        #expect(
            page.words.contains(
                "We expect to post it on Monday 7 December 2026. It goes by 2nd class post. It should reach you between "
                    + "Wednesday 9 December 2026 and Friday 11 December 2026."))
        #expect(!page.html.contains("class=\"warning\""))
    }

    @Test(arguments: [
        ("6", "The day you need it by has passed: the post will bring it too late"),
        ("7", "The post will bring it too late"),
        ("8", "The post will bring it too late"), ("10", "The post may bring it too late"), ("11", nil),
    ])
    func `says first of all if it will be too late`(day: String, warning: String?) async throws {
        let page = try await PagesWorld().checkPage([
            "needed-day": day, "needed-month": "12", "needed-year": "2026",
        ])
        #expect(page.heading == "Check your order")
        #expect(page.elements.first { $0["id"] == "late-title" }?.text == warning)
        if warning != nil {
            let late = try #require(page.html.firstRange(of: "late-title"))
            #expect(late.lowerBound < (try #require(page.html.firstRange(of: "<h1"))).lowerBound)
            let weekday = ["6": "Sunday", "7": "Monday", "8": "Tuesday", "10": "Thursday"][day] ?? ""
            #expect(page.words.contains("You need it by \(weekday) \(day) December 2026."))
        }
    }

    @Test func `says before it is sent that a person looks first, or that it isn't ready`() async throws {
        let many = try await PagesWorld().checkPage(["packs-leaflet-1": "41"])
        #expect(
            many.words.contains("one of us looks at it before it is packed: You asked for more than we usually send"))
        let unready = try await PagesWorld().checkPage(["packs-leaflet-3": "1"])
        #expect(unready.words.contains("Something in it isn’t printed yet, and we don’t know when"))
        #expect(!unready.words.contains("We expect to post it"))
    }

    @Test func `after the last day there is no form`() async throws {
        let world = try PagesWorld(closes: LocalDate("2026-12-06"))
        let page = try await world.get("/")
        #expect(page.words.contains("the last day was Sunday 6 December 2026"))
        #expect(!page.elements.contains { $0.name == "form" })
        let sent = try await world.post("/order", PagesWorld.filled(page))
        #expect(sent.status == 422)
        #expect(sent.errors.map(\.id) == ["main"] && sent.element("main") != nil, "\(sent.errors)")
        #expect(sent.errors.map(\.words) == ["We take no more orders"])
        #expect(try await world.store.orders().isEmpty)
    }

    @Test(arguments: [("/?lang=en", "1 copy"), ("/?lang=cy", "1 copi")])
    func `one is one`(path: String, copy: String) async throws {
        let world = try PagesWorld()
        let form = try await world.get(path)
        let check = try await world.post(
            "/order/check", PagesWorld.filled(form, ["packs-badge": "1", "packs-leaflet-1": "1"]))
        #expect(check.html.contains("<strong>\(copy)</strong>"))
        #expect(check.words.contains("(1 pack of 25)") || check.words.contains("(1 pecyn o 25)"))
    }

    @Test func `more items than an order may have are said in words`() async throws {
        let items = (1...101).map { Item(sku: "item-\($0)", title: "Item \($0)") }
        let world = try PagesWorld(items: items)
        for (path, words) in [("/", "Order 100 different items at most"), ("/?lang=cy", "Archebwch 100 o wahanol")] {
            let form = try await world.get(path)
            let packs = Dictionary(uniqueKeysWithValues: items.map { ("packs-\($0.sku)", "1") })
            var fields = PagesWorld.filled(form, packs)
            fields.removeAll { $0.name == "packs-leaflet-1" }
            let page = try await world.post("/order/check", fields)
            #expect(page.errors.first?.words.hasPrefix(words) == true, "\(page.errors)")
        }
    }

    @Test func `the other language is in the header of every step, and Return still means to continue`() async throws {
        let world = try PagesWorld()
        for page in [try await world.checkPage(), try await world.checkPage(["name": ""])] {
            let header = try #require(page.html.firstRange(of: "</header>"))
            let button = try #require(page.html.firstRange(of: ">Cymraeg</button>"))
            #expect(button.upperBound < header.lowerBound)
            let first = page.elements.first { $0.name == "button" && $0["form"] == "order" }
            #expect(first?["formaction"] == nil && first?["tabindex"] == "-1")
            #expect(page.element("order")?.name == "form")
        }
    }

    @Test func `the other language keeps what was typed`() async throws {
        let world = try PagesWorld()
        let check = try await world.checkPage(["organisation": "Gwaith"])
        let button = try #require(check.button("Cymraeg"))
        let welsh = try await world.post(button.action, check.fields + button.extra.map { ($0.0, $0.1) })
        #expect(welsh.heading == "Gwiriwch eich archeb")
        #expect(welsh.words.contains("Rydym yn disgwyl ei phostio ddydd Llun 7 Rhagfyr 2026."))
        #expect(welsh.value("lang") == "cy" && welsh.value("organisation") == "Gwaith")
    }

    @Test(arguments: [
        ("/order", 303), ("/order/check", 303), ("/order/change", 303), ("/nothing", 404), ("/order/a/b/c", 404),
        ("/favicon.ico", 404), ("/robots.txt", 200), ("/logo", 404),
    ])
    func `other addresses answer as they should`(path: String, status: Int) async throws {
        #expect(try await PagesWorld().get(path).status == status)
    }

    @Test func `refuses other methods and other kinds of form, as pages`() async throws {
        let world = try PagesWorld()
        let put = try await world.get("/", method: .put)
        #expect(put.status == 405 && put.answer.headers[.allow]?.contains("GET") == true && put.heading != "")
        #expect(try await world.get("/order", method: .delete).answer.headers[.allow] == "POST")
        let json = SeenPage(
            try await world.pages.answer(
                WebRequest(
                    method: .post, path: "/order", headers: [.contentType: "application/json"], body: Array("{}".utf8),
                    client: "192.0.2.1")))
        #expect(json.status == 415 && json.heading != "")
        let head = try await world.get("/", method: .head)
        #expect(head.status == 200 && head.html.isEmpty && Int(head.answer.headers[.contentLength] ?? "") ?? 0 > 1_000)
    }
}
