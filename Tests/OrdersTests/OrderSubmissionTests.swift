import Orders
import Testing

@Suite struct OrderSubmissionTests {
    /// Submissions that pass, each with something that could get lost on the way there and back.
    static let examples: [Submission] = [
        .fixture(),
        .fixture {
            $0 = Submission(
                name: "  Aisha\u{A0}Khan, ", addressLines: ["", "1 Example Street,", "", "Manchester"],
                town: "MANCHESTER,",
                postcode: "m90sq", items: [.init(item: " badge ", quantity: "1")])
        },
        // The forces: the number in a line, in the town, as a postcode, as BF1.
        .fixture { ($0.addressLines, $0.town, $0.postcode, $0.country) = (["HMS Example", "BFPO 57"], nil, nil, nil) },
        .fixture { ($0.addressLines, $0.town, $0.postcode, $0.country) = (["HMS Example"], "bfpo c/o 57", nil, "GB") },
        .fixture { ($0.addressLines, $0.town, $0.postcode, $0.country) = (["HMS Example"], nil, "BFPO57", "gb") },
        .fixture { ($0.addressLines, $0.town, $0.postcode, $0.country) = (["HMS Example"], nil, "bf1 2aw", nil) },
        // Ireland with and without an Eircode.
        .fixture { ($0.town, $0.postcode, $0.country) = ("Dublin 2", "d02x285", nil) },
        .fixture { ($0.town, $0.postcode, $0.country) = ("Dublin 2", nil, "ie") },
        // The Crown dependencies, with the country that people write.
        .fixture { ($0.town, $0.postcode, $0.country) = ("St Helier", "je23ab", "GB") },
        .fixture { ($0.town, $0.postcode, $0.country) = ("Douglas", "IM1 1AA", nil) },
        .fixture { ($0.town, $0.postcode, $0.country) = ("Gibraltar", "gx111aa", "GI") },
        // Overseas, with codes that are ours to nobody, and with none.
        .fixture { ($0.town, $0.postcode, $0.country) = ("Amsterdam", "1012 ab", "nl") },
        .fixture { ($0.town, $0.postcode, $0.country) = ("Paris", "75001", "FR") },
        .fixture { ($0.town, $0.postcode, $0.country) = ("Hong Kong", nil, "HK") },
        .fixture { ($0.addressLines, $0.country) = (["1 Example Street", "England", "M9 0SQ"], "gb") },
        .fixture { ($0.town, $0.postcode) = ("London", "GIR 0AA") },
        .fixture {
            $0.items = [
                .init(item: "poster-a3", quantity: "05"), .init(item: "leaflet-1", quantity: "50"),
                .init(item: "poster-a3", quantity: "10"), .init(item: "badge", quantity: "60"),
            ]
        },
        .fixture { $0.note = " \n First\r\n\r\n  second \u{2028} third\n\n" },
        .fixture { ($0.purpose, $0.neededBy, $0.language) = ("Nearby Workplace", "2020-02-29", "CY") },
        .fixture { ($0.email, $0.organisation) = ("siân@example.org", "  Example\tWorks ") },
        .fixture { ($0.name, $0.addressLines) = ("Siân Ŵyn, ,", ["Siân Ŵyn", "2 Example Street"]) },
        .fixture { $0.addressLines = ["1", "2", "3", "4", "5", "6"] },
    ]

    @Test(arguments: examples.indices)
    func `validated again, an order stays the same order`(index: Int) throws {
        let rules = Rules.fixture { $0.language = .welsh }
        let first = Self.examples[index].validated(by: rules)
        let order = try #require(first.order, "\(first.complaints)")
        let again = order.submission.validated(by: rules)
        #expect(again.order == order, "\(again.complaints)")
        #expect(again.heldBecause == first.heldBecause)
        #expect(order.submission == again.order?.submission)
    }

    @Test(
        arguments: [
            ("M9 0SQ", "GB", nil), ("JE2 3AB", "JE", nil), ("D02 X285", "IE", nil), (nil, "IE", "IE"),
            ("75001", "FR", "FR"),
        ] as [(String?, String, String?)])
    func `a submission names the country where the postcode doesn't imply it`(
        postcode: String?, country: String, named: String?
    ) throws {
        let verdict = Submission.fixture { ($0.postcode, $0.country) = (postcode, country) }.validated(by: .fixture())
        #expect(try #require(verdict.order).submission.country == named)
    }
}
