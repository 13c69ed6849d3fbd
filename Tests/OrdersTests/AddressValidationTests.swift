import Orders
import Testing

@Suite struct AddressValidationTests {
    private func verdict(_ change: (inout Submission) -> Void) -> Verdict {
        Submission.fixture(change).validated(by: .fixture())
    }

    @Test func `keeps a good address as it is, with the postcode as it is printed`() {
        #expect(
            verdict { _ in }.order?.address
                == Address(
                    lines: ["Unit 2", "1 Example Street", "Higher Blackley"], town: "Manchester", postcode: "M9 0SQ",
                    country: .unitedKingdom))
    }

    @Test func `drops empty lines, trailing commas and whatever the last lines repeat`() {
        let address = verdict {
            $0.addressLines = ["1 Example Street, ", "", " , ", "Manchester", "M9 0SQ", "England"]
        }.order?.address
        #expect(address?.lines == ["1 Example Street"])
    }

    @Test(arguments: ["United Kingdom", "U.K.", "England", "scotland", "WALES", "Northern Ireland", "Great Britain"])
    func `drops a last line that only says where we are`(line: String) {
        #expect(verdict { $0.addressLines = ["1 Example Street", line] }.order?.address.lines == ["1 Example Street"])
    }

    @Test(arguments: [
        ("M9 0SQ", Country.unitedKingdom), ("JE2 3AB", .jersey), ("GY1 1AA", .guernsey), ("IM1 1AA", .isleOfMan),
        ("D02 X285", .ireland), ("GX11 1AA", .gibraltar), ("BFPO 57", .unitedKingdom),
    ])
    func `infers the country from the postcode`(postcode: String, country: Country) {
        let verdict = verdict {
            $0.postcode = postcode
            $0.country = nil
        }
        #expect(verdict.order?.address.country == country)
    }

    @Test(arguments: [
        ("M9 0SQ", "IE"), ("M9 0SQ", "FR"), ("D02 X285", "GB"), ("GX11 1AA", "GB"), ("BFPO 57", "DE"), ("M9 0SQ", "JE"),
        ("D02 X285", "NL"),
    ])
    func `refuses a country that contradicts the postcode`(postcode: String, country: String) {
        let verdict = verdict {
            $0.postcode = postcode
            $0.country = country
        }
        #expect(verdict.order == nil)
        #expect(verdict.fields == ["country"])
        #expect(verdict.problems.first?.hint != nil)
    }

    @Test func `takes the Crown dependencies for their own country, with a warning`() {
        let verdict = verdict {
            $0.postcode = "je23ab"
            $0.country = "GB"
        }
        #expect(verdict.order?.address.country == .jersey)
        #expect(verdict.warnings.map(\.field) == ["country"])
    }

    @Test(arguments: [
        ("UK", "did you mean GB?"), ("England", "did you mean GB?"), ("Ireland", "did you mean IE?"),
        ("usa", "did you mean US?"),
    ])
    func `says which country code was meant`(country: String, hint: String) {
        let problem = Problem(field: "country", problem: "“\(country)” is no country code", hint: hint)
        #expect(verdict { $0.country = country }.problems == [problem])
    }

    @Test func `keeps an overseas postcode as written`() {
        let verdict = verdict {
            $0.addressLines = ["12 rue de l'Exemple", "France"]
            $0.town = "Paris"
            $0.postcode = "75001"
            $0.country = "fr"
        }
        #expect(
            verdict.order?.address
                == Address(
                    lines: ["12 rue de l'Exemple"], town: "Paris", postcode: "75001",
                    country: Country(code: "FR") ?? .ireland))
    }

    @Test func `asks for the country where only its name stands in the address`() {
        let verdict = verdict {
            $0.addressLines = ["12 rue de l'Exemple", "France"]
            $0.town = "Paris"
            $0.postcode = "75001"
            $0.country = nil
        }
        #expect(verdict.complaints == ["postcode: “75001” is no postcode; for France, give the country too: FR"])
    }

    @Test func `needs no Eircode`() {
        let verdict = verdict {
            $0.postcode = nil
            $0.country = "IE"
        }
        #expect(verdict.order?.address.postcode == nil)
        #expect(verdict.order != nil)
    }

    @Test(arguments: ["GB", "JE", "", nil] as [String?])
    func `needs a postcode in the British post, and where no country is given`(country: String?) {
        let verdict = verdict {
            $0.postcode = " "
            $0.country = country
        }
        #expect(verdict.complaints == ["postcode: is missing; a British postcode looks like M9 0SQ"])
    }

    @Test func `finds a postcode that stands in the wrong field`() {
        let verdict = verdict {
            $0.postcode = nil
            $0.addressLines = ["1 Example Street", "m90sq"]
        }
        #expect(verdict.complaints == ["postcode: is missing; is it M9 0SQ, from the address?"])
    }

    @Test func `needs a town except for the forces`() {
        #expect(
            verdict { $0.town = nil }.complaints
                == ["town: is missing; is it “Higher Blackley”, the last address line?"])
        let forces = verdict {
            $0.town = nil
            $0.postcode = "BFPO 57"
        }
        #expect(forces.order != nil)
    }

    @Test func `finds the forces' number in the last line`() {
        let order = verdict {
            $0.addressLines = ["1 Example Regiment", "BFPO c/o 57"]
            $0.town = nil
            $0.postcode = nil
            $0.country = nil
        }.order
        #expect(order?.address.printedLines(name: "Aisha Khan") == ["Aisha Khan", "1 Example Regiment", "BFPO 57"])
    }

    @Test(arguments: [[], [""], [" ", ","], ["England"]])
    func `needs an address line`(lines: [String]) {
        #expect(verdict { $0.addressLines = lines }.fields == ["addressLine1"])
    }

    @Test func `needs a letter or a digit in name and first line`() {
        let verdict = verdict {
            $0.name = "–"
            $0.addressLines = ["", "***", "1 Example Street"]
        }
        #expect(verdict.fields == ["name", "addressLine2"])
    }

    @Test(arguments: Array("@()=[]\"\\/,<>~").map(String.init))
    func `refuses lines that begin like a formula or a header`(character: String) {
        let verdict = verdict {
            $0.addressLines = ["1 Example Street", "\(character)cmd"]
            $0.town = "\(character)town"
        }
        #expect(verdict.fields == ["addressLine2", "town"])
    }

    @Test(arguments: ["NFA", "nfa", "N.F.A.", "No fixed abode", "of no fixed  address, Leeds"])
    func `refuses no fixed abode`(line: String) {
        #expect(verdict { $0.addressLines = [line] }.fields == ["addressLine1"])
    }

    @Test(arguments: ["2 Alfa Street", "Flat 2, Info House"])
    func `doesn't take an ordinary line for no fixed abode`(line: String) {
        #expect(verdict { $0.addressLines = [line] }.order != nil)
    }

    @Test func `takes nine printed lines and refuses a tenth`() {
        let six = (1...6).map { "Line \($0)" }
        #expect(verdict { $0.addressLines = six }.order?.address.printedLines(name: "Aisha Khan").count == 9)
        #expect(verdict { $0.addressLines = six + ["Line 7"] }.fields == ["addressLine7"])
        let overseas = verdict {
            $0.addressLines = six
            $0.postcode = "D02 X285"
            $0.country = "IE"
        }
        #expect(overseas.fields == ["addressLine6"])
    }

    @Test func `refuses a whole file in the address lines`() {
        #expect(verdict { $0.addressLines = Array(repeating: "x", count: 10_000) }.problems.count == 1)
    }
}
