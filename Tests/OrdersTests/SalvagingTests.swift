import Orders
import Testing

@Suite struct SalvagingTests {
    @Test func `of a submission with nothing wrong everything is kept`() throws {
        let submission = Submission.fixture {
            $0.items.append(.init(item: "poster-a3", quantity: "5"))
            $0.items.append(.init(item: "leaflet-1", quantity: "25"))
        }
        #expect(submission.salvaged(by: .fixture()) == submission.validated(by: .fixture()).order)
    }

    @Test func `of nothing there is nothing, and that is said`() {
        let order = Submission().salvaged(by: .fixture { $0.language = .welsh })
        #expect(order.missingFields == ["name", "addressLine1", "town", "postcode", "items"])
        #expect(order.language == .welsh)
        #expect(order.email == nil && order.note == nil && order.purpose == .other && order.neededBy == nil)
    }

    /// What is wrong, and what is lost of the order by it: nothing else.
    private static let wrong:
        [(name: String, change: @Sendable (inout Submission) -> Void, loss: @Sendable (inout Order) -> Void)] = [
            ("name", { $0.name = "Aisha\nKhan" }, { $0.name = "" }),
            ("email", { $0.email = "nobody" }, { $0.email = nil }),
            ("organisation", { $0.organisation = "a\u{202E}b" }, { $0.organisation = nil }),
            ("line", { $0.addressLines[0] = "@home" }, { $0.address.lines.removeFirst() }),
            ("lost character", { $0.addressLines[1] = "1 Ex\u{FFFD}mple Street" }, { $0.address.lines.remove(at: 1) }),
            ("no word", { $0.addressLines[0] = "–" }, { $0.address.lines.removeFirst() }),
            ("no home", { $0.addressLines = ["No fixed abode"] }, { $0.address.lines = [] }),
            ("long", { $0.addressLines = (1...8).map { "\($0) Example Street" } }, { $0.address.lines = [] }),
            ("many lines", { $0.addressLines = Array(repeating: "1", count: 21) }, { $0.address.lines = [] }),
            ("town", { $0.town = "/Manchester" }, { $0.address.town = nil }),
            ("postcode", { $0.postcode = "RH6 OHP" }, { $0.address.postcode = nil }),
            ("country", { $0.country = "Narnia" }, { _ in }),
            ("contradiction", { $0.country = "IE" }, { $0.address.postcode = nil }),
            ("item", { $0.items[0].item = "leaflet-9" }, { $0.lines = [] }),
            ("quantity", { $0.items[0].quantity = "30" }, { $0.lines = [] }),
            ("far too many", { $0.items[0].quantity = "99999999999999999999" }, { $0.lines = [] }),
            ("one of two", { $0.items.append(.init(item: "badge", quantity: "x")) }, { $0.lines = [] }),
            ("twice, once wrong", { $0.items.append(.init(item: "leaflet-1", quantity: "x")) }, { $0.lines = [] }),
            ("many items", { $0.items = Array(repeating: $0.items[0], count: 101) }, { $0.lines = [] }),
            ("purpose", { $0.purpose = "party" }, { $0.purpose = .other }),
            ("date", { $0.neededBy = "Thursday" }, { $0.neededBy = nil }),
            ("note", { $0.note = String(repeating: "a", count: 1001) }, { $0.note = nil }),
            ("language", { $0.language = "fr" }, { $0.language = .english }),
            ("id", { $0.id = String(repeating: "1", count: 300) }, { _ in }),
        ]

    @Test(arguments: wrong.indices) func `each wrong field is left out, and only that`(index: Int) throws {
        let (name, change, loss) = Self.wrong[index]
        let submission = Submission.fixture(change)
        #expect(!submission.validated(by: .fixture()).problems.isEmpty, "\(name)")
        var expected = try #require(Submission.fixture().validated(by: .fixture()).order)
        loss(&expected)
        #expect(submission.salvaged(by: .fixture()) == expected, "\(name)")
    }

    @Test(arguments: [
        (Submission(postcode: "d02 x285"), "D02 X285", Country.ireland),
        (Submission(country: "IE"), nil, .ireland),
        (Submission(postcode: "JE2 3AB", country: "GB"), "JE2 3AB", .jersey),
        (Submission(addressLines: ["BFPO 57"]), "BFPO 57", .unitedKingdom),
        (Submission(postcode: "75001", country: "FR"), "75001", Country(code: "FR") ?? .unitedKingdom),
        (Submission(postcode: "75001"), nil, .unitedKingdom),
        (Submission(postcode: "@", country: "FR"), nil, Country(code: "FR") ?? .unitedKingdom),
        (Submission(postcode: "m9\u{202E}0sq", country: "GB"), nil, .unitedKingdom),
    ])
    func `a postcode and a country are kept where they fit`(given: Submission, postcode: String?, country: Country) {
        let address = given.salvaged(by: .fixture()).address
        #expect(address.postcode == postcode)
        #expect(address.country == country)
    }

    @Test func `what is salvaged says again what it says`() {
        var random = SeededGenerator(seed: 7)
        let texts: [String?] = [
            nil, "", "Aisha Khan", "M9 0SQ", "\u{0}", "@x", "a\nb", "100", "leaflet-1", "IE", "–", "cy",
        ]
        for _ in 0..<2000 {
            func any() -> String? { texts.randomElement(using: &random).flatMap { $0 } }
            let submission = Submission(
                id: any(), name: any(), email: any(), organisation: any(),
                addressLines: (0..<3).map { _ in any() ?? "" }, town: any(), postcode: any(), country: any(),
                items: [.init(item: any() ?? "", quantity: any() ?? "")], purpose: any(), neededBy: any(), note: any(),
                language: any())
            let rules = Rules.fixture()
            let order = submission.salvaged(by: rules)
            let verdict = submission.validated(by: rules)
            if let whole = verdict.order { #expect(order == whole) }
            if order.isWhole { #expect(order.submission.validated(by: rules).problems.isEmpty) }
        }
    }
}
