import Testing

@testable import Orders

@Suite struct CountryTests {
    @Test func `knows the 249 codes of ISO 3166, each with a name of its own`() {
        let names = Country.names.compactMap { $0 }
        #expect(names.count == 249)
        #expect(Set(names).count == 249)
        #expect(names.allSatisfy { !$0.isEmpty && $0.trimmed == $0 })
    }

    @Test(arguments: [
        ("GB", "United Kingdom"), ("ie", "Ireland"), ("Gi", "Gibraltar"), ("GG", "Guernsey"), ("ZW", "Zimbabwe"),
        ("AD", "Andorra"), ("CI", "Côte d'Ivoire"),
    ])
    func `reads a code in any case`(code: String, name: String) throws {
        let country = try #require(Country(code: code))
        #expect(country.englishName == name)
        #expect(country.rawValue == code.uppercased())
        #expect(Country(rawValue: country.rawValue) == country)
    }

    @Test(arguments: ["", "G", "UK", "XX", "ZZ", "GBR", "12", "É", "g b"])
    func `refuses what ISO has not assigned`(code: String) {
        #expect(Country(code: code) == nil)
        #expect(throws: Problem.self) { try Country.read(code).get() }
    }

    @Test func `takes only capitals as a raw value`() {
        #expect(Country(rawValue: "gb") == nil)
    }

    @Test(arguments: [
        ("UK", "did you mean GB?"), ("Cymru", "did you mean GB?"), ("Éire", "did you mean IE?"),
        ("cote d’ivoire", "did you mean CI?"), ("isle of man", "did you mean IM?"),
        ("Atlantis", "write the two letters of ISO 3166, GB or IE for example, or leave it out"),
    ])
    func `says which code a name means`(text: String, hint: String) {
        #expect(throws: Problem(field: "country", problem: "“\(text)” is no country code", hint: hint)) {
            try Country.read(text).get()
        }
    }

    @Test func `counts four countries to the British post`() {
        let british = Country.names.indices.compactMap { index in
            Country(code: String(decoding: [UInt8(65 + index / 26), UInt8(65 + index % 26)], as: UTF8.self))
        }.filter(\.usesBritishPost)
        #expect(Set(british) == [.unitedKingdom, .jersey, .guernsey, .isleOfMan])
    }
}
