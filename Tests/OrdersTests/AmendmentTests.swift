import Orders
import Testing

@Suite struct AmendmentTests {
    /// 100 leaflets and 5 posters.
    private func order(_ change: (inout Submission) -> Void = { _ in }) throws -> Order {
        let submission = Submission.fixture {
            $0.items.append(.init(item: "poster-a3", quantity: "5"))
            change(&$0)
        }
        return try #require(submission.validated(by: .fixture()).order)
    }

    /// Each field, a good value, and what it makes of the order.
    private static let good: [(amendment: Amendment, fields: [String], change: @Sendable (inout Order) -> Void)] = [
        (Amendment(name: " Siân  Ŵyn,"), ["name"], { $0.name = "Siân Ŵyn" }),
        (Amendment(email: ""), ["email"], { $0.email = nil }),
        (Amendment(organisation: "Example Branch"), ["organisation"], { $0.organisation = "Example Branch" }),
        (Amendment(organisation: " "), ["organisation"], { $0.organisation = nil }),
        (
            Amendment(addressLines: ["2 Example Street", ""]), ["address.lines"],
            { $0.address.lines = ["2 Example Street"] }
        ),
        (
            Amendment(addressLine: [2: "2 Example Street"]), ["address.lines"],
            { $0.address.lines[1] = "2 Example Street" }
        ),
        (Amendment(addressLine: [1: ""]), ["address.lines"], { $0.address.lines.removeFirst() }),
        (Amendment(addressLine: [5: "Example Park"]), ["address.lines"], { $0.address.lines.append("Example Park") }),
        (Amendment(town: "Salford"), ["town"], { $0.address.town = "Salford" }),
        (Amendment(postcode: "m14 5tq"), ["postcode"], { $0.address.postcode = "M14 5TQ" }),
        (
            Amendment(town: "Dublin 2", postcode: "d02x285"), ["town", "postcode", "country"],
            { $0.address = Address(lines: $0.address.lines, town: "Dublin 2", postcode: "D02 X285", country: .ireland) }
        ),
        (
            Amendment(town: "Cork", postcode: "", country: "IE"), ["town", "postcode", "country"],
            { $0.address = Address(lines: $0.address.lines, town: "Cork", postcode: nil, country: .ireland) }
        ),
        (
            Amendment(items: [.init(item: "badge", quantity: "7")]), ["items"],
            { $0.lines = [OrderLine(item: "badge", quantity: 7)] }
        ),
        (Amendment(quantities: [.init(item: "leaflet-1", quantity: "200")]), ["items"], { $0.lines[0].quantity = 200 }),
        (Amendment(quantities: [.init(item: "leaflet-1", quantity: " 0")]), ["items"], { $0.lines.removeFirst() }),
        (Amendment(quantities: [.init(item: "poster-a3", quantity: "")]), ["items"], { $0.lines.removeLast() }),
        (
            Amendment(quantities: [.init(item: "badge", quantity: "1")]), ["items"],
            { $0.lines.append(OrderLine(item: "badge", quantity: 1)) }
        ),
        (Amendment(purpose: "Event"), ["purpose"], { $0.purpose = .event }),
        (Amendment(purpose: ""), ["purpose"], { $0.purpose = .other }),
        (Amendment(neededBy: "2026-12-24"), ["neededBy"], { $0.neededBy = .on("2026-12-24") }),
        (Amendment(neededBy: ""), ["neededBy"], { $0.neededBy = nil }),
        (Amendment(note: ""), ["note"], { $0.note = nil }),
        (Amendment(note: "Ring twice\nplease"), ["note"], { $0.note = "Ring twice\nplease" }),
        (Amendment(language: "cy"), ["language"], { $0.language = .welsh }),
        (
            Amendment(name: "Aisha B Khan", neededBy: "", note: "", language: "cy"),
            ["name", "neededBy", "note", "language"],
            { ($0.name, $0.neededBy, $0.note, $0.language) = ("Aisha B Khan", nil, nil, .welsh) }
        ),
    ]

    @Test(arguments: good.indices)
    func `every field can be amended, and only it changes`(index: Int) throws {
        let (amendment, fields, change) = Self.good[index]
        let order = try order()
        let amended = order.amended(by: amendment, rules: .fixture())
        var expected = order
        change(&expected)
        #expect(amended.verdict.order == expected, "\(amended.verdict.complaints)")
        #expect(amended.fields == fields)
        #expect(amended.addressChanged == (expected.name != order.name || expected.address != order.address))
        #expect(amended.verdict.heldBecause.isEmpty && !amended.verdict.waits)
    }

