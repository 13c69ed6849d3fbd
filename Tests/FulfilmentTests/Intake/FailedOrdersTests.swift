import Orders
import Testing

@testable import Fulfilment

@Suite struct FailedOrdersTests {
    @Test func `gives failed rows back with their header behind what is wrong`() throws {
        let reading = try Reading(
            CSV.header + CSV.row + "\"=Bob \"\"B\"\"\",1 Example Street,Leeds,LS1 4QD,\"a \"\"few\"\"\"\n")
        #expect(
            reading.failed
                == "\u{FEFF}\"problem\",name,address line 1,town,postcode,items\r\n"
                + "\"items: “a \"\"few\"\"” is no item with its quantity; write leaflet-1:100; poster-a3:5\","
                + "\"=Bob \"\"B\"\"\",1 Example Street,Leeds,LS1 4QD,\"a \"\"few\"\"\"\r\n")
    }

    @Test func `what comes back can be mended and dropped again`() throws {
        let first = try Reading(
            "name;address line 1;town;postcode;items\r\n\"Bo;b\";\"1\r\n2\";Leeds;LS1 4QD;leaflet-1 100\r\n")
        let again = try Reading(first.failed)
        #expect(again.warnings.isEmpty)
        #expect(again.submissions.first?.name == "Bo;b")
        #expect(again.submissions.first?.addressLines == ["1\r\n2"])
        #expect(again.failed == first.failed, "the old problem gives way to the new one")
        let mended = try Reading(
            first.failed.replacing("Leeds;LS1 4QD;leaflet-1 100", with: "Leeds;LS1 4QD;leaflet-1:100"))
        #expect(mended.reports == [])
        #expect(mended.submissions.first?.items == [.init(item: "leaflet-1", quantity: "100")])
    }

    @Test(arguments: [
        "Bob,\"1 Example Street,Leeds,LS1 4QD,x:1", "Bob,\"1\"x,Leeds,LS1 4QD,x:1", "Bob,1 Example Street",
        "Bob,A,B,C,D,E,F", "\"",
    ])
    func `a row with broken quotes comes back as fields that can be read`(row: String) throws {
        let reading = try Reading(CSV.header + row + "\n" + CSV.row + row)
        let again = try Reading(reading.failed)
        #expect(again.rows.count == reading.rows.count(where: { !$0.problems.isEmpty }))
        #expect(!again.failed.contains("never closes"))
    }

    @Test func `gives failed objects back as an array, each with its problem`() throws {
        let reading = try Reading(
            """
            [{"name": "A", "shoes": 4}, {"name": "B"},
            { "name": 5 }, {"name" "C"}]
            """, name: "orders.json")
        let lines = reading.failed.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines.first == "[")
        #expect(lines[1].hasPrefix(#"{"problem": "shoes: is no key of an order; delete it"#))
        #expect(lines[1].hasSuffix(#", "name": "A", "shoes": 4},"#))
        #expect(lines[2] == #"{"problem": "name: is a number, not a text; put it in quotes: \"5\"", "name": 5 },"#)
        #expect(lines[3].hasPrefix(#"{"problem": "is broken JSON in line 2, column 24: expected a colon"#))
        #expect(lines[3].hasSuffix(#", "original": "{\"name\" \"C\"}"}"#))
        #expect(lines[4...] == ["]", ""])
    }

    @Test func `mended objects can be dropped again, and old problems give way to new ones`() throws {
        let first = try Reading(#"[{"name": 5}, {}, {"shoes": 1}]"#, name: "orders.json")
        let again = try Reading(first.failed, name: "orders.failed.json")
        #expect(again.failed == first.failed)
        let mended = try Reading(first.failed.replacing("\"name\": 5", with: "\"name\": \"E\""), name: "orders.json")
        #expect(mended.submissions.first?.name == "E")
        #expect(mended.rows.first?.problems == [])
    }

    @Test func `an object of nothing but a problem stays valid JSON`() throws {
        let row = ReadRow(row: 1, line: 1, original: #"{"problem": "a \" b"}"#, submission: Submission())
        var reader = try SubmissionReader.open(.bytes(Array("{}".utf8)), name: "orders.json")
        var failed = FailedOrders(of: reader)
        _ = try reader.next()
        failed.append(row, problems: [Problem(field: "name", problem: "is missing")])
        let text = String(decoding: failed.finish(), as: UTF8.self)
        #expect(text == "[\n{\"problem\": \"name: is missing\"}\n]\n")
    }

    @Test func `can be written in pieces`() throws {
        let reader = try SubmissionReader.open(.bytes(Array((CSV.header + CSV.row).utf8)))
        var failed = FailedOrders(of: reader)
        let row = ReadRow(row: 2, line: 2, original: String(CSV.row.dropLast()))
        var pieces = failed.drain()
        failed.append(row, problems: [Problem(field: "name", problem: "is odd")])
        pieces += failed.drain()
        failed.append(row, problems: [Problem(field: "name", problem: "is odd")])
        pieces += failed.finish()
        #expect(String(decoding: pieces, as: UTF8.self).split(separator: "\r\n").count == 3)
        #expect(failed.count == 2)
        #expect(failed.suffix == ".failed.csv")
    }

    @Test func `what lies between two orders is no order to give back`() throws {
        let reading = try Reading(#"[{"name": "A"}"#, name: "orders.json")
        #expect(reading.rows.count == 2)
        #expect(reading.failed == "[]\n")
    }
}
