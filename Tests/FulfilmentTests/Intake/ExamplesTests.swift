import Examples
import Foundation
import Orders
import Testing

@testable import Fulfilment

@Suite struct ExamplesTests {
    @Test func `the table holds exactly the files of the folder`() throws {
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("queue/examples")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
        let table = Examples.orders + [Examples.catalogue]
        #expect(table.map(\.name).sorted() == names.sorted())
        for file in table {
            let bytes = try Data(contentsOf: folder.appendingPathComponent(file.name))
            #expect(file.bytes == Array(bytes), "\(file.name)")
        }
    }

    @Test(arguments: [
        ("api-batch.json", 16), ("branch-orders-excel.csv", 13), ("branch-orders.csv", 23), ("steward-lines.jsonl", 18),
        ("web-form.json", 1),
    ])
    func `good examples are read without a problem`(name: String, count: Int) throws {
        let file = try #require(Examples.orders.first { $0.name == name })
        let reading = try Reading(file.bytes, name: name)
        #expect(reading.reports == [])
        #expect(reading.rows.count == count)
        let addresses = reading.submissions.compactMap(\.email)
        #expect(addresses.count == count)
        #expect(addresses.allSatisfy { $0.contains("@example.") })
    }

    @Test(arguments: [("with-mistakes.csv", [7, 11, 12]), ("with-mistakes.jsonl", [1, 2, 3])])
    func `examples with mistakes show what reading finds`(name: String, rows: [Int]) throws {
        let file = try #require(Examples.orders.first { $0.name == name })
        let reading = try Reading(file.bytes, name: name)
        #expect(reading.rows.filter { !$0.problems.isEmpty }.map(\.row) == rows)
    }

    @Test func `the spreadsheet's example is in Windows-1252, with semicolons and a column that is ignored`() throws {
        let file = try #require(Examples.orders.first { $0.name == "branch-orders-excel.csv" })
        let reader = try SubmissionReader.open(.bytes(file.bytes), name: file.name)
        let (encoding, warnings) = (reader.encoding, reader.warnings)
        #expect(encoding == .windows1252)
        #expect(warnings.map(\.problem) == ["the column “Collected by” is ignored"])
        #expect(try Reading(file.bytes).submissions.first?.name == "Renée Faulkner")
    }

    @Test func `the broken example says what its header lacks`() throws {
        let file = try #require(Examples.orders.first { $0.name == "broken.csv" })
        let problem = try #require(fileProblem(in: file.bytes, name: file.name))
        #expect(problem.problem.hasPrefix("lacks the columns “name”, “address line 1”, “town”, “items”"))
    }
}
