import Orders
import Testing

@Suite struct AddressPrintingTests {
    private func printed(
        _ lines: [String], _ town: String?, _ postcode: String?, _ country: Country = .unitedKingdom,
        name: String = "Aisha Khan"
    ) -> [String] {
        Address(lines: lines, town: town, postcode: postcode, country: country).printedLines(name: name)
    }

    @Test func `prints name, lines, town in capitals and the postcode alone on the last line`() {
        #expect(
            printed(["Unit 2", "1 Example Street", "Higher Blackley"], "Manchester", "M9 0SQ") == [
                "Aisha Khan", "Unit 2", "1 Example Street", "Higher Blackley", "MANCHESTER", "M9 0SQ",
            ])
    }

    @Test func `prints no country for the Crown dependencies`() {
        #expect(
            printed(["1 Example Lane"], "St Helier", "JE2 3AB", .jersey) == [
                "Aisha Khan", "1 Example Lane", "ST HELIER", "JE2 3AB",
            ])
    }

    @Test func `prints the forces' number last, below a postcode, without a country`() {
        #expect(
            printed(["1 Example Regiment", "BFPO 57"], nil, "BF1 3AA") == [
                "Aisha Khan", "1 Example Regiment", "BF1 3AA", "BFPO 57",
            ])
        #expect(
            printed(["1 Example Regiment"], "BFPO 57", "BFPO 57") == ["Aisha Khan", "1 Example Regiment", "BFPO 57"])
    }

    @Test func `prints the country in capitals on the last line for everywhere else`() {
        #expect(
            printed(["2 Sráid an tSampla"], "Baile Átha Cliath", "D02 X285", .ireland) == [
                "Aisha Khan", "2 Sráid an tSampla", "BAILE ÁTHA CLIATH", "D02 X285", "IRELAND",
            ])
        #expect(
            printed(["ul. Przykładowa 3"], "Łódź", "90-001", Country(code: "pl") ?? .ireland).suffix(3) == [
                "ŁÓDŹ", "90-001", "POLAND",
            ])
    }

    @Test func `prints Gibraltar once`() {
        #expect(
            printed(["3 Example Ramp"], "Gibraltar", "GX11 1AA", .gibraltar) == [
                "Aisha Khan", "3 Example Ramp", "GX11 1AA", "GIBRALTAR",
            ])
    }

    @Test func `prints what stands twice in a row only once, and no commas at line ends`() {
        #expect(
            printed(["Aisha Khan", "1 Example Street,", "Manchester,"], "Manchester", "M9 0SQ") == [
                "Aisha Khan", "1 Example Street", "MANCHESTER", "M9 0SQ",
            ])
    }

    @Test func `says which field a printed line shows, by the name that an amendment takes`() {
        let address = Address(
            lines: ["Unit 2,", "", "1 Example Street"], town: "Manchester", postcode: "m90sq", country: .unitedKingdom)
        let printed = address.printedLines(name: "Aisha Khan")
        #expect(
            printed.indices.map { address.field(ofPrintedLine: $0, name: "Aisha Khan") } == [
                "name", "addressLine1", "addressLine3", "town", "postcode",
            ])
        let abroad = Address(lines: ["Example Lane 2"], town: "Łódź", postcode: "90-001", country: .ireland)
        #expect(
            abroad.printedLines(name: "Pat").indices.map { abroad.field(ofPrintedLine: $0, name: "Pat") } == [
                "name", "addressLine1", "town", "postcode", "postcode",
            ])
    }
}
