import Foundation
import TestSupport
import Testing

/// Orders that can't be taken: each says what is wrong and what would be right, and harms nobody beside it.
struct BadOrderTests {
    /// An order with one thing wrong, and the field that is.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var field: String
        var form: OrderForm

        init(_ what: String, _ field: String, _ change: (inout OrderForm) -> Void) {
            testDescription = what
            self.field = field
            form = OrderForm(id: "bad")
            change(&form)
        }
    }

    static let cases = [
        Case("no name", "name") { $0.name = "" },
        Case("CR LF in the name", "name") { $0.name = "Aisha\r\nKhan" },
        Case("a bidi override in the name", "name") { $0.name = "Aisha \u{202E}nahK" },
        Case("a bidi isolate in the name", "name") { $0.name = "Aisha \u{2066}Khan" },
        Case("10,000 characters in the name", "name") { $0.name = String(repeating: "A", count: 10_000) },
        Case("a control character in the name", "name") { $0.name = "Aisha \u{1B}[2J Khan" },
        Case("a lost character in the name", "name") { $0.name = "Si\u{FFFD}n" },
        Case("no house and street", "addressLine1") { $0.address.lines = [] },
        Case("a line break in the address", "addressLine1") { $0.address.lines = ["1 Example\nStreet"] },
        Case("an address that begins like a formula", "addressLine1") {
            $0.address.lines = ["=1+1", "Example Street"]
        },
        Case("no fixed abode", "addressLine1") { $0.address.lines = ["No fixed abode"] },
        Case("no town", "town") { $0.address.town = nil },
        Case("no postcode", "postcode") { $0.address.postcode = nil },
        Case("an O in the postcode", "postcode") { $0.address.postcode = "RH6 OHP" },
        Case("a country that doesn't fit", "country") { $0.address.country = "IE" },
        Case("no item", "items") { $0.items = [] },
        Case("an unknown item", "item") { $0.items[0].item = "leaflet-11" },
        Case("a quantity of 0", "quantity") { $0.items[0].quantity = 0 },
        Case("a quantity of -1", "quantity") { $0.items[0].quantity = -1 },
        Case("a quantity of 10^9", "quantity") { $0.items[0].quantity = 1_000_000_000 },
        Case("a quantity between packs", "quantity") { $0.items[0].quantity = 110 },
        Case("an item before its date", "item") { $0.items[0].item = "leaflet-next" },
        Case("a header in the e-mail address", "email") { $0.email = "a@example.org\r\nBcc: b@example.org" },
        Case("a second recipient in the e-mail address", "email") {
            $0.email = "a@example.org>\r\nRCPT TO:<b@example.org"
        },
        Case("two e-mail addresses", "email") { $0.email = "a@example.org, b@example.org" },
        Case("an e-mail address without an at", "email") { $0.email = "example.org" },
        Case("a date that is none", "neededBy") { $0.neededBy = "2026-02-30" },
        Case("an unknown purpose", "purpose") { $0.purpose = "fun" },
        Case("an unknown language", "language") { $0.language = "xx" },
        Case("a note of 10,000 characters", "note") { $0.note = String(repeating: "n", count: 10_000) },
    ]

    @Test(arguments: cases)
    func `refuses with field and hint, and takes the neighbours`(bad: Case) throws {
        let world = try World()
        var neighbours = OrderForm.several(2)
        neighbours.insert(bad.form, at: 1)
        let run = try world.run(["submit", "-", "--json"], input: neighbours.json)
        #expect(run.exitCode == 65)
        let answers = try JSONDecoder().decode([Answer].self, from: run.output)
        #expect(answers.map(\.outcome) == ["accepted", "rejected", "accepted"])
        #expect(answers[1].row == 2)
        #expect(answers[1].reference == nil)
        #expect(answers[1].problems.map(\.field).contains(bad.field))
        for problem in answers[1].problems {
            #expect(problem.hint?.isEmpty == false, "\(problem.field)")
            for text in [problem.problem, problem.hint ?? ""] {
                #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x202A...0x202E).contains($0.value) })
                #expect(text.count < 500)
            }
        }

        // As a person reads it, on a terminal that must not be played with.
        let plain = try world.run(["submit", "-"], input: neighbours.json)
        #expect(plain.exitCode == 65)
        #expect(plain.text.split(separator: "\n").map { $0.contains("duplicate") } == [true, false, true])
        let said = (plain.complaints + plain.text).unicodeScalars
        #expect(said.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x202A...0x202E).contains($0.value) })
    }

    @Test func `keeps nothing of all of them`() throws {
        let world = try World()
        let run = try world.run(["submit", "-"], input: Self.cases.map(\.form).json)
        #expect(run.exitCode == 65)
        #expect(try world.listing("order", "list", as: [ListedOrder].self).isEmpty)
        #expect(try world.listing("mail", "list", as: [ListedMail].self).isEmpty)
    }

    @Test func `holds an item after its date, for a person to look at`() throws {
        let world = try World()
        let form = OrderForm(items: [OrderForm.Line(item: "leaflet-past", quantity: 25)])
        let answers = try world.listing("submit", "-", as: [Answer].self, input: [form].json)
        #expect(answers.map(\.outcome) == ["held"])
        let order = try world.listing("order", "list", as: [ListedOrder].self)
        #expect(order.map(\.heldBecause) == [["too-late"]])
    }

    @Test func `reports everything that is wrong at once`() throws {
        let world = try World()
        let form = OrderForm(
            name: "", email: "nobody", address: OrderForm.Address(lines: [], town: nil, postcode: "RH6 OHP"),
            items: [OrderForm.Line(item: "leaflet-9", quantity: 0)], neededBy: "soon")
        let answers = try world.listing("submit", "-", as: [Answer].self, input: [form].json, exits: 65)
        let fields = Set(answers[0].problems.map(\.field))
        #expect(
            fields.isSuperset(of: ["name", "email", "addressLine1", "town", "postcode", "item", "quantity", "neededBy"])
        )
    }

    @Test(arguments: [
        (#"{"name": "Aisha\u0000Khan"}"#, "u0000"), (#"{"nome": "Aisha Khan"}"#, "name"), (#"{"name": 17}"#, "text"),
        (#"{"items": [{"item": "leaflet-1", "quantity": 100.5}]}"#, "number"),
        (#"{"items": [{"item": "leaflet-1", "quantity": 1e99}]}"#, "quantity"),
        (#"{"items": "leaflet-1"}"#, "array"), (#"{"name": "Aisha", "name": "Khan"}"#, "name"),
        (#""Aisha""#, "header"), (#"{"name": "Aisha""#, "JSON"), (#"[[[[[[[["#, "JSON"),
        ("{\"name\": \"\u{7}\"}", "JSON"),
    ])
    func `refuses JSON that is no order, and says why`(text: String, word: String) throws {
        let world = try World()
        let run = try world.handbill("submit", "-", "--json", input: text)
        #expect(run.exitCode == 65)
        let answers = try JSONDecoder().decode([Answer].self, from: run.output)
        #expect(!answers.isEmpty)
        for answer in answers {
            #expect(answer.outcome == "rejected")
            #expect(!answer.problems.isEmpty)
        }
        #expect(run.text.lowercased().contains(word.lowercased()))
        #expect(try world.listing("order", "list", as: [ListedOrder].self).isEmpty)
    }

    @Test func `lets nobody write headers or commands into the mail`() throws {
        let world = try World(settings: "mail: {transport: directory, directory: mails}")
        var form = OrderForm()
        form.name = "Khan, Aisha <b@example.net>; Bcc: c@example.net"
        form.note = "one\r\n.\r\nBcc: d@example.net"
        try world.accept([form])
        #expect(try world.handbill("mail", "send").exitCode == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: world.path("mails"))
        #expect(files.count == 1)
        let mail = try Paper.tool(
            "python3", ["\(PackageRoot.path)/Tests/Peers/read_message.py", world.path("mails/\(files[0])")])
        let read = try JSONDecoder().decode(JSONValue.self, from: mail.output)
        #expect(read["to"] == .array([.array([.string(form.name), .string("aisha.khan@example.org")])]))
        #expect(read["headers"]["bcc"] == .null)
    }
}