    @Test func `a good e-mail address can be amended`() throws {
        let amended = try order().amended(by: Amendment(email: "khan@example.org"), rules: .fixture())
        #expect(amended.verdict.order?.email?.text == "khan@example.org")
        #expect(amended.fields == ["email"])
        #expect(!amended.addressChanged)
    }

    @Test(arguments: [
        (Amendment(name: ""), ["name"]), (Amendment(name: "Aisha\nKhan"), ["name"]), (Amendment(name: "–"), ["name"]),
        (Amendment(email: "nobody"), ["email"]), (Amendment(organisation: "a\u{0}b"), ["organisation"]),
        (Amendment(addressLines: []), ["addressLine1"]), (Amendment(addressLine: [2: "@home"]), ["addressLine2"]),
        (Amendment(town: ""), ["town"]), (Amendment(postcode: "RH6 OHP"), ["postcode"]),
        (Amendment(postcode: ""), ["postcode"]), (Amendment(country: "UK"), ["country"]),
        (Amendment(country: "IE"), ["country"]), (Amendment(items: []), ["items"]),
        (Amendment(items: [.init(item: "leaflet-9", quantity: "100")]), ["item"]),
        (Amendment(items: [.init(item: "leaflet-1", quantity: "110")]), ["quantity"]),
        (
            Amendment(quantities: [.init(item: "leaflet-1", quantity: "0"), .init(item: "poster-a3", quantity: "0")]),
            ["items"]
        ),
        (Amendment(quantities: [.init(item: "leaflet-1", quantity: "many")]), ["quantity"]),
        (Amendment(quantities: [.init(item: "leaflet-1", quantity: "-25")]), ["quantity"]),
        (Amendment(quantities: [.init(item: "leaflet-1", quantity: "20025")]), ["quantity"]),
        (Amendment(purpose: "party"), ["purpose"]), (Amendment(neededBy: "17/12/2026"), ["neededBy"]),
        (Amendment(note: "a\u{202E}b"), ["note"]), (Amendment(language: "fr"), ["language"]),
        (
            Amendment(name: "", email: "x", postcode: "zzz", quantities: [.init(item: "badge", quantity: "x")]),
            ["name", "email", "postcode", "quantity"]
        ),
    ])
    func `a bad value is refused with a hint, and nothing is changed`(amendment: Amendment, fields: [String]) throws {
        let amended = try order().amended(by: amendment, rules: .fixture())
        #expect(amended.verdict.order == nil)
        #expect(amended.verdict.fields == fields)
        #expect(amended.verdict.problems.allSatisfy { $0.hint != nil })
        #expect(amended.fields.isEmpty)
    }

    @Test(arguments: [
        Amendment(), Amendment(name: "Aisha  Khan"), Amendment(addressLine: [1: "Unit 2,"]),
        Amendment(postcode: "M9 0SQ", country: "gb"), Amendment(country: ""),
        Amendment(items: [.init(item: "leaflet-1", quantity: "100"), .init(item: "poster-a3", quantity: "5")]),
        Amendment(neededBy: "2026-12-17", language: "EN"),
    ])
    func `what says the same again changes nothing`(amendment: Amendment) throws {
        let order = try order()
        let amended = order.amended(by: amendment, rules: .fixture())
        #expect(amended.verdict.order == order)
        #expect(amended.fields.isEmpty)
        #expect(!amended.addressChanged)
    }

    @Test func `a dropped item stays as it was, whatever else is amended`() throws {
        let order = try order()
        let rules = Rules.fixture {
            $0.catalogue = Catalogue(items: [Item(sku: "poster-a3", title: "Poster", pack: 5)])
        }
        let same = Submission.RequestedItem(item: "leaflet-1", quantity: "100")
        for amendment in [
            Amendment(town: "Salford"), Amendment(quantities: [.init(item: "poster-a3", quantity: "10")]),
            Amendment(items: [.init(item: "poster-a3", quantity: "10"), same]), Amendment(quantities: [same]),
        ] {
            let amended = order.amended(by: amendment, rules: rules)
            #expect(amended.verdict.problems.isEmpty, "\(amended.verdict.complaints)")
            #expect(amended.verdict.order?.lines.contains(OrderLine(item: "leaflet-1", quantity: 100)) == true)
        }
    }

