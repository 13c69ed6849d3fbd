import Orders
import Testing

@testable import Fulfilment

@Suite struct CSVReadingTests {
    @Test func `puts every column into its field`() throws {
        let reading = try Reading(
            """
            id,name,email,organisation,address line 1,address line 2,address line 3,address line 4,address line 5,\
            town,postcode,country,items,purpose,needed by,note,language
            web-1,Aisha Khan,a@example.org,Works,Unit 2,1 Example Street,,Higher Blackley,,\
            Manchester,m90sq,GB,leaflet-1:100; poster-a3:5,event,2026-12-17,Early,cy
            """)
        let submission = try #require(reading.submissions.first)
        #expect(
            submission
                == Submission(
                    id: "web-1", name: "Aisha Khan", email: "a@example.org", organisation: "Works",
                    addressLines: ["Unit 2", "1 Example Street", "", "Higher Blackley"], town: "Manchester",
                    postcode: "m90sq", country: "GB",
                    items: [.init(item: "leaflet-1", quantity: "100"), .init(item: "poster-a3", quantity: "5")],
                    purpose: "event", neededBy: "2026-12-17", note: "Early", language: "cy"))
        #expect(reading.rows.map(\.row) == [2])
        #expect(reading.warnings.isEmpty)
    }

    @Test(arguments: [
        "NAME,Address Line 1,TOWN,PostCode,Items", "name,address_line_1,town,post code,items",
        "Name,addressLine1,Town,post-code,items", " name , address-line-1 ,town,postcode, ITEMS ",
        "\u{FEFF}name,address line 1,town,postcode,items", "\"name\",\"address line 1\",town,postcode,items",
    ])
    func `matches headings without case, spaces, underscores and hyphens`(header: String) throws {
        let submission = try #require(try Reading(header + "\n" + CSV.row).submissions.first)
        #expect(submission.name == "Aisha Khan")
        #expect(submission.addressLines == ["1 Example Street"])
        #expect(submission.postcode == "M9 0SQ")
        #expect(submission.items == [.init(item: "leaflet-1", quantity: "100")])
    }

    @Test(arguments: [",", ";", "\t"]) func `recognises the delimiter by the header`(delimiter: String) throws {
        let header = CSV.header.split(separator: ",").joined(separator: delimiter)
        let row = CSV.row.split(separator: ",").joined(separator: delimiter)
        #expect(try Reading(header + row).submissions.first?.town == "Manchester")
    }

    @Test func `obeys Excel's line that names the delimiter, and doesn't count it`() throws {
        let reading = try Reading("sep=;\r\nname;address line 1;town;postcode;items\r\nA;B;C;M9 0SQ;\"x:1; y:2\"\r\n")
        #expect(reading.rows.map(\.row) == [2])
        #expect(reading.rows.map(\.line) == [3])
        #expect(reading.submissions.first?.items.count == 2)
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `takes every kind of line end`(end: String) throws {
        let text = (CSV.header + CSV.row + CSV.row).split(separator: "\n").joined(separator: end)
        let reading = try Reading(text)
        #expect(reading.rows.map(\.row) == [2, 3])
        #expect(reading.rows.map(\.line) == [2, 3])
        #expect(reading.rows.map(\.original) == [String(CSV.row.dropLast()), String(CSV.row.dropLast())])
        #expect(reading.submissions.map(\.items.count) == [1, 1])
    }

    @Test func `reads quoted line breaks, delimiters and quotes as text`() throws {
        let reading = try Reading(
            CSV.header + "\"Khan, \"\"Ash\"\"\",\"Unit 2\r\n1 Example Street\",\"\",\"M9 0SQ\",leaflet-1:100\n"
                + CSV.row)
        #expect(reading.submissions.first?.name == "Khan, \"Ash\"")
        #expect(reading.submissions.first?.addressLines == ["Unit 2\r\n1 Example Street"])
        #expect(reading.submissions.first?.town == nil)
        #expect(reading.rows.map(\.row) == [2, 3])
        #expect(reading.rows.map(\.line) == [2, 4])
    }

    @Test func `keeps a quote inside an unquoted field`() throws {
        let reading = try Reading(CSV.header + "Ann,5\" Pipe Yard,Bury,BL9 0ZQ,leaflet-1:25\n")
        #expect(reading.submissions.first?.addressLines == ["5\" Pipe Yard"])
    }

    @Test func `passes over blank rows but counts them as the spreadsheet does`() throws {
        let reading = try Reading("\n" + CSV.header + "\n" + CSV.row + ",,,,\n  ,,\" \",,\n" + CSV.row + "\n\n")
        #expect(reading.rows.map(\.row) == [4, 7])
        #expect(reading.submissions.count == 2)
    }

    @Test func `reads Windows-1252 when it isn't UTF-8`() throws {
        let text = CSV.header + "Zo\u{EB} O\u{2019}Brien \u{2013} \u{20AC},1 S\u{2C6},Caf\u{E9},M9 0SQ,leaflet-1:100\n"
        let bytes = text.unicodeScalars.map { scalar -> UInt8 in
            switch scalar {
            case "\u{2019}": 0x92
            case "\u{2013}": 0x96
            case "\u{20AC}": 0x80
            case "\u{2C6}": 0x88
            default: UInt8(scalar.value)
            }
        }
        let reading = try Reading(bytes)
        #expect(reading.submissions.first?.name == "Zoë O’Brien – €")
        #expect(reading.submissions.first?.addressLines == ["1 Sˆ"])
        #expect(reading.submissions.first?.town == "Café")
        #expect(reading.rows.first?.original.contains("Zoë") == true)
    }

    @Test func `ignores a byte-order mark`() throws {
        let reading = try Reading([0xEF, 0xBB, 0xBF] + Array((CSV.header + CSV.row).utf8))
        #expect(reading.submissions.first?.name == "Aisha Khan")
        #expect(reading.warnings.isEmpty)
    }

    @Test func `reports damaged rows of a UTF-8 file and reads the others`() throws {
        let good = "Siân Łukasz Ŵyn,1 Example Street,Manchester,M9 0SQ,leaflet-1:100\n"
        let reading = try Reading(Array((CSV.header + good + "A").utf8) + [0xFF] + Array("nn,1 B,C,M9 0SQ,x:1\n".utf8))
        #expect(reading.reports == ["row 3: holds bytes that are not UTF-8; save the file as “CSV UTF-8”"])
        #expect(reading.submissions.map(\.name) == ["Siân Łukasz Ŵyn"])
    }

    @Test func `takes item and quantity from two columns`() throws {
        let reading = try Reading(
            "name,address line 1,town,postcode,item,quantity\nA,B,C,M9 0SQ,leaflet-1,100\nA,B,C,M9 0SQ,leaflet-1,\n")
        #expect(
            reading.submissions.map(\.items) == [
                [.init(item: "leaflet-1", quantity: "100")], [.init(item: "leaflet-1", quantity: "")],
            ])
    }

    @Test func `lets the settings say what other headings mean`() throws {
        let reading = try Reading(
            "Your name,Street,City,Post code,How many?,Posters,Branch\nA,B,C,M9 0SQ,100,0,North\nA,B,C,M9 0SQ,,5,\n",
            columns: [
                "your-name": "name", "street": "Address Line 1", "CITY": "town", "how many?": "leaflet-1",
                "Posters": "poster-a3", "branch": "organisation",
            ])
        #expect(
            reading.submissions.map(\.items) == [
                [.init(item: "leaflet-1", quantity: "100")], [.init(item: "poster-a3", quantity: "5")],
            ])
        #expect(reading.submissions.first?.name == "A")
        #expect(reading.submissions.first?.organisation == "North")
        #expect(reading.warnings.isEmpty)
        #expect(reading.rows.first?.columns.column(of: "town")?.heading == "City")
    }

    @Test func `ignores unknown columns with one warning each, and a column of problems without`() throws {
        let reading = try Reading(
            "problem,name,adress line 2,address line 1,town,postcode,items,,Shoe size\nx,A,B,C,D,M9 0SQ,x:1,,43\n")
        #expect(reading.warnings.map(\.column) == ["C", "I"])
        #expect(
            reading.warnings.map(\.problem) == [
                "the column “adress line 2” is ignored", "the column “Shoe size” is ignored",
            ])
        #expect(reading.warnings.first?.hint == "did you mean “address line 2”?")
        #expect(reading.rows.first?.problems == [])
    }

    @Test func `reads the same from a file in pieces as from memory`() throws {
        let folder = try TemporaryFolder()
        let tricky = "\"Kh\"\"an\", \"B\r\nC\",\"Ł\",M9 0SQ,\"x:1\" \r\n\r\n\"A\rB\",,ŵ,,\r\"never,\nD,E,F,G,x:1"
        let text = CSV.header + tricky
        let whole = try Reading(text)
        let path = try folder.file("orders.csv", Array(text.utf8))
        for chunk in [1, 2, 3, 7, 64] {
            let file = try OpenFile(path: path, followingLinks: false, maximumBytes: 1_000)
            var reader = try CSVReader(
                ByteWindow(file: file, from: 0, encoding: .utf8, chunk: chunk), mapping: [:], name: "orders.csv")
            var rows: [ReadRow] = []
            while let row = try reader.next() { rows.append(row) }
            #expect(rows == whole.rows, "in pieces of \(chunk)")
        }
    }
}
