import Orders
import Testing

@testable import Fulfilment

/// What people write without a form.
@Suite struct MailOrderProseTests {
    private static func read(_ text: String, name: String = "Aisha Khan", _ catalogue: Catalogue = several)
        -> MailOrder.Reading
    {
        MailOrder(catalogue: catalogue, today: LocalDate(dayNumber: 20_790)).read(
            MailOrder.Letter(name: name, email: "aisha@example.org", text: text))
    }

    private static let several = MailOrderFormTests.catalogue
    private static let one = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", pack: 25),
        Item(sku: "leaflet-2", title: "Second leaflet", availableFrom: LocalDate(dayNumber: 30_000)),
    ])
    private static let home = "Aisha Khan\n1 Example Street\nManchester\nM9 0SQ"

    static let certain: [(text: String, items: [String])] = [
        ("Please send 100 x leaflet-1 to\n\n\(home)", ["leaflet-1:100"]),
        ("Hello,\n\nI'd like 100 First leaflets please.\n\n\(home)\n\nThanks,\nAisha", ["leaflet-1:100"]),
        (
            "Could you send me 1,000 copies of the First leaflet and 5 posters?\n\n\(home)",
            ["leaflet-1:1000", "poster-a3:5"]
        ),
        ("- leaflet-1: 100\n- Poster: 5\n\nMy address:\n\(home)", ["leaflet-1:100", "poster-a3:5"]),
        ("100x First leaflet (leaflet-1)\n7 badge\n\n\(home)", ["leaflet-1:100", "badge:7"]),
        ("\(home)\n\n100 × first\nleaflet", ["leaflet-1:100"]),
        ("Hoffwn gael 50 poster-a3, os gwelwch yn dda.\n\n\(home)", ["poster-a3:50"]),
        ("Please send 100 leaflet 1 to:\n\(home)\n\n-- \nAisha, 07700 900123", ["leaflet-1:100"]),
        (
            "Please send 25 leaflet-1.\n\n\(home)\nUnited Kingdom\n\nOn 1 December 2026 Example wrote:\n> 200 leaflet-1",
            ["leaflet-1:25"]
        ),
    ]

    @Test(arguments: certain.indices) func `reads what is certain`(index: Int) {
        let reading = Self.read(Self.certain[index].text)
        #expect(reading.doubt == nil)
        #expect(!reading.isForm)
        #expect(reading.submission.items.map { "\($0.item):\($0.quantity)" } == Self.certain[index].items)
        #expect(reading.submission.name == "Aisha Khan")
        #expect(reading.submission.addressLines == ["1 Example Street"])
        #expect(reading.submission.town == "Manchester")
        #expect(reading.submission.postcode == "M9 0SQ")
        #expect(reading.submission.language == nil)
        #expect(reading.submission.email == "aisha@example.org")
    }

    static let addresses: [(text: String, name: String, lines: [String], town: String?, postcode: String)] = [
        ("1 Example Street\nManchester M9 0SQ", "Aisha Khan", ["1 Example Street"], "Manchester", "M9 0SQ"),
        ("1 Example Street, Manchester, m90sq", "Aisha Khan", ["1 Example Street"], "Manchester", "M9 0SQ"),
        (
            "A. Khan\nUnit 2,\n1 Example St.\nManchester, M9 0SQ.", "A. Khan", ["Unit 2", "1 Example St"], "Manchester",
            "M9 0SQ"
        ),
        (
            "Mr Bob Jones\n2 Example Road\nLeeds\nLS1 1AA\nEngland", "Mr Bob Jones", ["2 Example Road"], "Leeds",
            "LS1 1AA"
        ),
        (
            "Example Works\n2 Example Road\nLeeds\nLS1 1AA", "Aisha Khan", ["Example Works", "2 Example Road"], "Leeds",
            "LS1 1AA"
        ),
        ("Khan Aisha\n2 Example Road\nDublin 2\nD02 X285", "", [], nil, ""),
        ("Aisha Khan\nHMS Example\nBFPO 57", "Aisha Khan", ["HMS Example"], nil, "BFPO 57"),
        ("Aisha Khan\n3 Example Lane\nGibraltar\nGX11 1AA", "Aisha Khan", ["3 Example Lane"], "Gibraltar", "GX11 1AA"),
    ]

    @Test(arguments: addresses.indices) func `reads an address that ends in its postcode`(index: Int) {
        let (text, name, lines, town, postcode) = Self.addresses[index]
        let reading = Self.read("Please send 100 leaflet-1.\n\n" + text)
        guard !name.isEmpty else {
            // A town with a number may be a street.
            #expect(reading.doubt != nil)
            return
        }
        #expect(reading.doubt == nil)
        #expect(reading.submission.name == name)
        #expect(reading.submission.addressLines == lines)
        #expect(reading.submission.town == town)
        #expect(reading.submission.postcode == postcode)
    }

    @Test(arguments: [("", "Bob Jones"), ("aisha@example.org", "Bob Jones"), ("akhan77", "Bob Jones")])
    func `without a name of the writer's the address must have a person's`(writer: String, first: String) {
        let rest = "\n2 Example Road\nLeeds\nLS1 1AA"
        #expect(Self.read("100 leaflet-1\n\n" + first + rest, name: writer).submission.name == "Bob Jones")
        for other in ["Example Works", "bob", "Branch Office"] {
            let reading = Self.read("100 leaflet-1\n\n" + other + rest, name: writer)
            #expect(reading.doubt != nil, "\(other)")
            #expect(reading.submission.name == nil)
        }
    }

    @Test(arguments: [
        ("Please send 100 leaflets to\n\n\(home)", 100), ("250 leaflets please\n\n\(home)", 250),
        ("Could I have 50 of your leaflets?\n\n\(home)", 50), ("Anfonwch 75 taflen.\n\n\(home)", 75),
        ("100 copies please.\n\n\(home)", 100),
    ])
    func `leaflets are the one item that can be ordered`(text: String, quantity: Int) {
        let reading = Self.read(text, Self.one)
        #expect(reading.doubt == nil)
        #expect(reading.submission.items == [.init(item: "leaflet-1", quantity: String(quantity))])
        #expect(Self.read(text, Self.several).doubt != nil)
    }

    @Test(arguments: ["by 17 December 2026", "by Thursday 17th December 2026", "by 2026-12-17", "by 17/12/2026"])
    func `a full date after by is when it is needed`(date: String) {
        let reading = Self.read("Please send 100 leaflet-1 \(date).\n\n\(Self.home)")
        #expect(reading.doubt == nil)
        #expect(reading.submission.neededBy == "2026-12-17")
    }

    /// Each names a quantity, an item and an address, and asks for nothing, or for something else.
    static let otherWishes = [
        "We received 100 First leaflet, thank you!", "Where are my 100 First leaflet?",
        "Please collect 100 First leaflet from", "I have 100 First leaflet spare", "100 First leaflet, thank you",
        "How much do 100 First leaflet cost?", "I resign. Give my 100 First leaflet to someone else.",
        "Did you send 100 First leaflet?", "Ni dderbyniais 100 First leaflet", "Diolch am y 100 First leaflet",
        "Our office has moved. Please send 100 First leaflet to the new office", "100 First leaflet?",
        "Please send 100 First leaflet to Bob Jones in Leeds. My own address for your records is",
        "Please send 100 First leaflet and the usual posters",
        "Please send 100 First leaflet after the strike is over", "I send 100 First leaflet",
        "You could send 100 First leaflet to the other branch", "Please send 100 First leaflet like HB-7K3M9QZX",
        "100 First leaflet please. The bell is broken: please knock.",
    ]

    @Test(arguments: otherWishes) func `any word beyond a plain request is for a person`(text: String) {
        let reading = Self.read("Hello,\n\n\(text)\n\n\(Self.home)")
        #expect(reading.doubt != nil)
        #expect(reading.submission.note == nil)
    }

    @Test(arguments: [
        "Dear friends,\n\nPlease could you send me 100 First leaflet to the address below.\n\nMany thanks,\nAisha Khan",
        "Hi there, I would like to order 100 copies of the First leaflet. Kind regards, Aisha",
        "Hi,\nplease may we have 100 First leaflet and 5 posters to this address:",
        "Annwyl bawb,\n\nAnfonwch 100 First leaflet i'r cyfeiriad hwn, os gwelwch yn dda.\n\nDiolch yn fawr,\nAisha",
        "A gaf i 100 First leaflet?\nDiolch", "Hello\n100 First leaflet\nBest wishes\nAisha",
    ])
    func `a plain request is certain`(text: String) {
        #expect(Self.read("\(text)\n\n\(Self.home)").doubt == nil)
    }

    @Test(arguments: ["", "Order", "Re: Order", "Archeb taflenni", "Leaflets please"])
    func `a neutral subject says nothing`(subject: String) {
        #expect(Self.read(about: subject).doubt == nil)
    }

    @Test(arguments: [
        "Returned post", "Re: Your order HB-7K3M9QZX", "Complaint", "200 leaflets", "Fwd: Order", "Do not send",
    ])
    func `any other subject is for a person`(subject: String) {
        #expect(Self.read(about: subject).doubt != nil)
    }

    private static func read(about subject: String) -> MailOrder.Reading {
        MailOrder(catalogue: several, today: LocalDate(dayNumber: 20_790)).read(
            MailOrder.Letter(
                name: "Aisha Khan", email: "aisha@example.org", subject: subject,
                text: "Please send 100 leaflet-1.\n\n\(home)"))
    }

    static let uncertain: [String] = [
        "", "Hello", "Please send some leaflets.\n\n\(home)", "100 leaflets\n\n\(home)", "100 leaflet-1",
        "100 or 200 leaflet-1\n\n\(home)", "100 leaflet-1, not 200\n\n\(home)", "about 100 leaflet-1\n\n\(home)",
        "up to 100 leaflet-1\n\n\(home)", "at least 100 leaflet-1\n\n\(home)",
        "two hundred leaflet-1\n\n\(home)", "100 leaflet-1 and a dozen posters\n\n\(home)",
        "2 packs of leaflet-1\n\n\(home)",
        "100 leaflet-1 and some posters\n\n\(home)", "100 leaflet-1 and 100 leaflet-9\n\n\(home)",
        "100 leaflet-1\n200 leaflet-1\n\n\(home)", "Don't send 100 leaflet-1\n\n\(home)",
        "Please cancel my 100 leaflet-1\n\n\(home)", "100 leaflet-1 if you have them\n\n\(home)",
        "I already got 100 leaflet-1\n\n\(home)", "100 leaflet-1 by Thursday\n\n\(home)",
        "100 leaflet-1 by 17 December\n\n\(home)",
        "100 leaflet-1 by 3/4/2027\n\n\(home)", "100 leaflet-1 for our stall on 17 December 2026\n\n\(home)",
        "100 leaflet-1 urgently\n\n\(home)", "100 leaflet-1\n\nCall 07700 900123\n\n\(home)",
        "100 leaflet-1\n\n\(home)\n\nor\n\nBob Jones\n2 Example Road\nLeeds\nLS1 1AA",
        "100 leaflet-1 to Aisha Khan, 1 Example Street, Manchester M9 0SQ",
        "100 leaflet-1\n\nAisha Khan, 1 Example Street Manchester M9 0SQ please",
        "100 leaflet-1\n\n1 Example Street Manchester M9 0SQ",
        "100 leaflet-1\n\nAisha Khan\n1 Example Street\nManchester",
        "100 leaflet-1\n\nM9 0SQ", "100 leaflet-1\n\nManchester\nM9 0SQ",
        "100 leaflet-1\nwe live in the old mill\n\(home)", "100 leaflet-1\n\nReturned to sender\n\(home)",
        "100 leaflet-1\n\nAlready here\n\(home)",
        "> 100 leaflet-1\n>\n> Aisha Khan\n> 1 Example Street\n> Manchester\n> M9 0SQ",
        "Thanks!\n\n> 100 leaflet-1\n> \(home.replacing("\n", with: "\n> "))",
        "0100 leaflet-1\n\n\(home)", "1,00 leaflet-1\n\n\(home)", "-100 leaflet-1 10\n\n\(home)",
        "The same as last time please, leaflet-1\n\n\(home)",
    ]

    @Test(arguments: uncertain.indices) func `anything that may mean something else is not certain`(index: Int) {
        let reading = Self.read(Self.uncertain[index])
        #expect(reading.doubt != nil, "\(Self.uncertain[index])")
        #expect(reading.submission.name == "Aisha Khan")
    }

    @Test func `of what isn't certain only the sure parts are kept`() {
        let reading = Self.read("100 or 200 leaflet-1\n\n\(Self.home)")
        #expect(reading.submission.items.isEmpty)
        #expect(reading.submission.postcode == "M9 0SQ")
        #expect(reading.submission.addressLines == ["1 Example Street"])
        let two = Self.read("100 leaflet-1\n\n\(Self.home)\n\nM14 5TQ")
        #expect(two.submission.postcode == nil && two.submission.addressLines.isEmpty)
    }

    @Test func `a name that several items have is not certain`() {
        let catalogue = Catalogue(items: [Item(sku: "a-1", title: "Leaflet"), Item(sku: "b-1", title: "Leaflet")])
        #expect(Self.read("100 leaflet\n\n\(Self.home)", catalogue).doubt != nil)
        #expect(
            Self.read("100 a-1\n\n\(Self.home)", catalogue).submission.items == [.init(item: "a-1", quantity: "100")])
    }
}
