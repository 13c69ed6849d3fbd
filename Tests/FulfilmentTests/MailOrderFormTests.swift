import Foundation
import Orders
import TestSupport
import Testing

@testable import Fulfilment

/// The form that a link prefills, as people send it back.
@Suite struct MailOrderFormTests {
    static let catalogue = Catalogue(items: [
        Item(sku: "leaflet-1", title: "First leaflet", pack: 25), Item(sku: "poster-a3", title: "Poster", pack: 5),
        Item(sku: "badge", title: "Badge: round", pack: 1),
    ])

    static let today = LocalDate(dayNumber: 20_790)

    static func read(_ text: String, name: String = "Aisha Khan", subject: String = "Order") -> MailOrder.Reading {
        MailOrder(catalogue: catalogue, today: today).read(
            MailOrder.Letter(name: name, email: "aisha@example.org", subject: subject, text: text))
    }

    static let english = """
        Name: Aisha Khan
        Organisation: Example Works
        Address: Unit 2
        1 Example Street
        Town: Manchester
        Postcode: m9 0sq
        Country:

        First leaflet (leaflet-1): 100
        Poster (poster-a3): 0
        Badge: round (badge): 7

        Needed by: 17 December 2026
        What for: own workplace
        Note: For the early shift
        """

    static let order = Submission(
        name: "Aisha Khan", email: "aisha@example.org", organisation: "Example Works",
        addressLines: ["Unit 2", "1 Example Street"], town: "Manchester", postcode: "m9 0sq",
        items: [.init(item: "leaflet-1", quantity: "100"), .init(item: "badge", quantity: "7")],
        purpose: "own-workplace", neededBy: "2026-12-17", note: "For the early shift", language: "en")

    /// The same order, as it may arrive.
    static let same: [(name: String, text: String)] = [
        ("as it was filled in", english), ("with CRLF", english.replacing("\n", with: "\r\n")),
        (
            "quoted after a line of the program's",
            "On Tue, 1 Dec 2026 at 10:00 Example <orders@example.org>\nwrote:\n\n" + english
        ),
        ("with hard blanks", english.replacing(" ", with: "\u{A0}")),
        ("without blanks behind colons", english.replacing(": ", with: ":")),
        ("in capitals", english.replacing("Postcode:", with: "POSTCODE:").replacing("Name:", with: "NAME :")),
        ("with blank lines between all", english.split(separator: "\n").joined(separator: "\n\n")),
        (
            "with bold labels",
            english.split(separator: "\n").map { line in
                guard let colon = line.firstIndex(of: ":"), !line.contains("round") else { return String(line) }
                return "*\(line[...colon])*\(line[line.index(after: colon)...])"
            }.joined(separator: "\n")
        ),
        ("with a signature", english + "\n\n-- \nAisha Khan\nExample Works, 0161 496 0000"),
        ("from a telephone", english + "\n\nSent from my iPhone 15"),
        (
            "with good day and thanks",
            "Dear friends,\n\nplease find my order below.\n\n" + english + "\n\nMany thanks,\nAisha"
        ),
        ("with the invitation left", MailOrder.invitation(in: .english) + "\n\n" + english),
        ("with the invitation wrapped", "Please fill in what follows each colon,\nand send it.\n\n" + english),
        (
            "above the empty form",
            english + "\n\n> Name:\n> Address:\n> Postcode:\n> First leaflet (leaflet-1): 0\n> Badge: round (badge): 0"
        ),
        (
            "with values on the next line",
            english.replacing("Name: ", with: "Name:\n").replacing("Address: ", with: "Address:\n\n")
        ),
        ("with an item's line broken", english.replacing("First leaflet (", with: "First leaflet\n(")),
        ("with items by sku", english.replacing("First leaflet (leaflet-1)", with: "leaflet-1")),
        ("with items by title", english.replacing("First leaflet (leaflet-1)", with: "FIRST LEAFLET")),
        ("in another order", english.split(separator: "\n\n").reversed().joined(separator: "\n\n")),
        ("with a word behind the number", english.replacing(": 100", with: ": 100 copies, please")),
        (
            "with the address in one line",
            english.replacing("Unit 2\n", with: "Unit 2, ").replacing(
                "Address: Unit 2, 1 Example Street", with: "Address line 1: Unit 2\nAddress line 2: 1 Example Street")
        ),
        ("with other forms of the date", english.replacing("17 December", with: "Thursday 17th December")),
        ("with a numeric date", english.replacing("17 December 2026", with: "17/12/2026")),
        ("with the same said twice", english + "\nPostcode: M9 0SQ".replacing("M9 0SQ", with: "m9 0sq")),
    ]

