import Testing

@testable import Orders

@Suite struct PostcodeTests {
    @Test(arguments: [
        ("m90sq", "M9 0SQ"), ("M9 0SQ", "M9 0SQ"), ("  m9\u{A0}0sq ", "M9 0SQ"), ("M9-0SQ", "M9 0SQ"),
        ("(M9) 0SQ", "M9 0SQ"), ("m.9.0.s.q.", "M9 0SQ"), ("M\u{2009}9\u{2011}0SQ", "M9 0SQ"), ("sw1a1aa", "SW1A 1AA"),
        ("EC1A 1BB", "EC1A 1BB"), ("W1A 0AX", "W1A 0AX"), ("b33 8th", "B33 8TH"), ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"), ("N1P 1AA", "N1P 1AA"), ("BT1 5GS", "BT1 5GS"), ("XX10 1AA", "XX10 1AA"),
        ("BX1 1LT", "BX1 1LT"),
    ])
    func `reads a British postcode however it is typed`(text: String, formatted: String) throws {
        let code = try #require(Postcode(text))
        #expect(code.formatted == formatted)
        #expect(code.kind == .uk)
    }

    @Test func `takes a British postcode apart`() throws {
        let code = try #require(Postcode("m14 5tq"))
        #expect(code.area == "M")
        #expect(code.district == "M14")
        #expect(code.sector == "M14 5")
        #expect(code.unit == "M14 5TQ")
        let central = try #require(Postcode("EC1A1BB"))
        #expect([central.area, central.district, central.sector] == ["EC", "EC1A", "EC1A 1"])
    }

    @Test(arguments: [
        ("bfpo57", "BFPO 57"), ("BFPO 57", "BFPO 57"), ("BFPO c/o 5321", "BFPO 5321"), ("b.f.p.o. 1", "BFPO 1"),
        ("BF1 3AA", "BF1 3AA"),
    ])
    func `reads the forces' post`(text: String, formatted: String) throws {
        let code = try #require(Postcode(text))
        #expect(code.kind == .bfpo)
        #expect(code.formatted == formatted)
        #expect(code.country == .unitedKingdom)
        #expect(code.unit == (formatted.hasPrefix("BF1") ? formatted : nil))
    }

    @Test(arguments: [("JE2 3AB", Country.jersey), ("gy1 1aa", .guernsey), ("IM11AA", .isleOfMan)])
    func `knows the Crown dependencies`(text: String, country: Country) throws {
        let code = try #require(Postcode(text))
        #expect(code.kind == .crown)
        #expect(code.country == country)
    }

    @Test func `knows Gibraltar's only postcode`() throws {
        let code = try #require(Postcode("gx111aa"))
        #expect(code.kind == .gibraltar)
        #expect(code.formatted == "GX11 1AA")
        #expect(Postcode("GX11 1AB") == nil)
    }

    @Test(arguments: [("d02x285", "D02 X285", "D02"), ("A65 F4E2", "A65 F4E2", "A65"), ("d6w-xy00", "D6W XY00", "D6W")])
    func `reads an Eircode`(text: String, formatted: String, key: String) throws {
        let code = try #require(Postcode(text))
        #expect(code.kind == .ireland)
        #expect(code.formatted == formatted)
        #expect(code.area == key)
        #expect(code.district == key)
        #expect(code.sector == nil)
    }

    @Test func `accepts GIR 0AA with a warning, and nothing else with one`() throws {
        let code = try #require(Postcode("gir0aa"))
        #expect(code.formatted == "GIR 0AA")
        #expect(code.warning?.field == "postcode")
        #expect(try #require(Postcode("M9 0SQ")).warning == nil)
    }

