import Orders
import Templates
import Testing

@testable import Settings

@Suite struct TariffFileTests {
    private static let file = """
        name: Example Post
        formats:
          - {name: letter, length: 240, width: 165, thickness: 5, bands: [100]}
          - {name: large-letter, length: 353, width: 250, thickness: 25, bands: [100, 250]}
        packaging:
          - {name: c5, title: C5 envelope, length: 229, width: 162, thickness: 0.5, holds: 20, weight: 9, holdsGrams: 500}
          - {name: box, title: Flat box, length: 300, width: 200, thickness: 4, holds: 20, weight: 60, rigid: true, holdsGrams: null}
        prices:
          - validFrom: 2026-04-07
            classes:
              1st: {letter: [170]}
              2nd: {letter: [91], large-letter: [155, null]}
        serviceCodes: {1st: null, 2nd: EX2}

        """

    private static func problems(_ yaml: String) -> [String] {
        do {
            _ = try Tariff.read(yaml: yaml, file: "post.yaml")
            return []
        } catch {
            return error.problems.map { "\($0.line ?? 0) \($0.key): \($0.problem); \($0.hint ?? "–")" }
        }
    }

    @Test func `reads formats, packaging, prices and codes`() throws {
        let tariff = try Tariff.read(yaml: Self.file, file: "post.yaml")
        #expect(
            tariff
                == Tariff(
                    name: "Example Post",
                    formats: [
                        PostalFormat(name: "letter", length: 240, width: 165, thickness: 5, bands: [100]),
                        PostalFormat(name: "large-letter", length: 353, width: 250, thickness: 25, bands: [100, 250]),
                    ],
                    packagings: [
                        Packaging(
                            name: "c5", title: "C5 envelope", length: 229, width: 162, thickness: 0.5, holds: 20,
                            weightGrams: 9, holdsGrams: 500),
                        Packaging(
                            name: "box", title: "Flat box", length: 300, width: 200, thickness: 4, holds: 20,
                            weightGrams: 60, isRigid: true),
                    ],
                    tables: [
                        .init(
                            validFrom: LocalDate(year: 2026, month: 4, day: 7) ?? LocalDate(dayNumber: 0),
                            prices: ["1st": ["letter": [170]], "2nd": ["letter": [91], "large-letter": [155, nil]]])
                    ], serviceCodes: ["2nd": "EX2"]))
    }

    @Test(arguments: [
        ("letter: [91]", "leter: [91]", 12, "prices[1].classes.2nd.leter", "did you mean letter?"),
        ("letter: [91]", "letter: [-1]", 12, "prices[1].classes.2nd.letter[1]", "whole number of pence from 0"),
        ("letter: [91]", "letter: [0.91]", 12, "prices[1].classes.2nd.letter[1]", "whole number of pence"),
        ("letter: [91]", "letter: [91, 95]", 12, "prices[1].classes.2nd.letter", "one for each of 100 g"),
        ("2nd: {", "3rd: {", 12, "prices[1].classes.3rd", "write 1st or 2nd"),
        ("bands: [100, 250]", "bands: [250, 100]", 4, "formats[2].bands", "lightest first"),
        ("bands: [100, 250]", "bands: [100, 100]", 4, "formats[2].bands", "lightest first"),
        ("bands: [100, 250]", "bands: [50]", 4, "formats[2]", "smallest format first"),
        ("width: 250", "width: 160", 4, "formats[2]", "smallest format first"),
        ("name: large-letter", "name: letter", 4, "formats[2].name", "name of its own"),
        ("holds: 20, weight: 60", "holds: 30, weight: 60", 7, "packaging[2]", "measure it again"),
        ("name: box", "name: c5", 7, "packaging[2].name", "name of its own"),
        ("weight: 60", "weigth: 60", 7, "packaging[2].weigth", "did you mean weight?"),
        ("holdsGrams: 500", "holdsGrams: 0", 6, "packaging[1].holdsGrams", "number of grams"),
        ("holds: 20, weight: 9", "weight: 9", 6, "packaging[1].holds", "number of millimetres"),
        ("rigid: true", "rigid: yes", 7, "packaging[2].rigid", "true or false"),
        ("validFrom: 2026-04-07", "validFrom: 2026-04-31", 9, "prices[1].validFrom", "YYYY-MM-DD"),
        ("prices:", "price:", 8, "price", "did you mean prices?"),
        ("serviceCodes: {", "serviceCodes: [", 0, "", ""),
    ])
    func `says what is wrong, where, and what would be right`(
        right: String, wrong: String, line: Int, key: String, hint: String
    ) {
        let problems = Self.problems(Self.file.replacing(right, with: wrong, maxReplacements: 1))
        #expect(problems.contains { $0.hasPrefix("\(line) \(key): ") && $0.contains(hint) } || line == 0, "\(problems)")
        #expect(!problems.isEmpty)
    }

    @Test func `tables stand in the order of their days`() {
        let older = "\n  - validFrom: 2025-04-07\n    classes: {2nd: {letter: [87]}}\nserviceCodes"
        #expect(
            Self.problems(Self.file.replacing("\nserviceCodes", with: older)) == [
                "13 prices[2].validFrom: 2025-04-07 isn't after 2026-04-07 of the table before it; write the oldest "
                    + "table first"
            ])
    }

    @Test func `tells every problem at once`() {
        #expect(Self.problems("name: x\nformats: []\ncolour: red\n").count == 4)
        #expect(Self.problems("").count == 4)
    }

    @Test func `tells what contradicts along with what can't be read`() {
        let wrong = Self.file.replacing("bands: [100, 250]", with: "bands: [250, 100]")
            .replacing("weight: 60", with: "weigth: 60").replacing("letter: [91]", with: "leter: [91]")
        let problems = Self.problems(wrong)
        for key in ["4 formats[2].bands:", "7 packaging[2].weigth:", "12 prices[1].classes.2nd.leter:"] {
            #expect(problems.contains { $0.hasPrefix(key) }, "\(problems)")
        }
        #expect(problems.count == 4, "weight is missing too: \(problems)")
        let unread = Self.problems(Self.file.replacing("width: 165", with: "width: x"))
        #expect(unread.count == 1, "nothing is said against formats that couldn't be read: \(unread)")
    }

    @Test func `the built-in tariff holds what is verified, and nothing else`() throws {
        let text = String(decoding: try #require(Templates.postage["royal-mail.yaml"]), as: UTF8.self)
        let tariff = try Tariff.read(yaml: text, file: "royal-mail.yaml")
        #expect(
            tariff.formats.map { "\($0.name) \($0.length) \($0.width) \($0.thickness) \($0.bands)" } == [
                "letter 240.0 165.0 5.0 [100]", "large-letter 353.0 250.0 25.0 [100, 250, 500, 750]",
                "small-parcel 450.0 350.0 160.0 [2000]", "medium-parcel 610.0 460.0 460.0 [20000]",
            ])
        let known = tariff.tables.flatMap { table in
            table.prices.flatMap { name, formats in
                formats.flatMap { format, prices in
                    prices.compactMap { $0 }.map { "\(table.validFrom) \(name) \(format) \($0)" }
                }
            }
        }
        #expect(
            known.sorted() == [
                "2025-04-07 2nd large-letter 155", "2025-04-07 2nd letter 87", "2026-04-07 2nd letter 91",
            ])
        #expect(
            tariff.packagings.filter { $0.holdsGrams != nil }.map { "\($0.name) \($0.holdsGrams ?? 0)" } == [
                "c5 500.0", "c4 2000.0", "carton-small 5000.0",
            ])
        #expect(tariff.serviceCodes.isEmpty, "they depend on the account")
    }
}
