import Orders
import Testing

@testable import Fulfilment

@Suite struct CSVFlawTests {
    @Test func `names the line of a quote that never closes, and reads the rows before and behind it`() throws {
        let reading = try Reading(
            CSV.header + CSV.row + "Bob,\"1 Example Street,Leeds,LS1 4QD,leaflet-1:100\n" + CSV.row + CSV.row)
        #expect(
            reading.reports == [
                "row 3: the quote that opens in line 3, column B (address line 1) never closes; "
                    + "close it, or delete it; a quote inside a quoted field is written twice"
            ])
        #expect(reading.rows.map(\.row) == [2, 3, 4, 5])
        #expect(reading.rows.map(\.line) == [2, 3, 4, 5])
        #expect(reading.submissions.count == 3)
        #expect(reading.rows[1].original == "Bob,\"1 Example Street,Leeds,LS1 4QD,leaflet-1:100")
    }

    @Test func `names the line of a quote that another row closes`() throws {
        let reading = try Reading(
            CSV.header + "Bob,\"1 Example Street,Leeds,LS1 4QD,leaflet-1:100\n"
                + "Ann,\"2 Example Street\",Leeds,LS1 4QD,leaflet-1:100\n" + CSV.row)
        #expect(
            reading.reports == [
                "row 2: text follows the closing quote in line 3; the quote opens in line 2, column B "
                    + "(address line 1); a quote inside a quoted field is written twice"
            ])
        #expect(reading.rows.map(\.line) == [2, 4])
        #expect(reading.rows.first?.original.contains("Ann") == true)
    }

    private static let unreadable: [(String, String)] = [
        (
            "Bob,1 Example Street,Leeds",
            "row 2: has 3 fields, the header has 5; give every column its delimiter, also where it is empty"
        ),
        (
            "Total 100",
            "row 2: has 1 field, the header has 5; give every column its delimiter, also where it is empty"
        ),
        (
            "Bob,Unit 2, 1 Example Street,Leeds,LS1 4QD,x:1",
            "row 2: has 6 fields, the header has 5; put quotes around a field that contains “,”"
        ),
        ("B\0b,1 Example Street,Leeds,LS1 4QD,x:1", "row 2, column A (name): holds a NUL character; delete it"),
        (
            "Bob,B,Leeds,LS1 4QD,leaflet-1 100",
            "row 2, column E (items): “leaflet-1 100” is no item with its quantity; did you mean leaflet-1:100?"
        ),
        (
            "Bob,B,Leeds,LS1 4QD,100 x leaflet-1",
            "row 2, column E (items): “100 x leaflet-1” is no item with its quantity; did you mean leaflet-1:100?"
        ),
        (
            "Bob,B,Leeds,LS1 4QD,a few leaflets",
            "row 2, column E (items): “a few leaflets” is no item with its quantity; write leaflet-1:100; poster-a3:5"
        ),
    ]

    @Test(arguments: unreadable)
    func `reports a row that can't be read`(row: String, report: String) throws {
        let reading = try Reading("\(CSV.header)\(row)\n\(CSV.row)")
        #expect(reading.reports == [report])
        #expect(reading.rows.map(\.row) == [2, 3])
        #expect(reading.rows.last?.problems == [])
    }

    @Test func `takes empty fields behind the last column with a warning`() throws {
        let reading = try Reading(CSV.header + CSV.row.dropLast() + ",,\n")
        #expect(reading.rows.first?.problems == [])
        #expect(reading.rows.first?.warnings.map(\.problem) == ["has empty fields behind the last column"])
    }

    @Test func `refuses a field of more than 10,000 characters, and counts characters, not bytes`() throws {
        let long = String(repeating: "ŵ", count: 10_000)
        #expect(try Reading(CSV.header + "\(long),B,C,D,x:1\n").reports == [])
        #expect(
            try Reading(CSV.header + "\(long)ŵ,B,C,D,x:1\n").reports == [
                "row 2, column A (name): has more than 10000 characters; shorten it; "
                    + "if it holds other rows, a quote is missing"
            ])
    }

    @Test func `passes over a line of more than a megabyte and reads what follows`() throws {
        let reading = try Reading(CSV.header + String(repeating: "x", count: 1_400_000) + "\n" + CSV.row)
        #expect(reading.reports == ["row 2: is longer than 1 MB; line ends may be missing"])
        #expect(reading.rows.map(\.row) == [2, 3])
        #expect(reading.rows.map(\.line) == [2, 3])
        #expect(reading.rows[0].original.utf8.count == CSVSyntax.longestRecord)
    }

    @Test func `looks no further than a megabyte for a closing quote`() throws {
        let rows = String(repeating: CSV.row, count: 18_000)
        let reading = try Reading(CSV.header + "\"Bob,B,C,D,x:1\n" + rows)
        #expect(reading.rows.count == 18_001)
        #expect(reading.submissions.count == 18_000)
        #expect(reading.rows.last?.line == 18_002)
    }

    private static let unusable: [(String, String)] = [
        ("", "is empty"),
        ("\n\n,,,\n", "is empty"),
        (CSV.header, "holds no orders"),
        ("\(CSV.header)\n\n,,,,\n", "holds no orders"),
        (
            "name,address line 1,town,items\n\(CSV.row)",
            "lacks the column “postcode”; the header has “name”, “address line 1”, “town”, “items”"
        ),
        (
            "name,address line 1,town,postcode,item\n\(CSV.row)",
            "lacks the column “quantity”; the header has “name”, “address line 1”, “town”, “postcode”, “item”"
        ),
        (
            "name,Name,address line 1,town,postcode,items\n\(CSV.row)",
            "has two columns for the same thing: A (“name”) and B (“Name”)"
        ),
        (
            "\"name,address line 1,town,postcode,items\n\(CSV.row)",
            "the quote that opens in line 1, column A never closes"
        ),
        (
            "\(CSV.row)\(CSV.row)",
            "lacks the columns “name”, “address line 1”, “town”, “postcode”, “items”; the first row is no header"
        ),
    ]

    private static let foreign: [([UInt8], String)] = [
        ([0xFF, 0xFE, 0x6E, 0x00], "is UTF-16, not UTF-8"),
        ([0xFE, 0xFF, 0x00, 0x6E], "is UTF-16, not UTF-8"),
        ([0x6E, 0x00, 0x61, 0x00, 0x6D, 0x00], "is UTF-16, not UTF-8"),
        ([0x50, 0x4B, 0x03, 0x04, 0x14], "is a spreadsheet or an archive, not text"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "is a spreadsheet or an archive, not text"),
        (Array("%PDF-1.7".utf8), "is no text file"),
        ([0, 0, 0, 0, 0, 0, 0, 0], "is no text file"),
        ([0x6E, 0x0A, 0x81, 0x0A], "is neither UTF-8 nor Windows-1252"),
    ]

    @Test(arguments: foreign)
    func `refuses what is no text of ours and says what to do`(bytes: [UInt8], problem: String) throws {
        let found = try #require(fileProblem(in: bytes))
        #expect(found.problem == problem)
        #expect(found.hint != nil)
    }

    @Test func `names the line that is in no known encoding`() {
        #expect(fileProblem(in: Array(CSV.header.utf8) + [0x8D, 0x0A])?.line == 2)
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")])
    func `letters columns as spreadsheets do`(index: Int, letter: String) {
        #expect(SubmissionColumns.Column.letter(index) == letter)
    }

    @Test func `gives validation's problems their columns, and none twice`() throws {
        let reading = try Reading(CSV.header + "Aisha,1 Example Street,M\0,RH6 OHP,leaflet-1:1;;x\n")
        let row = try #require(reading.rows.first)
        let all = row.problems(with: [
            Problem(field: "town", problem: "is missing"), Problem(field: "postcode", problem: "is no postcode"),
            Problem(field: "items", problem: "is missing"), Problem(field: "quantity", problem: "is no multiple"),
        ])
        #expect(all.map(\.field) == ["town", "items", "postcode", "quantity"])
        #expect(all.map(\.column) == ["C", "E", "D", "E"])
        #expect(
            row.report(Problem(field: "postcode", problem: "is no postcode", hint: "did you mean RH6 0HP?"))
                == "row 2, column D (postcode): is no postcode; did you mean RH6 0HP?")
    }
}