    @Test func `of a dropped item nobody gets another number`() throws {
        let rules = Rules.fixture {
            $0.catalogue = Catalogue(items: [Item(sku: "poster-a3", title: "Poster", pack: 5)])
        }
        let more = Amendment(quantities: [.init(item: "leaflet-1", quantity: "125")])
        #expect(
            try order().amended(by: more, rules: rules).verdict.complaints
                == ["item: “leaflet-1” isn't in the catalogue any more; leave it at 100, or take it out"])
        let none = Amendment(quantities: [.init(item: "leaflet-1", quantity: "0")])
        #expect(try order().amended(by: none, rules: rules).verdict.order?.lines.map(\.item) == ["poster-a3"])
    }

    @Test func `what wasn't touched isn't judged by rules that came later`() throws {
        let order = try order { $0.neededBy = "2026-12-02" }
        let rules = Rules.fixture {
            $0.catalogue = Catalogue(items: [
                Item(sku: "leaflet-1", title: "", pack: 30, maximum: 4, availableFrom: .on("2027-03-01")),
                Item(sku: "poster-a3", title: "", availableUntil: .on("2026-12-01"), imprint: .campaign),
                Item(sku: "badge", title: "", pack: 1),
            ])
            $0.closes = .on("2026-11-01")
            $0.today = .on("2026-12-10")
            $0.emailRequired = true
        }
        for amendment in [Amendment(town: "Salford"), Amendment(quantities: [.init(item: "badge", quantity: "1")])] {
            let amended = order.amended(by: amendment, rules: rules)
            #expect(amended.verdict.problems.isEmpty, "\(amended.verdict.complaints)")
            #expect(amended.verdict.warnings.isEmpty)
            #expect(amended.reasons(whileHeldFor: []).reasons.isEmpty)
        }
        let touched = order.amended(
            by: Amendment(email: "", items: [.init(item: "leaflet-1", quantity: "50")]), rules: rules)
        #expect(touched.verdict.fields == ["email", "quantity", "item"])
    }

    @Test func `a past date is only a warning`() throws {
        let amended = try order().amended(by: Amendment(neededBy: "2026-11-01"), rules: .fixture())
        #expect(amended.verdict.order?.neededBy == .on("2026-11-01"))
        #expect(amended.verdict.warnings.map(\.field) == ["neededBy"])
    }

    @Test func `an order waits if any of its items does, touched or not`() throws {
        let rules = Rules.selling(Item(sku: "leaflet-1", title: "", pack: 25, ships: .unknown))
        let order = try order()
        #expect(order.amended(by: Amendment(town: "Salford"), rules: rules).verdict.waits)
        let without = Amendment(quantities: [.init(item: "leaflet-1", quantity: "0")])
        #expect(!order.amended(by: without, rules: rules).verdict.waits)
    }

    @Test func `amended fields hold an order that wasn't held`() throws {
        let order = try order()
        let more = order.amended(
            by: Amendment(email: "siân@example.org", quantities: [.init(item: "leaflet-1", quantity: "1025")]),
            rules: .fixture())
        #expect(Set(more.reasons(whileHeldFor: []).reasons) == [.quantity, .mailAddress])
        #expect(more.reasons(whileHeldFor: []).note == nil)
        // Let go once, it isn't held again for the same.
        let released = try #require(more.verdict.order)
        for amendment in [
            Amendment(town: "Salford"), Amendment(email: "siân@example.org", town: "Salford"),
            Amendment(quantities: [.init(item: "leaflet-1", quantity: "1025"), .init(item: "badge", quantity: "1")]),
        ] {
            #expect(released.amended(by: amendment, rules: .fixture()).reasons(whileHeldFor: []).reasons.isEmpty)
        }
    }

    @Test(arguments: HeldReason.allCases)
    func `a held order stays held for what still holds`(reason: HeldReason) throws {
        let rules = Rules.fixture {
            $0.catalogue = Catalogue(items: [
                Item(
                    sku: "leaflet-1", title: "", pack: 25, maximum: 10, availableUntil: .on("2026-12-01"),
                    imprint: .campaign),
                Item(sku: "poster-a3", title: "", pack: 5),
            ])
        }
        let order = try order { $0.email = "siân@example.org" }
        let note = order.amended(by: Amendment(note: ""), rules: rules).reasons(whileHeldFor: [reason])
        // A whole order is readable, and judged for the first time.
        let all: [HeldReason] = [.quantity, .mailAddress, .tooLate, .imprint]
        #expect(note.reasons == (reason == .unreadable ? all : [reason]))
        #expect(note.note == nil)

        let address = order.amended(by: Amendment(town: "Salford"), rules: rules).reasons(whileHeldFor: [reason])
        let isOfAddress = [.unprintable, .returnedAddress].contains(reason)
        #expect(address.reasons == (reason == .unreadable ? all : [isOfAddress ? .manual : reason]))
        #expect(address.note == (isOfAddress ? "amended: look and release" : nil))

        let mended = order.amended(
            by: Amendment(
                email: "aisha@example.org", quantities: [.init(item: "leaflet-1", quantity: "0")]), rules: rules
        ).reasons(whileHeldFor: [reason])
        let isOfRules = [.quantity, .mailAddress, .tooLate, .imprint, .unreadable].contains(reason)
        #expect(mended.reasons == [isOfRules ? .manual : reason])
    }

    @Test func `one reason falls away, another comes, each stands once`() throws {
        let amended = try order { $0.email = "siân@example.org" }.amended(
            by: Amendment(
                email: "aisha@example.org", town: "Salford", quantities: [.init(item: "leaflet-1", quantity: "1025")]),
            rules: .fixture())
        let before: [HeldReason] = [.mailAddress, .unprintable, .quantity, .duplicate]
        #expect(amended.reasons(whileHeldFor: before).reasons == [.quantity, .duplicate])
        #expect(amended.reasons(whileHeldFor: [.manual]).reasons == [.manual, .quantity])
    }

    @Test func `what was said of an item that is gone by now still stands`() throws {
        let rules = Rules.fixture { $0.catalogue = Catalogue(items: []) }
        let amended = try order().amended(by: Amendment(note: ""), rules: rules)
        #expect(amended.reasons(whileHeldFor: [.quantity, .mailAddress]).reasons == [.quantity])
    }

    @Test func `a changed name may make a label too long`() throws {
        let order = try order {
            $0.name = "Example Works"
            $0.addressLines = ["Example Works", "2", "3", "4", "5", "6", "7"]
        }
        #expect(order.address.printedLines(name: order.name).count == Address.mostPrintedLines)
        let amended = order.amended(by: Amendment(name: "Aisha Khan"), rules: .fixture())
        #expect(amended.verdict.fields == ["name"])
        #expect(order.amended(by: Amendment(name: "EXAMPLE WORKS"), rules: .fixture()).verdict.problems.isEmpty)
    }

    @Test func `for a new order the whole is judged anew`() throws {
        let order = try order()
        let rules = Rules.fixture {
            $0.catalogue = Catalogue(items: [Item(sku: "poster-a3", title: "Poster", pack: 5)])
        }
        #expect(order.submission.applying(Amendment(town: "Salford")).validated(by: rules).fields == ["item"])
        let without = Amendment(town: "Salford", quantities: [.init(item: "leaflet-1", quantity: "0")])
        let new = order.submission.applying(without).validated(by: rules).order
        #expect(new?.address.town == "Salford")
        #expect(new?.lines == [OrderLine(item: "poster-a3", quantity: 5)])
    }

    // MARK: Orders that aren't whole yet

    /// What was read of a message: the name, the second address line, nothing else.
    private func torn(_ change: (inout Order) -> Void = { _ in }) -> Order {
        var order = Order(
            name: "Aisha Khan",
            address: Address(lines: ["1 Example Street"], town: nil, postcode: nil, country: .unitedKingdom), lines: [])
        change(&order)
        return order
    }

    private static let rest = Amendment(
        town: "Manchester", postcode: "m90sq", quantities: [.init(item: "leaflet-1", quantity: "100")])

    @Test func `one amendment with all that is missing makes an order whole`() {
        let amended = torn().amended(by: Self.rest, rules: .fixture())
        #expect(amended.verdict.order?.isWhole == true, "\(amended.verdict.complaints)")
        #expect(amended.verdict.order?.address.postcode == "M9 0SQ")
        #expect(amended.verdict.warnings.isEmpty)
        #expect(amended.fields == ["town", "postcode", "items"])
        let held = amended.reasons(whileHeldFor: [.unreadable])
        #expect(held.reasons == [.manual])
        #expect(held.note == AmendedOrder.releaseNote)
    }

    @Test(arguments: [
        (Amendment(town: "Manchester"), ["postcode", "items"]),
        (Amendment(postcode: "m90sq"), ["town", "items"]),
        (Amendment(items: [.init(item: "leaflet-1", quantity: "100")]), ["postcode", "town"]),
        (Amendment(note: "She rang"), ["postcode", "town", "items"]),
        (Amendment(country: "IE"), ["town", "items"]),
        (Amendment(postcode: "BFPO 57"), ["items"]),
    ])
    func `an amendment with part of what is missing is kept, and says what still is`(
        amendment: Amendment, missing: [String]
    ) {
        let amended = torn().amended(by: amendment, rules: .fixture())
        #expect(amended.verdict.order?.isWhole == false)
        #expect(amended.verdict.warnings.map(\.field) == missing)
        #expect(amended.verdict.warnings.allSatisfy { $0.hint != nil })
        #expect(amended.verdict.order.map { Set($0.missingFields) } == Set(missing))
        #expect(amended.reasons(whileHeldFor: [.unreadable]).reasons == [.unreadable])
        #expect(!amended.fields.isEmpty)
    }

    @Test(arguments: [
        (Amendment(town: "Manchester", postcode: "RH6 OHP"), ["postcode", "items"]),
        (Amendment(name: "", town: "Manchester"), ["name", "postcode", "items"]),
        (Amendment(postcode: "m90sq", quantities: [.init(item: "leaflet-1", quantity: "30")]), ["town", "quantity"]),
        (Amendment(town: ""), ["postcode", "town", "items"]),
        (Amendment(email: "nobody"), ["email", "postcode", "town", "items"]),
        (Amendment(postcode: "m90sq", country: "IE"), ["country", "town", "items"]),
        (Amendment(items: [], purpose: "party"), ["postcode", "town", "items", "purpose"]),
    ])
    func `with anything wrong in it nothing is kept, and all that is wrong or missing is said`(
        amendment: Amendment, fields: [String]
    ) {
        let amended = torn().amended(by: amendment, rules: .fixture())
        #expect(amended.verdict.order == nil)
        #expect(amended.verdict.fields == fields)
        #expect(amended.verdict.problems.allSatisfy { $0.hint != nil })
        #expect(amended.fields.isEmpty)
    }

    @Test func `a postcode from Ireland needs no country, though the order was taken for a British one`() {
        let amended = torn().amended(
            by: Amendment(town: "Dublin 2", postcode: "d02x285", items: [.init(item: "badge", quantity: "1")]),
            rules: .fixture())
        #expect(amended.verdict.order?.address.country == .ireland)
        #expect(amended.verdict.order?.isWhole == true)
    }

    @Test func `what was read of it isn't judged by rules that came later`() {
        let order = torn { $0.lines = [OrderLine(item: "gone", quantity: 30)] }
        let rules = Rules.fixture {
            $0.closes = .on("2026-11-01")
            $0.emailRequired = true
        }
        let amended = order.amended(by: Amendment(town: "Manchester", postcode: "m90sq"), rules: rules)
        #expect(amended.verdict.order?.lines == order.lines)
        #expect(amended.verdict.order?.isWhole == true)
    }

    @Test func `a whole order is held for what the rules say of it`() {
        let order = torn { $0.lines = [OrderLine(item: "leaflet-1", quantity: 1025)] }
        let amended = order.amended(by: Amendment(town: "Manchester", postcode: "m90sq"), rules: .fixture())
        #expect(amended.reasons(whileHeldFor: [.unreadable, .manual]).reasons == [.manual, .quantity])
    }

    @Test func `too many lines for a label aren't taken for something missing`() {
        let lines = (1...8).map { "\($0) Example Street" }
        let amended = torn().amended(by: Amendment(addressLines: lines), rules: .fixture())
        #expect(amended.verdict.order?.address.lines == lines)
        let whole = torn().amended(
            by: Amendment(addressLines: lines, town: "Manchester", postcode: "m90sq"), rules: .fixture())
        #expect(whole.verdict.fields == ["addressLine8", "items"])
    }
}