    @Test(arguments: same.indices) func `a filled form is an order, however it arrives`(index: Int) {
        let (name, text) = Self.same[index]
        let reading = Self.read(text)
        #expect(reading.doubt == nil, "\(name)")
        #expect(reading.submission == Self.order, "\(name)")
        #expect(reading.isForm)
    }

    @Test func `a Welsh form is a Welsh order`() {
        let text = """
            Enw: Siân Ŵyn
            Sefydliad:
            Cyfeiriad: Tŷ Newydd
            Tref: Bangor
            Cod post: ll57 1aa
            Gwlad: Cymru
            First leaflet (leaflet-1): 25
            Poster (poster-a3): dim
            Angen erbyn: dydd Iau 17 Rhagfyr 2026
            Ar gyfer beth: digwyddiad
            Nodyn: Diolch!
            """
        let reading = Self.read(text)
        #expect(reading.doubt == nil)
        #expect(
            reading.submission
                == Submission(
                    name: "Siân Ŵyn", email: "aisha@example.org", addressLines: ["Tŷ Newydd"], town: "Bangor",
                    postcode: "ll57 1aa", country: "GB", items: [.init(item: "leaflet-1", quantity: "25")],
                    purpose: "event", neededBy: "2026-12-17", note: "Diolch!", language: "cy"))
    }

    @Test(arguments: [
        ("Ffrainc", "FR"), ("Yr Almaen", "DE"), ("ynys manaw", "IM"), ("France", "FR"), ("Iwerddon", "IE"),
    ])
    func `a country may stand there in Welsh`(name: String, code: String) {
        let text =
            "Enw: Siân Ŵyn\nCyfeiriad: 1 Rue\nTref: Lyon\nCod post: 69001\nGwlad: \(name)\nFirst leaflet (leaflet-1): 25"
        #expect(Self.read(text).submission.country == code)
    }

    @Test func `the address may hold town and postcode, and a missing name is the writer's`() {
        for address in [
            "1 Example Street\nManchester\nM9 0SQ\nUK", "1 Example Street\nManchester M9 0SQ",
            "1 Example Street, Manchester, M9 0SQ",
        ] {
            let reading = Self.read("Name:\nAddress: \(address)\n\nleaflet-1: 100\nTown:\nPostcode:")
            #expect(reading.doubt == nil, "\(address)")
            #expect(reading.submission.name == "Aisha Khan")
            #expect(reading.submission.addressLines == ["1 Example Street"])
            #expect(reading.submission.town == "Manchester")
            #expect(reading.submission.postcode == "M9 0SQ")
        }
    }

    @Test func `what is written around the form is for a person, and not for the order sheet`() {
        let reading = Self.read("Hello,\nThe bell is broken, please knock.\n\n" + Self.english)
        #expect(reading.doubt != nil)
        #expect(reading.submission.note == "For the early shift")
    }

    @Test func `a purpose in words of the writer's own is another purpose`() {
        let reading = Self.read(Self.english.replacing("own workplace", with: "a street stall"))
        #expect(reading.doubt == nil)
        #expect(reading.submission.purpose == "other")
        #expect(reading.submission.note == "For the early shift")
    }

    @Test(arguments: [
        "Replaces my form", "please cancel", "send posters instead", "Actually for Bob", "Not to this address",
        "deliver to the office", "M14 5TQ", "see HB-7K3M9QZX", "and 5 badges", "the poster as well", "after the strike",
        "Peidiwch ag anfon", "a dozen would do",
    ])
    func `a note that may change the order is for a person`(note: String) {
        #expect(Self.read(Self.english.replacing("For the early shift", with: note)).doubt != nil)
        #expect(
            Self.read(Self.english.replacing("own workplace", with: note)).doubt != nil, "as what it is for")
    }

    @Test(arguments: [
        "", "For the early shift", "The bell is broken, please knock", "Diolch!", "Keep up the good work",
    ])
    func `a plain note is none`(note: String) {
        #expect(Self.read(Self.english.replacing("For the early shift", with: note)).doubt == nil)
    }

    @Test(arguments: ["> ", ">> ", "-----Original Message-----\n"])
    func `a form that only repeats another message is no new order`(mark: String) {
        let lines = Self.english.split(separator: "\n", omittingEmptySubsequences: false)
        let text = mark.hasSuffix("\n") ? mark + Self.english : lines.map { mark + $0 }.joined(separator: "\n")
        #expect(Self.read(text).doubt != nil)
        #expect(Self.read("Thank you!\n\n" + text).doubt != nil)
        #expect(Self.read("Name: Aisha Khan\nleaflet-1: 100\n\n" + text).doubt != nil)
    }

    @Test(arguments: ["Re: Your order HB-7K3M9QZX", "Returned post", "hb-7k3m9qzx"])
    func `a form under a subject about another order is for a person`(subject: String) {
        #expect(Self.read(Self.english, subject: subject).doubt != nil)
        #expect(Self.read(Self.english + "\n\nRef. HB-7K3M9QZX").doubt != nil)
    }

    @Test(arguments: [
        ("Name: Aisha Khan", "Name: Aisha Khan\nName: Bob Jones"), (": 100", ": about 100"), (": 100", ": 0100"),
        (": 100", ": 2 packs"), (": 100", ": 100\nleaflet-1: 200"), (": 100", ": 100 0"), (": 100", ": 1,00"),
        (": 100\n", ": 100\nand 50 posters\n"), ("17 December 2026", "Thursday"), ("17 December 2026", "17 December"),
        ("17 December 2026", "3/4/2027"), ("17 December 2026", "Monday 17 December 2026"), ("17 December 2026", "asap"),
        ("Country:", "Country: Narnia"), ("Unit 2\n", "Unit 2\nTel: 0161 496 0000\n"),
        ("Unit 2\n", "Unit 2\nLeeds LS1 1AA\n"), ("Unit 2\n", "Unit 2\n100 leaflet-1\n"),
        ("Town: Manchester", "Town: Manchester\nI moved lately"),
        ("Name: Aisha Khan", "Please send 200 instead\nName: Aisha Khan"),
        ("Name: Aisha Khan", "Please cancel this\nName: Aisha Khan"),
        ("Name: Aisha Khan", "As soon as possible, urgent\nName: Aisha Khan"),
        ("Name: Aisha Khan", "And the poster\n\nName: Aisha Khan"), ("Note:", "E-mail: other@example.org\nNote:"),
        (": 100", ":"), ("Poster (poster-a3): 0", "Poster (poster-a3): some"),
    ])
    func `what may mean something else is not certain`(place: String, other: String) throws {
        let range = try #require(Self.english.range(of: place))
        var text = Self.english
        text.replaceSubrange(range, with: other)
        if place == ": 100", other == ":" { text = text.replacing(": 7", with: ": 0") }
        let reading = Self.read(text)
        #expect(reading.isForm)
        #expect(reading.doubt != nil, "\(text)")
        #expect(reading.submission.email == "aisha@example.org")
    }

    @Test func `of an uncertain form the certain parts are kept`() {
        let text = Self.english.replacing(": 100", with: ": 2 packs").replacing(
            "Name: Aisha", with: "Name: Bob Jones\nName: Aisha")
        let submission = Self.read(text).submission
        #expect(submission.items.isEmpty, "the badges alone would be an order that nobody gave")
        #expect(submission.name == "Aisha Khan")
        #expect(submission.postcode == "m9 0sq")
    }

    @Test(arguments: ["Please ignore the one below", "Cancelled", "RE: wrong address"])
    func `a subject that speaks of a change is not certain`(subject: String) {
        #expect(Self.read(Self.english, subject: subject).doubt != nil)
        #expect(Self.read(Self.english, subject: "Re: Order").doubt == nil)
    }

    @Test(arguments: [
        "First leaflet (leaflet-1): a few", "First leaflet (leaflet-1): 4 packs",
        "First leaflet (leaflet-1): 25\nFirst leaflet (leaflet-1): 50",
    ])
    func `with one item in doubt none is certain`(line: String) {
        let reading = Self.read(Self.english + "\n" + line + "\nPoster (poster-a3): 5")
        #expect(!reading.isCertain)
        #expect(reading.submission.items.isEmpty)
    }

    // MARK: The prefilled text and its link

    @Test func `only what can be ordered on the day is offered`() {
        let next = LocalDate(dayNumber: Self.today.dayNumber + 1)
        let last = LocalDate(dayNumber: Self.today.dayNumber - 1)
        let catalogue = Catalogue(items: [
            Item(sku: "now", title: "Now"), Item(sku: "later", title: "Later", availableFrom: next),
            Item(sku: "gone", title: "Gone", availableUntil: last),
        ])
        let body = MailOrder.form(catalogue: catalogue, on: Self.today, language: .english).body
        #expect(body.contains("(now)") && !body.contains("(later)") && !body.contains("(gone)"))
        let link = MailOrder.link(to: "orders@example.org", catalogue: catalogue, on: Self.today, language: .welsh)
        #expect(link.hasPrefix("mailto:orders@example.org?subject=Archeb&body="))
    }

    @Test func `an item is called in the form as in its language, and read in every one`() {
        let catalogue = Catalogue(items: [
            Item(sku: "leaflet-1", title: "First leaflet", titles: [.welsh: "Taflen gyntaf"])
        ])
        func form(_ language: Language) -> String {
            MailOrder.form(catalogue: catalogue, on: Self.today, language: language).body
        }
        #expect(form(.welsh).contains("Taflen gyntaf (leaflet-1): 0"))
        #expect(form(.english).contains("First leaflet (leaflet-1): 0"))
        let names = ItemNames(catalogue: catalogue, today: Self.today)
        for name in ["Taflen gyntaf", "First leaflet", "Taflen gyntaf (leaflet-1)", "leaflet-1"] {
            #expect(names.meaning(of: name) == .item(sku: "leaflet-1"))
        }
    }

    @Test(arguments: Language.allCases) func `the empty form is a form that orders nothing`(language: Language) {
        let form = MailOrder.form(catalogue: Self.catalogue, on: Self.today, language: language)
        let reading = Self.read(form.body, subject: form.subject)
        #expect(reading.isForm)
        #expect(!reading.isCertain)
        #expect(reading.submission.language == language.rawValue)
        #expect(reading.submission.items.isEmpty && reading.submission.note == nil)
        #expect(!form.body.replacing("\r\n", with: "").contains("\n"))
        for word in ["leaflet", "union", "campaign"] { #expect(!form.subject.lowercased().contains(word)) }
    }

    @Test(arguments: Language.allCases)
    func `a form filled in behind each colon is read back, whatever the items are called`(language: Language) {
        let titles = [
            "100 % true?", "Title: with (brackets): 2", "O'Brien & <Sons>", "Taflen y Tŷ", "বাংলা লিফলেট",
            String(repeating: "long ", count: 30),
        ]
        let catalogue = Catalogue(items: titles.enumerated().map { Item(sku: "sku-\($0.offset)", title: $0.element) })
        let body = MailOrder.form(catalogue: catalogue, on: Self.today, language: language).body
        let values = ["Aisha Khan", "", "1 Example Street", "Manchester", "M9 0SQ", "", "", "", "Hello"]
        var labels = FormLabel.written.map { $0.words(in: language) + ":" }
        var lines: [String] = []
        for line in body.split(separator: "\r\n", omittingEmptySubsequences: false) {
            if let index = labels.firstIndex(of: String(line)) {
                lines.append(line + values[index])
                labels[index] = "–"
            } else {
                lines.append(line.hasSuffix("): 0") ? line.dropLast() + "5" : String(line))
            }
        }
        let reading = MailOrder(catalogue: catalogue, today: Self.today).read(
            MailOrder.Letter(name: "", email: "a@example.org", text: lines.joined(separator: "\n")))
        #expect(reading.doubt == nil)
        #expect(reading.submission.items.map(\.item) == titles.indices.map { "sku-\($0)" })
        #expect(reading.submission.items.allSatisfy { $0.quantity == "5" })
        #expect(reading.submission.town == "Manchester")
        #expect(reading.submission.note == "Hello")
    }

    @Test func `the link holds subject and body, percent-encoded`() throws {
        let link = MailOrder.link(
            to: "orders+web&x@example.org", catalogue: Self.catalogue, on: Self.today, language: .welsh)
        #expect(link.hasPrefix("mailto:orders%2Bweb%26x@example.org?subject=Archeb&body="))
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%@:?&=")
        #expect(link.allSatisfy { allowed.contains($0) })
        let body = try #require(URLComponents(string: link)?.queryItems?.first { $0.name == "body" }?.value)
        #expect(body == MailOrder.form(catalogue: Self.catalogue, on: Self.today, language: .welsh).body)
    }

    // MARK: Hostile texts

    static let hostile: [String] = [
        "", "\n\n\n", ":", ":::::::", "> > > >", String(repeating: ">", count: 60_000),
        String(repeating: "Name: ", count: 10_000), String(repeating: "Name: x\n", count: 8_000),
        String(repeating: "leaflet-1: 1\n", count: 5_000), String(repeating: "M9 0SQ ", count: 9_000),
        String(repeating: "100 x ", count: 10_000), String(repeating: "a", count: 65_536),
        "Address: \u{202E}x\nPostcode: M9 0SQ\nleaflet-1: 99999999999999999999\nName: \u{0}",
        "Name: x\nAddress: y\nPostcode: z\nleaflet-1: -5", "\u{FFFD}\u{FFFD}\u{FEFF}",
        String(repeating: "\u{0301}", count: 30_000), "--\n--\n--",
        String(repeating: "-----Original Message-----\n", count: 300),
    ]

    @Test(arguments: hostile.indices) func `a hostile text is never certain, and soon read`(index: Int) {
        let before = ContinuousClock.now
        let reading = Self.read(Self.hostile[index])
        #expect(!reading.isCertain)
        #expect(ContinuousClock.now - before < .seconds(5))
    }
}
