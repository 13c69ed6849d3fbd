import Orders
import Testing

@Suite struct SortingKeyTests {
    private func key(
        _ postcode: String?, _ country: Country? = nil, line: String = "1 Example Street", number: UInt64 = 0
    )
        -> SortingKey
    {
        let code = postcode.flatMap { Postcode($0) }
        let address = Address(
            lines: [line], town: "Town", postcode: code?.formatted ?? postcode,
            country: country ?? code?.country ?? .unitedKingdom)
        return SortingKey(address: address, reference: Reference(number: number))
    }

    @Test func `goes by country, area, district number, district letter, sector, unit`() throws {
        let order = [
            "AB1 1AA", "B1 1AA", "B33 8TH", "BA1 1AA", "IM1 1AA", "JE2 3AB", "M1 1AA", "M1 1AB", "M1 2AA", "M1A 1AA",
            "M1B 1AA",
            "M2 1AA", "M10 1AA", "M14 5TQ", "ME1 1AA", "ZE1 0AA", "BFPO 2", "BFPO 10", "BFPO 57", "BF1 3AA", "GX11 1AA",
            "A65 F4E2", "D02 X285", "D02 X286", "D6W XY00",
        ]
        var generator = SeededGenerator(seed: 3)
        let sorted = order.shuffled(using: &generator).map { (code: $0, key: key($0)) }.sorted { $0.key < $1.key }
        #expect(sorted.map(\.code) == order)
    }

    @Test func `puts other countries last, by their code`() {
        let germany = key("10115", Country(code: "DE"))
        let poland = key("00-001", Country(code: "PL"))
        #expect(key("D02 X285") < germany)
        #expect(germany < poland)
        #expect(key("10115", Country(code: "DE")) < key("20095", Country(code: "DE")))
        #expect(!germany.sharesArea(with: key("DE1 1AA")), "Derby is not in Germany")
        #expect(germany.area == "Germany")
    }

    @Test func `goes by first line, then reference, within a unit`() {
        #expect(key("M1 1AA", line: "A") < key("M1 1AA", line: "B"))
        #expect(key("M1 1AA", line: "A", number: 9 << 30) < key("M1 1AA", line: "B"))
        #expect(key("M1 1AA", number: 1 << 30) < key("M1 1AA", number: 2 << 30))
    }

    @Test func `takes a forces' number from the lines where the postcode is a BF1`() {
        let address = Address(
            lines: ["1 Example Regiment", "BFPO 5"], town: nil, postcode: "BF1 3AA", country: .unitedKingdom)
        let five = SortingKey(address: address, reference: Reference(number: 0))
        #expect(key("BFPO 4") < five)
        #expect(five < key("BFPO 6"))
        #expect(five.sharesDistrict(with: key("BFPO 5")))
    }

    @Test(arguments: [
        ("M14 5TQ", "M", "M14"), ("EC1A 1BB", "EC", "EC1A"), ("BFPO 57", "BFPO", "BFPO 57"), ("BF1 3AA", "BFPO", "BF1"),
        ("D02 X285", "D02", "D02"), ("GX11 1AA", "GX", "GX11"), ("JE2 3AB", "JE", "JE2"),
    ])
    func `names area and district as a bundle is called`(postcode: String, area: String, district: String) {
        #expect(key(postcode).area == area)
        #expect(key(postcode).district == district)
    }

    @Test func `tells areas and districts apart`() {
        #expect(key("M1 1AA").sharesArea(with: key("M14 5TQ")))
        #expect(!key("M1 1AA").sharesArea(with: key("ME1 1AA")))
        #expect(key("M1 1AA").sharesDistrict(with: key("M1 9ZZ")))
        #expect(!key("M1 1AA").sharesDistrict(with: key("M1A 1AA")))
        #expect(!key("M1 1AA").sharesDistrict(with: key("M11 1AA")))
        #expect(!key("D02 X285").sharesArea(with: key("D04 X285")))
    }

    @Test func `takes an Irish address without an Eircode first among the Irish`() {
        #expect(key(nil, .ireland) < key("A65 F4E2"))
        #expect(key("GX11 1AA") < key(nil, .ireland))
        #expect(key(nil, .ireland).area == "Ireland")
    }
}
