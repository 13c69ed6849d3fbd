import Orders
import Testing

@testable import Fulfilment

@Suite struct JSONReadingTests {
    private static let order = #"""
        {"id": "web-000123", "name": "Aisha Khan", "email": "aisha@example.org", "organisation": "Example Works",
         "address": {"lines": ["Unit 2", "1 Example Street"], "town": "Manchester", "postcode": "m90sq",
                     "country": "GB"},
         "items": [{"item": "leaflet-1", "quantity": 100}, {"quantity": 5, "item": "poster-a3"}], "purpose": "event",
         "neededBy": "2026-12-17", "note": "Early \u0141\ud83d\ude00 \"\\\/\b\f\n\r\t", "language": "en"}
        """#
    private static let short = #"{"name": "A", "items": [{"item": "x", "quantity": 1}]}"#

    private func read(_ text: String, name: String = "orders.json") throws -> Reading {
        try Reading(text, name: name)
    }

    @Test func `puts every key into its field`() throws {
        let reading = try read(Self.order)
        #expect(reading.reports == [])
        #expect(
            reading.submissions == [
                Submission(
                    id: "web-000123", name: "Aisha Khan", email: "aisha@example.org", organisation: "Example Works",
                    addressLines: ["Unit 2", "1 Example Street"], town: "Manchester", postcode: "m90sq", country: "GB",
                    items: [.init(item: "leaflet-1", quantity: "100"), .init(item: "poster-a3", quantity: "5")],
                    purpose: "event", neededBy: "2026-12-17", note: "Early Ł😀 \"\\/\u{8}\u{C}\n\r\t",
                    language: "en")
            ])
        #expect(reading.rows.first?.original == Self.order)
        #expect(reading.rows.first?.row == 1)
    }

    private static let arrangements: [(String, String)] = [
        ("orders.json", "[\(short), \(short),\n\(short)]"), ("orders.json", "\(short)\n\(short)\r\n\n\(short)"),
        ("orders.jsonl", "\(short)\n\(short)\n\(short)\n"), ("orders.json", "\(order)\n\(short)\n{\n\n}"),
        ("orders.json", "\u{FEFF} [ \(short) , \(order) , {} ] \n"), ("orders", "[\(short),\(short),\(short)]"),
    ]

    @Test(arguments: arrangements)
    func `reads an array, one object a line, and objects one after the other`(name: String, text: String) throws {
        let reading = try read(text, name: name)
        #expect(reading.rows.map(\.row) == [1, 2, 3])
        #expect(reading.reports == [])
        #expect(reading.rows.first.map { [Self.short, Self.order].contains($0.original) } == true)
    }

    @Test func `takes null as absent, and a problem of an earlier attempt as none`() throws {
        let reading = try read(#"{"problem": "was odd", "id": null, "name": "A", "address": null, "items": null}"#)
        #expect(reading.submissions == [Submission(name: "A")])
        #expect(reading.reports == [])
    }

    private static let misshapen: [(String, String)] = [
        (#"{"nmae": "A"}"#, "order 1, nmae: is no key of an order; did you mean “name”?"),
        (#"{"town": "Leeds"}"#, "order 1, town: is no key of an order; it belongs in “address”"),
        (#"{"quantity": 5}"#, "order 1, quantity: is no key of an order; it belongs in “items”"),
        (#"{"shoes": 43}"#, "order 1, shoes: is no key of an order; delete it, or put it in the note"),
        (#"{"address": {"line": []}}"#, "order 1, line: is no key of “address”; did you mean “lines”?"),
        (#"{"name": 5}"#, "order 1, name: is a number, not a text; put it in quotes: \"5\""),
        (#"{"name": true}"#, "order 1, name: is true or false, not a text; put it in double quotes"),
        (#"{"name": "A", "name": "B"}"#, "order 1, name: stands twice; delete one of them"),
        (
            #"{"address": "1 Example Street"}"#,
            #"order 1, address: is a text, not an object; write {"lines": ["1 Example Street"], "town": …}"#
        ),
        (
            #"{"address": {"lines": "1 Example Street"}}"#,
            #"order 1, addressLine1: “lines” is a text, not an array; write ["Unit 2", "1 Example Street"]"#
        ),
        (
            #"{"address": {"lines": ["A", 5]}}"#,
            "order 1, addressLine2: is a number, not a text; put it in quotes: \"5\""
        ),
        (
            #"{"items": "leaflet-1:100"}"#,
            #"order 1, items: is a text, not an array; write [{"item": "leaflet-1", "quantity": 100}]"#
        ),
        (
            #"{"items": ["leaflet-1"]}"#,
            #"order 1, items: holds a text, not an object; write {"item": "leaflet-1", "quantity": 100}"#
        ),
        (
            #"{"items": [{"item": "x", "quantity": "100"}]}"#,
            "order 1, quantity: is a text, not a number; write 100 without quotes"
        ),
        (
            #"{"items": [{"item": "x", "quantity": 1.5}]}"#,
            "order 1, quantity: is no whole number; write digits only, not 1.5"
        ),
        (
            #"{"items": [{"item": "x", "quantity": 1e2}]}"#,
            "order 1, quantity: is no whole number; write digits only, not 1e2"
        ),
        (
            #"{"items": [{"item": "x", "quantity": true}]}"#,
            "order 1, quantity: is true or false, not a number; write it in digits, without quotes: 100"
        ),
        (#"[5]"#, "order 1: is a number, not an object; an order is written in { and }"),
        (#"[null]"#, "order 1: is null, not an object; an order is written in { and }"),
    ]

    @Test(arguments: misshapen)
    func `reports the shape that an order doesn't have`(text: String, report: String) throws {
        #expect(try read(text).reports == [report])
    }

    @Test func `reports every problem of an order at once, and keeps what could be read`() throws {
        let reading = try read(
            #"{"name": 1, "adress": {}, "items": [{"item": "x", "quantity": "a"}, {"item": "y", "quantity": 5}], "note": []}"#
        )
        #expect(reading.rows.first?.problems.map(\.field) == ["adress", "name", "quantity", "note"])
        #expect(reading.submissions.first?.items == [.init(item: "y", quantity: "5")])
    }

    @Test func `reads a misspelt key as what was meant, and still reports it`() throws {
        let reading = try read(#"{"adress": {"lines": ["A"], "twon": "B"}, "town": "C"}"#)
        #expect(reading.rows.first?.problems.map(\.field) == ["adress", "town", "twon"])
        #expect(reading.submissions == [Submission(addressLines: ["A"], town: "B")])
    }

    @Test(arguments: ["0", "-1", "1000000000", "99999999999999999999"])
    func `leaves it to validation how many are right`(digits: String) throws {
        let reading = try read(#"{"items": [{"item": "x", "quantity": \#(digits)}]}"#)
        #expect(reading.reports == [])
        #expect(reading.submissions.first?.items.first?.quantity == digits)
    }

    private static let broken: [(String, String)] = [
        (#"{"name": "A",}"#, "line 1, column 14: expected a key in double quotes"),
        (#"{"name" "A"}"#, "line 1, column 9: expected a colon after the key"),
        ("{\"name\":\n \"Ł\" \"B\"}", "line 2, column 6: expected a comma or }"),
        (#"{"name": A}"#, "line 1, column 10: expected a value: a text in double quotes, a number, { or ["),
        (#"{"name": 'A'}"#, "line 1, column 10: expected a value: a text in double quotes, a number, { or ["),
        (#"{"name": "A"#, "line 1, column 10: the text that begins here never closes"),
        ("{\"name\": \"A\n\"}", "line 1, column 10: the text that begins here never closes on its line"),
        ("{\"name\": \"A\tB\"}", "line 1, column 12: a control character must be written as an escape"),
        (#"{"name": "\x"}"#, #"line 1, column 11: expected one of \" \\ \/ \b \f \n \r \t \u"#),
        (#"{"name": "\ud83d"}"#, "line 1, column 11: half of a surrogate pair"),
        (#"{"name": "\ude00\ud83d"}"#, "line 1, column 11: half of a surrogate pair"),
        (#"{"name": "\ud83d\u0041"}"#, "line 1, column 11: half of a surrogate pair"),
        (#"{"name": "\u0000"}"#, #"line 1, column 11: \u0000 is no character of a text"#),
        (#"{"name": "\u00g0"}"#, "line 1, column 15: expected four hexadecimal digits"),
        (#"{"items": [1 2]}"#, "line 1, column 14: expected a comma or ]"),
        (#"{"items": 01}"#, "line 1, column 12: expected no digit after a leading 0"),
        (#"{"items": -}"#, "line 1, column 12: expected a digit"),
        (#"{"items": 1.}"#, "line 1, column 13: expected a digit"),
        (#"{"name": "A""#, "line 1, column 13: expected a comma or }, but the text ends"),
        ("{\"a\":" + String(repeating: "[", count: 100) + "}", "line 1, column 37: nested deeper than any order"),
    ]

    @Test(arguments: broken)
    func `says where JSON is broken and what belongs there`(text: String, place: String) throws {
        let report = try #require(try read(text).reports.first)
        #expect(report == "order 1: is broken JSON in \(place); mend it there")
    }

    @Test func `says which text is not UTF-8`() throws {
        let reading = try Reading(Array(#"{"name": "A"#.utf8) + [0xE9] + Array(#""}"#.utf8), name: "orders.json")
        #expect(reading.reports.first?.contains("line 1, column 11: the text that begins here is not UTF-8") == true)
    }

    private static let damaged: [String] = [
        "[\(short), {\"name\": }, \(short)]", "[\(short), {\"name\": \"A, \"items\": []},\n\(short)]",
        "[\(short),\n{\"name\": \"A\", \"items\": [{\"item\": \"x\"}},\n\(short)]",
        "[\(short),\n{\"name\": \"A\", \"address\": {\"town\": \"B\",\n\(short)]",
        "\(short)\n{\"name\": \"A\n\(short)\n", "\(short)\n{\"name\": {{{\n\(short)\n",
        "{\"name\":\n\(short)\n\(short)",
        "[\(short), nonsense, \(short)]", "[\(short), \"text\", \(short)]",
    ]

    @Test(arguments: damaged)
    func `reads the orders around a broken one`(text: String) throws {
        let reading = try read(text)
        #expect(reading.rows.count == 3)
        #expect(reading.rows.filter { $0.problems.isEmpty }.map(\.original) == [Self.short, Self.short])
    }

    private static let several = "several orders stand in [ and ] with commas between them, or one a line"
    private static let cutShort: [(String, String)] = [
        (
            "[\(short), \(short)",
            "order 3: the file ends in line 1, before the array is closed; orders may be missing; if none is, add ]"
        ),
        (
            "[\(short), \(short)] \(short)",
            "order 3: is broken JSON in line 1, column 114: expected nothing more after the array; "
                + several
        ),
        (
            "{\n\"name\": \"A\"\n}\n{\n\"name\": \"B\"\n}\n[1]",
            "order 3: is broken JSON in line 7, column 1: expected { or the end; "
                + several
        ),
    ]

    @Test(arguments: cutShort)
    func `loses nothing silently at the end of a file`(text: String, report: String) throws {
        let reading = try read(text)
        #expect(reading.reports == [report])
        #expect(reading.rows.count == 3)
    }

    @Test func `forgives a missing or a doubled comma, with a word`() throws {
        let reading = try read("[\(Self.short) \(Self.short),, \(Self.short),]")
        #expect(reading.rows.map { $0.warnings.map(\.problem) } == [[], ["a comma is missing before this order"], []])
        #expect(reading.reports == [])
    }

    @Test(arguments: [
        ("", "is empty"), (" \n", "is empty"), ("[]", "holds no orders"), ("[ ,\n ]", "holds no orders"),
        ("name,town\nA,B", "is no JSON: expected { or [ in column 1"),
        ("\n  \"x\"", "is no JSON: expected { or [ in column 3"),
    ])
    func `refuses a file without an order`(text: String, problem: String) {
        let found = fileProblem(in: text, name: "orders.json")
        #expect(found?.problem == problem)
        #expect(found?.hint != nil)
    }

    @Test func `survives brackets without end, and an order without end`() throws {
        for text in [
            "[" + String(repeating: "[", count: 200_000), "[" + String(repeating: #"{"a":"#, count: 50_000),
        ] {
            let reading = try read(text)
            #expect(reading.rows.count == 1)
            #expect(reading.reports.first?.hasPrefix("order 1: is longer than 1 MB or nested without end") == true)
        }
        let long = #"{"name": "\#(String(repeating: "x", count: 1_100_000))"}"#
        #expect(
            try read("\(Self.short)\n\(long)\n\(Self.short)\n").rows.map(\.problems.isEmpty) == [true, false, true])
        #expect(try read("[\(Self.short),\(long),\(Self.short)]").rows.map(\.problems.isEmpty) == [true, false])
    }

    @Test func `reads the same from a file in pieces as from memory`() throws {
        let folder = try TemporaryFolder()
        for text in [
            " [\(Self.order), {\"a\": \"\\\"]\"}, x,\n\(Self.short)] ", "\(Self.short)\r\n{broken\n\(Self.short)",
            Self.order + Self.order,
        ] {
            let whole = try read(text)
            let path = try folder.file("orders.json", Array(text.utf8))
            for chunk in [1, 2, 3, 7, 64] {
                let file = try OpenFile(path: path, followingLinks: false, maximumBytes: 10_000)
                var reader = try JSONReader(
                    ByteWindow(file: file, from: 0, encoding: .utf8, chunk: chunk), name: "orders.json")
                var rows: [ReadRow] = []
                while let row = try reader.next() { rows.append(row) }
                #expect(rows == whole.rows, "in pieces of \(chunk)")
            }
        }
    }
}