    @Test(arguments: [
        "", "   ", "M", "M9", "M9 0S", "M9 0SQQ", "M9 0CQ", "M9 0SI", "QQ1 1AA", "9M 0SQ", "RH6 OHP", "M999 0SQ",
        "MMM9 0SQ", "BFPO", "BFPO 0", "BFPO 12345", "BFPO X", "D02 X28", "D02 X28O", "B02 X285", "M9 0SQ; DROP",
        "M9\n0SQ", "M9\u{0}0SQ", "M9\u{202E}0SQ", "M9 0SQ/", "M/ 0SQ", "Ｍ９ ０ＳＱ", "75001", "K1A 0B1", "M1/ 1AA",
        "1/1 1AA",
    ])
    func `refuses what is none`(text: String) {
        #expect(Postcode(text) == nil)
        #expect(throws: Problem.self) { try Postcode.read(text).get() }
    }

    @Test func `knows exactly the areas that exist`() {
        #expect(Postcode.areas.count == 127, "the 126 of the table, and XX")
        #expect(Set(Postcode.areas).count == 127)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
        let all = letters + letters.flatMap { first in letters.map { first + $0 } }
        for area in all {
            #expect((Postcode("\(area)1 1AA") != nil) == Postcode.areas.contains(area[...]), "\(area)")
        }
    }

    @Test(arguments: [
        ("RH6 OHP", "did you mean RH6 0HP?"), ("M9 OSQ", "did you mean M9 0SQ?"),
        ("5W1A 1AA", "did you mean SW1A 1AA?"),
        ("SW1A IAA", "did you mean SW1A 1AA?"), ("MI 1AA", "did you mean M1 1AA?"), ("M1 1A8", "did you mean M1 1AB?"),
        ("DO2 X285", "did you mean D02 X285?"), ("GX11 1A", "did you mean GX11 1AA?"),
        ("M9 S0Q", "did you mean M9 0SQ?"), ("BFPO", "write BFPO and its number, as in BFPO 57"),
        ("QQ1 1AA", "no postcode begins with QQ; a British postcode looks like M9 0SQ"),
        ("M9 0CK", "the last two letters are never C, I, K, M, O or V"),
        ("nonsense", "a British postcode looks like M9 0SQ"),
    ])
    func `says which postcode was probably meant`(text: String, hint: String) {
        #expect(throws: Problem(field: "postcode", problem: "“\(text)” is no postcode", hint: hint)) {
            try Postcode.read(text).get()
        }
    }

    @Test func `suggests only what lies in the country asked for`() {
        let british = "no postcode begins with DO; a British postcode looks like M9 0SQ"
        #expect(throws: Problem(field: "postcode", problem: "“DO2 X285” is no postcode", hint: british)) {
            try Postcode.read("DO2 X285", in: .unitedKingdom).get()
        }
        #expect(throws: Problem(field: "postcode", problem: "“DO2 X285” is no Eircode", hint: "did you mean D02 X285?"))
        {
            try Postcode.read("DO2 X285", in: .ireland).get()
        }
    }

    @Test func `every suggestion is itself a postcode`() throws {
        var generator = SeededGenerator(seed: 7)
        var suggested = 0
        for _ in 0..<500 {
            var letters = Array("SW1A1AA".utf8)
            for _ in 0..<2 {
                letters[Int.random(in: 0..<7, using: &generator)] =
                    "O0I1S5B8ZQ".utf8.randomElement(using: &generator) ?? 0
            }
            guard case .failure(let problem) = Postcode.read(String(decoding: letters, as: UTF8.self)),
                let hint = problem.hint, hint.hasPrefix("did you mean ")
            else { continue }
            suggested += 1
            for code in hint.dropFirst(13).dropLast().split(separator: " or ") {
                #expect(Postcode(String(code))?.formatted == String(code))
            }
        }
        #expect(suggested > 50)
    }

    @Test func `reading what was printed gives the same again`() {
        for text in ["m90sq", "bfpo 57", "bf13aa", "je23ab", "gx111aa", "d02x285", "gir0aa"] {
            let code = Postcode(text)
            #expect(code != nil)
            #expect(code.flatMap { Postcode($0.formatted) } == code)
        }
    }
}
