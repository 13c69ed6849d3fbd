import Orders
import Testing

@Suite struct ValidationTests {
    private func verdict(_ change: (inout Submission) -> Void) -> Verdict {
        Submission.fixture(change).validated(by: .fixture())
    }

    @Test func `makes an order of a good submission`() throws {
        let verdict = Submission.fixture().validated(by: .fixture())
        let order = try #require(verdict.order)
        #expect(verdict.problems.isEmpty)
        #expect(verdict.warnings.isEmpty)
        #expect(verdict.heldBecause.isEmpty)
        #expect(!verdict.waits)
        #expect(order.name == "Aisha Khan")
        #expect(order.email?.text == "aisha@example.org")
        #expect(order.organisation == "Example Works")
        #expect(order.lines == [OrderLine(item: "leaflet-1", quantity: 100)])
        #expect(order.purpose == .ownWorkplace)
        #expect(order.neededBy == .on("2026-12-17"))
        #expect(order.note == "For the early shift")
        #expect(order.language == .english)
    }

    @Test func `fills in what may be left out`() throws {
        let order = try #require(
            verdict {
                $0 = Submission(
                    name: "Aisha Khan", addressLines: ["1 Example Street"], town: "Manchester", postcode: "M9 0SQ",
                    items: [.init(item: "badge", quantity: "1")])
            }.order)
        #expect(order.email == nil)
        #expect(order.purpose == .other)
        #expect(order.language == .english)
        #expect(order.neededBy == nil)
        #expect(order.note == nil)
    }

    @Test func `names every problem at once`() {
        let verdict = verdict {
            $0 = Submission(
                name: " ", email: "nobody", addressLines: [], town: "", postcode: "RH6 OHP", country: "UK",
                items: [.init(item: "leaflet", quantity: "ten")], purpose: "party", neededBy: "17/12/2026",
                language: "fr")
        }
        #expect(
            verdict.fields == [
                "name", "email", "country", "postcode", "addressLine1", "town", "item", "quantity", "purpose",
                "neededBy",
                "language",
            ])
        #expect(verdict.order == nil)
        #expect(verdict.problems.allSatisfy { $0.hint != nil })
        #expect(verdict.problems.allSatisfy { !$0.problem.hasSuffix(".") })
    }

    @Test func `an empty submission misses what every order needs`() {
        #expect(Submission().validated(by: .fixture()).fields == ["name", "postcode", "addressLine1", "town", "items"])
        let form = Rules.fixture { $0.emailRequired = true }
        #expect(Submission().validated(by: form).fields.contains("email"))
    }

    @Test(arguments: [
        "Aisha\rKhan", "Aisha\nKhan", "Aisha\r\nKhan", "Aisha\u{0}Khan", "Aisha\u{1B}[2J", "A\u{85}K", "A\u{2028}K",
        "Aisha Khan\n",
    ])
    func `refuses control characters in a name`(name: String) {
        #expect(verdict { $0.name = name }.fields == ["name"])
    }

    @Test(arguments: [0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069] as [UInt32])
    func `refuses directional overrides in every field of text`(value: UInt32) throws {
        let hidden = "x\(try #require(Unicode.Scalar(value)))x"
        let verdict = verdict {
            $0.name = hidden
            $0.organisation = hidden
            $0.addressLines = [hidden]
            $0.town = hidden
            $0.note = hidden
        }
        #expect(verdict.fields == ["name", "organisation", "addressLine1", "town", "note"])
    }

    @Test func `refuses absurd lengths, naming what fits`() {
        let long = String(repeating: "x", count: 10_000)
        let verdict = verdict {
            $0.name = long
            $0.email = long + "@example.org"
            $0.organisation = long
            $0.addressLines = [long]
            $0.town = long
            $0.postcode = long
            $0.note = long
            $0.purpose = long
            $0.neededBy = long
            $0.language = long
            $0.items = [.init(item: long, quantity: long)]
        }
        #expect(
            verdict.fields == [
                "name", "email", "organisation", "addressLine1", "town", "postcode", "item", "quantity", "purpose",
                "neededBy", "note", "language",
            ])
        #expect(verdict.complaints.first == "name: is too long: 10000 characters; at most 100 characters")
        #expect(verdict.complaints.allSatisfy { $0.utf8.count < 300 })
    }

    @Test(arguments: [
        "Siân Ŵyn ap Gwilym", "Séamus Ó Súilleabháin", "Łucja Żółć-Gęślą", "রহিমা খাতুন", "ক্‍ষ রহমান", "محمد\u{200F} الأمين",
        "می‌خواهم", "O'Brien", "Anne-Marie d’Example", "N\u{302}e\u{301}",
    ])
    func `takes names in any language as they are`(name: String) {
        #expect(verdict { $0.name = name }.order?.name == name)
    }

    @Test func `says that a character was lost`() {
        #expect(
            verdict { $0.name = "Si\u{FFFD}n" }.complaints == [
                "name: holds a character that was lost on the way (\u{FFFD}); type it anew, and save the file as UTF-8"
            ])
    }

    @Test func `tidies blanks and keeps the lines of a note`() {
        let order = verdict {
            $0.name = "  Aisha\u{A0} \tKhan "
            $0.note = "First line \r\n\r\n second\tline\n"
        }.order
        #expect(order?.name == "Aisha Khan")
        #expect(order?.note == "First line\n\nsecond line")
    }

    @Test(arguments: [
        ("17/12/2026", "did you mean 2026-12-17?"), ("17.12.26", "did you mean 2026-12-17?"),
        ("17th December 2026", "did you mean 2026-12-17?"), ("Dec 17, 2026", "did you mean 2026-12-17?"),
        ("Thursday 17 December 2026", "did you mean 2026-12-17?"), ("12/17/2026", "did you mean 2026-12-17?"),
        ("03/04/2027", "did you mean 2027-04-03?"), ("2026-1-5", "did you mean 2026-01-05?"),
        ("20261217", "did you mean 2026-12-17?"), ("2026-12-17T09:00:00Z", "did you mean 2026-12-17?"),
        ("2026-02-30", "write year-month-day, as in 2026-12-15"), ("soon", "write year-month-day, as in 2026-12-15"),
        ("1/2/3/4", "write year-month-day, as in 2026-12-15"),
    ])
    func `says which date was probably meant`(text: String, hint: String) {
        #expect(
            verdict { $0.neededBy = text }.problems
                == [Problem(field: "neededBy", problem: "“\(text)” is no date", hint: hint)])
    }

    @Test func `warns of a needed-by date that has passed`() {
        let verdict = verdict { $0.neededBy = "2026-11-30" }
        #expect(verdict.order?.neededBy == .on("2026-11-30"))
        #expect(verdict.warnings.map(\.field) == ["neededBy"])
        #expect(self.verdict { $0.neededBy = "2026-12-01" }.warnings.isEmpty)
    }

    @Test(arguments: [
        ("Own workplace", Purpose.ownWorkplace), ("EVENT", .event), ("nearby_workplace", .nearbyWorkplace),
        ("", .other),
    ])
    func `reads a purpose as forms write it`(text: String, purpose: Purpose) {
        #expect(verdict { $0.purpose = text }.order?.purpose == purpose)
    }

    @Test func `takes the campaign's language where none is named`() {
        let rules = Rules.fixture { $0.language = .welsh }
        #expect(Submission.fixture { $0.language = nil }.validated(by: rules).order?.language == .welsh)
        #expect(Submission.fixture { $0.language = "en" }.validated(by: rules).order?.language == .english)
    }

    @Test(arguments: [("2026-11-30", false), ("2026-12-01", true)])
    func `takes no orders after the campaign's last day`(_ last: String, isTaken: Bool) {
        let verdict = Submission.fixture().validated(by: .fixture { $0.closes = .on(last) })
        #expect((verdict.order != nil) == isTaken)
        #expect(isTaken || verdict.problems.first?.hint?.contains(last) == true)
    }

    @Test func `offers the purposes and languages that there are`() {
        let verdict = verdict {
            $0.purpose = "brunch"
            $0.language = "welsh"
        }
        #expect(verdict.problems.map(\.hint) == ["did you mean branch?", "did you mean cy?"])
        #expect(
            self.verdict { $0.purpose = "party" }.problems.first?.hint
                == "one of own-workplace, nearby-workplace, event, branch, other")
    }

    @Test func `warns of GIR 0AA and takes it`() {
        let verdict = verdict { $0.postcode = "GIR 0AA" }
        #expect(verdict.order != nil)
        #expect(verdict.warnings.map(\.field) == ["postcode"])
    }

    @Test func `holds an address that not every mail server takes`() {
        let verdict = verdict { $0.email = "siân@example.org" }
        #expect(verdict.order?.email?.text == "siân@example.org")
        #expect(verdict.heldBecause == [.mailAddress])
    }
}
