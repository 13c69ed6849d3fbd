import Foundation
import TestSupport
import Testing

/// `handbill sheet`, and the print options that belong to sheets and printers.
@Suite struct SheetTests {
    private struct Row: Decodable {
        var name: String
        var aliases: [String]
        var labels: Int
        var page: String
        var isDefault: Bool
        var problems: [String]
    }

    @Test func `lists the sheets, with one's own and the one in use`() throws {
        let world = try World(settings: "sheets: {labels: L7163, directory: sheets}")
        try FileManager.default.createDirectory(atPath: world.path("sheets"), withIntermediateDirectories: true)
        try world.write(
            """
            {name: Mine, description: "2 labels", page: 100 x 62, columns: 1, rows: 2, width: 100, height: 31, left: 0,
             top: 0, pitchX: 100, pitchY: 31}
            """, to: "sheets/Mine.yaml")
        let rows = try JSONDecoder().decode([Row].self, from: world.run(["sheet", "list", "--json"]).output)
        #expect(rows.count > 12)
        #expect(rows.filter(\.isDefault).map(\.name) == ["L7163"])
        #expect(rows.first { $0.name == "L7159" }?.aliases == ["J8159"])
        #expect(rows.first { $0.name == "Mine" }?.page == "100 × 62 mm")
        #expect(rows.first { $0.name == "Mine" }?.labels == 2)
        let starred = try world.run(["sheet", "list"]).text.split(separator: "\n").filter { $0.hasPrefix("*") }
        #expect(starred.count == 1 && starred[0].contains("L7163"))
    }

    @Test func `a sheet that leaves its page is explained`() throws {
        let world = try World(settings: "sheets: {directory: sheets}")
        try FileManager.default.createDirectory(atPath: world.path("sheets"), withIntermediateDirectories: true)
        try world.write(
            """
            {name: Wide, columns: 3, rows: 1, width: 80, height: 31, left: 0, top: 0, pitchX: 80, pitchY: 31}
            """, to: "sheets/Wide.yaml")
        let run = try world.run(["sheet", "list"])
        #expect(run.exitCode == 78)
        #expect(run.complaints.contains("240 mm, but the page has 210 mm"))
    }

    @Test func `a barcode that labels have no room for is refused, with what it needs and which sheets take it`() throws
    {
        let world = try World(settings: "sheets: {labels: L7651, barcode: rm4scc}")
        let rows = try JSONDecoder().decode([Row].self, from: world.run(["sheet", "list", "--json"]).output)
        #expect(rows.filter { !$0.problems.isEmpty }.map(\.name) == ["L7651"])
        let reason = "RM4SCC with an address above it needs 51.9 × 26.9 mm, and a label of L7651 has 38.1 × 21.2 mm"
        #expect(rows.first { $0.name == "L7651" }?.problems == [reason])
        let examination = try world.run(["doctor"])
        #expect(examination.exitCode == 78 && examination.text.contains("BAD   labels: sheets: \(reason)"))
        try world.write(Self.order, to: "order.json")
        #expect(try world.run(["submit", "order.json"]).exitCode == 0)
        let closing = try world.run(["batch", "close"])
        #expect(closing.exitCode == 78 && closing.complaints.contains(reason))
        let closed = try world.run(["batch", "close"], environment: ["HANDBILL_SHEETS_LABELS": "L7159"])
        #expect(closed.exitCode == 0, "nothing was held or lost")
        #expect(try world.run(["print", "latest", "--document", "labels", "--output", "papers"]).exitCode == 0)
        let smaller = try world.run(["print", "latest", "--document", "labels", "--labels", "L7651"])
        #expect(smaller.exitCode == 78 && smaller.complaints.contains("take a larger label"))
    }

    private static let order = """
        {"id": "1", "name": "Aisha Khan", "address": {"lines": ["1 Example Street"], "town": "Manchester",
         "postcode": "M9 0SQ"}, "items": [{"item": "leaflet-1", "quantity": 100}]}
        """

    @Test func `what was measured becomes the line for the settings, and that line is in force`() throws {
        let world = try World()
        let run = try world.run(["sheet", "ruler", "--measured", "20.5,19.4,169.6,257.2"])
        #expect(run.exitCode == 0)
        #expect(run.text.contains("Desk: {right: -0.55, down: 0.62, scaleX: 1.0024, scaleY: 0.9992}"))
        let corrected = try World(settings: run.text)
        let ruler = try corrected.run(["sheet", "ruler", "--profile", "Desk", "--output", "papers"])
        #expect(ruler.exitCode == 0 && ruler.text == "papers/ruler.pdf\n")
        let text = try Program("pdftotext", ["-raw", corrected.path("papers/ruler.pdf"), "-"]).run().text
        #expect(text.contains("with the profile of Desk"))
    }

