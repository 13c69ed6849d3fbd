import Orders
import Testing

@Suite struct PostalAddressTests {
    private static func taken(
        _ lines: [String], town: String?, _ postcode: String?, _ country: Country = .unitedKingdom
    ) -> PostalAddress {
        let address = Address(lines: lines, town: town, postcode: postcode, country: country)
        return PostalAddress(
            printed: address.printedLines(name: "Aisha Khan"), abroad: address.isAbroad ? country : nil)
    }

    @Test func `takes a label apart`() {
        let address = Self.taken(["Unit 2", "1 Example Street"], town: "Manchester", "M9 0SQ")
        #expect(address.name == "Aisha Khan")
        #expect(address.lines == ["Unit 2", "1 Example Street"])
        #expect(address.town == "MANCHESTER")
        #expect(address.postcode == "M9 0SQ")
        #expect(address.country == .unitedKingdom)
    }

    @Test(arguments: [
        (["1 La Rue"], "St Helier", "JE2 3AB", "JE", "ST HELIER", "JE2 3AB"),
        (["1 Example Street"], "Dublin", "D02 X285", "IE", "DUBLIN", "D02 X285"),
        (["1 Example Street"], "Dublin", nil, "IE", "DUBLIN", ""),
        (["1 Example Road"], "Gibraltar", "GX11 1AA", "GI", "GIBRALTAR", "GX11 1AA"),
        (["1 rue de l'Exemple"], "Paris", "75001", "FR", "PARIS", "75001"),
        (["1 rue de l'Exemple"], "75001 Paris", nil, "FR", "75001 PARIS", ""),
        (["1 Example Road"], "Singapore", "018956", "SG", "SINGAPORE", "018956"),
        (["1 Example Road"], "Singapore", nil, "SG", "SINGAPORE", ""),
    ])
    func `knows the town and the postcode of other countries`(
        lines: [String], town: String, postcode: String?, country: String, printedTown: String, printedCode: String
    ) throws {
        let country = try #require(Country(code: country))
        let address = Self.taken(lines, town: town, postcode, country)
        #expect(address.lines == lines)
        #expect(address.town == printedTown)
        #expect(address.postcode == printedCode)
        #expect(address.country == country)
    }

    @Test func `the forces have a number for a town`() {
        let address = Self.taken(["1 Example Regiment", "BFPO 57"], town: nil, "BF1 3AA")
        #expect(address.lines == ["1 Example Regiment"])
        #expect(address.town == "BFPO 57")
        #expect(address.postcode == "BF1 3AA")
        #expect(Self.taken(["1 Example Regiment"], town: nil, "BFPO 57").postcode == "")
    }

    @Test(arguments: [[], ["Aisha Khan"], ["Aisha Khan", "M9 0SQ"]])
    func `takes whatever is there`(lines: [String]) {
        #expect(PostalAddress(printed: lines).name == lines.first ?? "")
        #expect(PostalAddress(printed: lines, abroad: .ireland).country == .ireland)
    }
}
