import Foundation
import Orders
import Testing

@testable import Settings

@Suite struct CatalogueFileTests {
    private func problems(of yaml: String) -> [SettingsProblem] {
        do throws(SettingsError) {
            _ = try Catalogue.read(yaml: yaml, file: "/srv/catalogue.yaml")
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `every key of an item is read`() throws {
        let catalogue = try Catalogue.read(
            yaml: """
                items:
                  - {sku: leaflet-1, title: First leaflet, weightGrams: 4.2, thicknessMillimetres: 0.12, pack: 25,
                     maximum: 1000, perPacket: 500, availableFrom: 2026-12-01, availableUntil: 2026-12-31,
                     shipsFrom: 2026-12-05, download: leaflet.pdf, imprint: campaign}
                  - sku: b_2.0
                    title: Second
                    shipsFrom: unknown
                    imprint: Printed by Example Press
                    download: https://example.org/b.pdf
                  - {sku: c, title: Third}
                """, file: "/srv/catalogue.yaml")
        let day = { (text: String) in LocalDate(text) }
        #expect(
            catalogue.items == [
                Item(
                    sku: "leaflet-1", title: "First leaflet", weightGrams: 4.2, thicknessMillimetres: 0.12, pack: 25,
                    maximum: 1000, perPacket: 500, availableFrom: day("2026-12-01"), availableUntil: day("2026-12-31"),
                    ships: .from(try #require(day("2026-12-05"))), download: "/srv/leaflet.pdf", imprint: .campaign),
                Item(
                    sku: "b_2.0", title: "Second", ships: .unknown, download: "https://example.org/b.pdf",
                    imprint: .text("Printed by Example Press")),
                Item(sku: "c", title: "Third"),
            ])
    }

    @Test func `a title in a language stands in for the general one`() throws {
        let yaml = "items:\n  - {sku: a, title: First, titles: {cy: Taflen gyntaf}}\n  - {sku: b, title: Second}"
        let items = try Catalogue.read(yaml: yaml, file: "/srv/catalogue.yaml").items
        #expect(items.map { $0.title(in: .welsh) } == ["Taflen gyntaf", "Second"])
        #expect(items.map { $0.title(in: .english) } == ["First", "Second"])
    }

    @Test(arguments: [
        Mistake(
            "items:\n  - sku: a\n    title: T\n    titles:\n      de: Blatt", 5, "items[1].titles.de", "is no key",
            "{cy: "),
        Mistake("items:\n  - sku: a\n    title: T\n    titles: Blatt", 4, "items[1].titles", "not a mapping", "cy:"),
        Mistake("items:\n  - title: T", 2, "items[1].sku", "is missing", "letters, digits"),
        Mistake("items:\n  - sku: a", 2, "items[1].title", "is missing", "text on one line"),
        Mistake("items:\n  - sku: a b\n    title: T", 2, "items[1].sku", "holds \" \"", "letters, digits"),
        Mistake("items:\n  - sku: a\n    title: T\n    pack: 0", 4, "items[1].pack", "0 is too small", "from 1"),
        Mistake("items:\n  - sku: a\n    title: T\n    perPacket: 0", 4, "items[1].perPacket", "too small", "from 1"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    weightGrams: 4,2", 4, "items[1].weightGrams", "\"4,2\" is no number",
            "a full stop"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    weightGrams: 0", 4, "items[1].weightGrams", "too small", "grams"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    weightGrams: -4", 4, "items[1].weightGrams", "too small", "grams"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    weightGrams: nan", 4, "items[1].weightGrams", "no number", "grams"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    weightGrams: 1e9", 4, "items[1].weightGrams", "too large", "grams"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    thicknessMillimetres: 0", 4, "items[1].thicknessMillimetres",
            "too small",
            "millimetres"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    shipsFrom: soon", 4, "items[1].shipsFrom", "neither a date",
            "unknown"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    availableFrom: 2026-12-02\n    availableUntil: 2026-12-01", 5,
            "items[1].availableUntil", "is before availableFrom", "a later date"),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    download: ftp://example.org/a.pdf", 4, "items[1].download",
            "no address that a browser can fetch", "https://"),
        Mistake(
            "items:\n  - {sku: a, title: T}\n  - {sku: a, title: U}", 3, "items[2].sku",
            "\"a\" stands twice, first in line 2",
            "a sku of its own"),
        Mistake("items:\n  - sku: a\n    title: T\n    wieght: 3", 4, "items[1].wieght", "no key that is known", ""),
        Mistake(
            "items:\n  - sku: a\n    title: T\n    maximun: 3", 4, "items[1].maximun", "no key that is known",
            "did you mean maximum?"),
        Mistake("items:\n  - leaflet-1", 2, "items[1]", "is a single value, not a mapping", "key: value"),
        Mistake("items: []", 1, "items", "is a list, not a list of items", "one item"),
        Mistake("items: {sku: a}", 1, "items", "is a mapping, not a list", "one item"),
        Mistake("thing: 1\nitems:\n  - {sku: a, title: T}", 1, "thing", "no key that is known", "only items"),
    ])
    func `names the line, the item and what would be right`(mistake: Mistake) throws {
        let problems = problems(of: mistake.yaml)
        let problem = try #require(problems.first)
        #expect(problem.line == mistake.line, "\(problem)")
        #expect(problem.key == mistake.key)
        #expect(problem.problem.contains(mistake.problem), "\(problem)")
        #expect(problem.hint?.contains(mistake.hint) ?? mistake.hint.isEmpty, "\(problem)")
    }

    @Test func `reports everything at once`() {
        let problems = problems(
            of: """
                items:
                  - {sku: a, title: T, pack: x, maximum: y}
                  - {sku: a, title: U, colour: red}
                """)
        #expect(problems.map(\.line) == [2, 2, 3, 3])
    }

    @Test func `an empty file is a problem`() {
        #expect(problems(of: "").map(\.problem) == ["isn't there"])
    }

    @Test(arguments: ["", ", maximum: 100"])
    func `a maximum need not be whole packs`(_ maximum: String) throws {
        let yaml = "items:\n  - {sku: a, title: T, pack: 30\(maximum)}"
        let catalogue = try Catalogue.read(yaml: yaml, file: "/c.yaml")
        #expect(catalogue["a"]?.pack == 30)
    }

    @Test func `the example catalogue is right, and deploy has the same without its files`() throws {
        let catalogue = try Catalogue.load(Checkout.root.appending(path: "queue/examples/catalogue.yaml").path())
        let skus: Set = [
            "leaflet-1", "leaflet-2", "poster-a3", "leaflet-workplace", "stickers", "leaflet-3", "leaflet-spring",
            "booklet",
        ]
        #expect(skus.isSubset(of: catalogue.items.map(\.sku)))
        #expect(catalogue["leaflet-3"]?.ships == .unknown)
        #expect(catalogue["leaflet-workplace"]?.imprint == .campaign)
        let example = try Checkout.text(of: "queue/examples/catalogue.yaml")
        let isDownload = { (line: Substring) in line.hasPrefix("    download: ") }
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains(where: isDownload))
        #expect(
            try Checkout.text(of: "deploy/catalogue.yaml") == lines.filter { !isDownload($0) }.joined(separator: "\n"))
    }
}