    @Test(arguments: [
        ["ruler", "--paper", "A9"], ["ruler", "--measured", "20.5,19.4,169.6,257.2", "--printer", "Desk"],
    ])
    func `what can't be meant is refused as it is typed`(arguments: [String]) throws {
        #expect(try World().run(["sheet"] + arguments).exitCode == 64)
    }

    @Test(arguments: [
        ("1,2,3", "3 numbers"), ("20.5,b,169.6,257.2", "b is no number"), ("20.5,-19,169.6,257.2", "-19"),
        ("-20,19,169.6,257.2", "-20"), ("20,5,19,4,169,6,257,2", "8 numbers"), ("", "0 numbers"),
        ("20,19,1e9,257", "1e9"), ("20,19,nan,257", "nan is no number"), ("20,19,,257", "is no number"),
    ])
    func `numbers that no ruler gave are refused with what is expected, and an example`(
        measured: String, words: String
    ) throws {
        let run = try World().run(["sheet", "ruler", "--measured", measured])
        #expect(run.exitCode == 64)
        #expect(run.complaints.contains(words), "\(run.complaints)")
        #expect(run.complaints.contains("in millimetres") && run.complaints.contains("20.5,19.4,169.6,257.2"))
    }

    @Test func `doctor refuses the profile that print refuses, in the same words`() throws {
        let world = try World(
            settings: "sheets: {orders: A5x2, printers: {Desk: {right: 0.5}, Off: {right: 20}, Low: {down: -13}}}")
        try world.accept(OrderForm.several(1))
        #expect(try world.handbill("batch", "close").exitCode == 0)
        let examination = try world.run(["doctor"])
        #expect(examination.exitCode == 78)
        for (name, document) in [("Off", "labels"), ("Low", "orders")] {
            let printing = try world.run([
                "print", "latest", "--document", document, "--profile", name, "--output", "o",
            ])
            #expect(printing.exitCode == 78)
            let words = try #require(printing.complaints.firstMatch(of: /the printer's profile would .* edge/))
            #expect(examination.text.contains("\(name), \(document): \(words.0)"), "\(examination.text)")
        }
        #expect(!examination.text.contains("Desk, "))
        let exact = try World(settings: "sheets: {printers: {Desk: {right: 0.5}}}").run(["doctor"])
        #expect(exact.text.contains("ok    printers: Desk is a profile"), "\(exact.text)")
    }

    @Test func `a batch that is printed is printed again, and it says since when these are further copies`() throws {
        let world = try batch(of: 2)
        let first = try world.run(["print", "latest", "--output", "first"])
        #expect(!first.complaints.contains("further copies"))
        #expect(try world.handbill("batch", "printed", "latest").exitCode == 0)
        let again = try world.run(["print", "latest", "--output", "again"])
        #expect(again.exitCode == 0)
        let said = try #require(again.complaints.firstMatch(of: /printed on \w+ (\d+ \w+ \d{4}), (\d\d:\d\d)/))
        #expect(!said.2.isEmpty && again.complaints.contains("these are further copies"))
        #expect(again.text.replacing("again/", with: "first/") == first.text)
        let list = try world.run(["print", "latest", "--document", "changes", "--output", "again"])
        #expect(!list.complaints.contains("further copies"), "the page of changes is no copy of what is packed")
    }

    @Test(arguments: [
        (["ruler", "--measured", "60,20,170,257"], 65, "actual size"),
        (["outline", "L7195"], 66, "did you mean L7159"),
        (["outline", "--profile", "Desk"], 66, "handbill sheet ruler"),
    ])
    func `what doesn't fit is refused with a hint`(arguments: [String], code: Int32, hint: String) throws {
        let run = try World().run(["sheet"] + arguments)
        #expect(run.exitCode == code)
        #expect(run.complaints.contains(hint), "\(run.complaints)")
    }

