import Orders
import Testing

@testable import Fulfilment

@Suite struct AmendmentReadingTests {
    private static let catalogue = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", pack: 25), Item(sku: "poster-a3", title: "Poster", pack: 5),
        Item(sku: "badge", title: "Badge"),
    ])

    private static func order(_ lines: [OrderLine] = [OrderLine(item: "leaflet-1", quantity: 100)]) -> Order {
        Order(
            name: "Aisha Khan",
            address: Address(
                lines: ["1 Example Street"], town: "Manchester", postcode: "M9 0SQ", country: .unitedKingdom),
            lines: lines)
    }

    private static let two = order([
        OrderLine(item: "leaflet-1", quantity: 100), OrderLine(item: "old-flyer", quantity: 5),
    ])

    private func read(_ words: [String], of order: Order = order()) throws -> Amendment {
        try Amendment(reading: words, of: order, catalogue: Self.catalogue)
    }

    private func problems(_ words: [String], of order: Order = order()) -> [String] {
        do {
            _ = try read(words, of: order)
            return []
        } catch let error as AmendmentProblems {
            return error.problems.map { "\($0.field): \($0.problem); \($0.hint ?? "–")" }
        } catch {
            return ["\(error)"]
        }
    }

    private static func item(_ sku: String, _ quantity: String) -> Submission.RequestedItem {
        .init(item: sku, quantity: quantity)
    }

    private static let words: [(word: String, amendment: Amendment)] = [
        ("name=Siân Ŵyn", Amendment(name: "Siân Ŵyn")), ("email=", Amendment(email: "")),
        ("Organisation=Example=Works", Amendment(organisation: "Example=Works")),
        ("addressLine1=x", Amendment(addressLine: [1: "x"])), ("address line 2=x", Amendment(addressLine: [2: "x"])),
        ("ADDRESS_LINE_5=x", Amendment(addressLine: [5: "x"])), ("addressLine7=x", Amendment(addressLine: [7: "x"])),
        ("address.lines=Unit 2; 1 Example Street", Amendment(addressLines: ["Unit 2", " 1 Example Street"])),
        ("addressLines=", Amendment(addressLines: [])),
        ("town=Salford", Amendment(town: "Salford")), ("address.town=Salford", Amendment(town: "Salford")),
        ("postcode=m90sq", Amendment(postcode: "m90sq")), ("Address.Postcode=x", Amendment(postcode: "x")),
        ("country=", Amendment(country: "")), ("address.country=IE", Amendment(country: "IE")),
        (
            "items=leaflet-1:100; poster-a3:5",
            Amendment(items: [item("leaflet-1", "100"), item("poster-a3", "5")])
        ),
        ("items=", Amendment(items: [])),
        ("quantity=200", Amendment(quantities: [item("leaflet-1", "200")])),
        ("leaflet-1=200", Amendment(quantities: [item("leaflet-1", "200")])),
        ("Leaflet 1=200", Amendment(quantities: [item("leaflet-1", "200")])),
        ("leaflet-1=0", Amendment(quantities: [item("leaflet-1", "0")])),
        ("badge=3", Amendment(quantities: [item("badge", "3")])),
        ("item=badge", Amendment(quantities: [item("leaflet-1", "0"), item("badge", "100")])),
        ("item=leaflet-1", Amendment()),
        ("purpose=event", Amendment(purpose: "event")), ("neededBy=2026-12-24", Amendment(neededBy: "2026-12-24")),
        ("needed-by=", Amendment(neededBy: "")), ("note=a=b, c", Amendment(note: "a=b, c")),
        ("language=cy", Amendment(language: "cy")),
    ]

    @Test(arguments: words.indices)
    func `reads each field by its names`(index: Int) throws {
        #expect(try read([Self.words[index].word]) == Self.words[index].amendment)
    }

    @Test func `reads every field that can be amended`() throws {
        for field in SubmissionField.allCases where field != .id && field != .problem {
            for name in [field.rawValue, field.heading, field.rawValue.uppercased()] {
                let amendment = try read(["\(name)=badge:1"])
                #expect(amendment != Amendment(), "\(name)")
            }
        }
    }

    @Test func `reads several words at once, or none`() throws {
        #expect(
            try read(["postcode=M14 5TQ", "town=", "badge=1", "quantity=50", "addressLine1=a", "addressLine2=b"])
                == Amendment(
                    addressLine: [1: "a", 2: "b"], town: "", postcode: "M14 5TQ",
                    quantities: [Self.item("badge", "1"), Self.item("leaflet-1", "50")]))
        #expect(try read([]) == Amendment())
        #expect(
            try read(["item=badge", "quantity=2"])
                == Amendment(quantities: [Self.item("leaflet-1", "0"), Self.item("badge", "2")]))
    }

    @Test func `knows an item that only the order still has`() throws {
        #expect(try read(["old-flyer=0"], of: Self.two) == Amendment(quantities: [Self.item("old-flyer", "0")]))
        #expect(problems(["old-flyer=5"]) != [])
    }

    @Test(arguments: [
        (["postcod=M9 0SQ"], "postcod: is no field of an order; did you mean postcode?"),
        (["leaflet1=200", "leaflet-2=100"], "leaflet-2: is no field of an order; did you mean leaflet-1?"),
        (["adress line 1=x"], "adress line 1: is no field of an order; did you mean addressLine1?"),
        (["=x"], "=x: names no field before the =; write FIELD=VALUE, as in town=Leeds"),
        (["Salford"], "Salford: has no =; write FIELD=VALUE, as in town=Leeds"),
        (["quantity"], "quantity: has no =; write quantity=VALUE"),
        (
            ["note=For", "the", "early shift", "town=Leeds"],
            "note: “the early shift” has no =; a value with blanks needs quotation marks around it"
        ),
        (["town=a", "town=b"], "town: is given twice; give it once"),
        (["postcode=a", "address.postcode=b"], "address.postcode: says the same as postcode; give it once"),
        (["id=x"], "id: can't be amended; it is the source's own number; the reference stays as well"),
        (["problem=x"], "problem: can't be amended; it is a column of failed orders, no part of an order"),
        (
            ["address.lines=a", "addressLine2=b"],
            "address.lines: replaces every line, but single lines are given as well; give one or the other"
        ),
        (
            ["items=badge:1", "quantity=3"],
            "items: replaces every item, but single ones are given as well; give one or the other"
        ),
        (
            ["items=badge:1", "badge=3"],
            "items: replaces every item, but single ones are given as well; give one or the other"
        ),
        (["quantity=1", "leaflet-1=2"], "quantity: means leaflet-1, which is given by its name as well; give it once"),
        (["badge=0"], "badge: isn't in the order; it has leaflet-1"),
        (["items=100 x badge"], "items: “100 x badge” is no item with its quantity; did you mean badge:100?"),
    ])
    func `says what would be right`(words: [String], problem: String) {
        #expect(problems(words) == [problem])
    }

    @Test(arguments: [
        ("quantity=200", "quantity: doesn't say of which item: the order has 2; write leaflet-1=200 or old-flyer=200"),
        ("item=badge", "item: doesn't say of which item: the order has 2; write leaflet-1=100 or old-flyer=100"),
    ])
    func `a quantity alone doesn't say of which of several items`(word: String, problem: String) {
        #expect(problems([word], of: Self.two) == [problem])
    }

    @Test func `what is far from any name gets the names`() {
        let problem = problems(["colour=red"]).first
        #expect(problem?.contains("fields are name, email") == true)
        #expect(problem?.contains("address.lines") == true)
    }

    @Test func `says everything that is wrong at once`() {
        #expect(
            problems(["colour=red", "town=a", "town=b", "id=1", "stray", "badge=0", "items="]).map {
                $0.prefix { $0 != ":" }
            } == ["colour", "town", "id", "id", "badge"])
    }

    @Test func `long words are shortened in problems`() {
        let long = String(repeating: "x", count: 5000)
        #expect(problems([long, "\(long)=1"]).allSatisfy { $0.utf8.count < 600 })
    }
}