    @Test func `a batch is printed on another sheet, for a printer, and as pictures`() throws {
        let world = try World(settings: "sheets: {printers: {Desk: {right: 1.5}, Off: {right: 20}}}")
        try world.write(
            """
            [{"id": "1", "name": "Aisha Khan", "address": {"lines": ["1 Example Street"], "town": "Leeds",
              "postcode": "LS1 1AA"}, "items": [{"item": "leaflet-1", "quantity": 100}]}]
            """, to: "orders.json")
        #expect(try world.run(["submit", "orders.json"]).exitCode == 0)
        #expect(try world.run(["batch", "close"]).exitCode == 0)
        func words(_ arguments: [String]) throws -> String {
            let run = try world.run(["print", "latest", "--document", "labels", "--output", "out"] + arguments)
            #expect(run.exitCode == 0, "\(run.complaints)")
            return try Program("pdftotext", ["-bbox", world.path("out/labels.pdf"), "-"]).run().text
        }
        let plain = try words([])
        #expect(plain.contains("L7159"))
        #expect(try words(["--labels", "l7163"]).contains("L7163"))
        #expect(try words(["--profile", "Desk"]) != plain)
        #expect(try words([]) == plain)
        let off = try world.run(
            ["print", "latest", "--document", "orders", "--document", "labels", "--profile", "Off", "--output", "off"])
        #expect(off.exitCode == 78)
        #expect(off.complaints.contains("right edge"))
        #expect(!world.exists("off/orders.pdf") && !world.exists("off/labels.pdf"))

        let pictures = try world.run(["print", "latest", "--format", "png", "--output", "pictures"])
        #expect(pictures.exitCode == 0)
        #expect(pictures.text == "pictures/labels-1.png\npictures/orders-1.png\npictures/picklist-1.png\n")
        #expect(try world.read("pictures/labels-1.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(try world.run(["print", "latest", "--format", "png", "--output", "-"]).exitCode == 64)
    }

    /// A world with a closed batch of so many packets.
    private func batch(of count: Int) throws -> World {
        let world = try World(settings: "sheets: {printers: {Desk: {right: 0.5}}}")
        try world.accept(OrderForm.several(count))
        #expect(try world.handbill("batch", "close").exitCode == 0)
        return world
    }

    private func labels(_ arguments: [String], in world: World) throws -> Data {
        let run = try world.run(["print", "latest", "--document", "labels", "--output", "-"] + arguments)
        #expect(run.exitCode == 0, "\(run.complaints)")
        return run.output
    }

    @Test func `a jammed sheet is printed again just as it was the last time`() throws {
        let world = try batch(of: 60)
        let first = try labels(["--sheet", "2"], in: world)
        #expect(try labels([], in: world) == labels([], in: world))
        #expect(try labels(["--sheet", "2"], in: world) == first, "nothing was laid otherwise yet")
        _ = try labels(["--start-at", "9", "--labels", "L7160", "--profile", "Desk", "--reverse"], in: world)
        let other = try labels(["--sheet", "2"], in: world)
        #expect(other != first)
        #expect(try labels(["--sheet", "2"], in: world) == other, "a sheet by itself is no printing of the paper")
        let page = try world.run(
            ["print", "latest", "--document", "labels", "--sheet", "2", "--output", "again"])
        #expect(page.exitCode == 0)
        let text = try Program("pdftotext", ["-raw", world.path("again/labels.pdf"), "-"]).run().text
        #expect(text.contains("sheet 2 of 4") && text.contains("L7160") && text.contains("14–34"))
    }

    @Test(arguments: [
        (["--start-at", "25"], 65, "has no label 25"), (["--from", "7"], 65, "no packet 7"),
        (["--bundle", "LS"], 65, "no bundle LS"), (["--order", "HB-00000000"], 65, "isn't in the batch"),
        (["--sheet", "2"], 65, "no sheet 2"), (["--labels", "L7195"], 66, "did you mean"),
        (["--sheet", "1", "--from", "2"], 64, "leave the other options out"), (["--start-at", "0"], 64, "from 1"),
    ])
    func `what the batch or the sheet doesn't have is refused`(options: [String], code: Int32, words: String) throws {
        let world = try batch(of: 2)
        let run = try world.run(["print", "latest", "--document", "labels", "--output", "out"] + options)
        #expect(run.exitCode == code)
        #expect(run.complaints.contains(words), "\(run.complaints)")
        #expect(!world.exists("out/labels.pdf"))
    }

    @Test func `labels that a smaller sheet can't take are listed, and their places stay empty`() throws {
        let world = try batch(of: 1)
        let long = OrderForm(
            id: "long", name: "Siân Llywelyn",
            address: OrderForm.Address(
                lines: ["Unit 2", "1 Example Street", "Higher Blackley", "Near the Mill"], town: "Exampleton",
                postcode: "M9 0SQ"))
        try world.accept([long])
        #expect(try world.handbill("batch", "close").exitCode == 0)
        let run = try world.run(
            ["print", "latest", "--document", "labels", "--labels", "L7651", "--output", "out"])
        #expect(run.exitCode == 0)
        #expect(run.complaints.contains("left empty, for the address fits on no label of L7651: 1"))
    }
}
