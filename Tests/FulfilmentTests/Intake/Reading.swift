import Orders
import Testing

@testable import Fulfilment

/// What a whole file reads as.
struct Reading {
    var rows: [ReadRow] = []
    var warnings: [Problem] = []
    var failed: String = ""

    /// Reads a text to its end.
    init(
        _ text: String, name: String = "orders.csv", format: SubmissionFormat? = nil, columns: [String: String] = [:]
    ) throws {
        try self.init(Array(text.utf8), name: name, format: format, columns: columns)
    }

    /// Reads bytes to their end; the failed rows are written back with what reading found.
    init(
        _ bytes: [UInt8], name: String = "orders.csv", format: SubmissionFormat? = nil, columns: [String: String] = [:]
    ) throws {
        var reader = try SubmissionReader.open(.bytes(bytes), name: name, format: format, columns: columns)
        var failedOrders = FailedOrders(of: reader)
        while let row = try reader.next() {
            rows.append(row)
            if !row.problems.isEmpty { failedOrders.append(row, problems: row.problems) }
        }
        warnings = reader.warnings
        failed = String(decoding: failedOrders.finish(), as: UTF8.self)
    }

    var submissions: [Submission] { rows.compactMap(\.submission) }

    /// Every problem as a person reads it.
    var reports: [String] {
        rows.flatMap { row in row.problems.map(row.report) }
    }
}

/// The problem with a file as a whole, or nil if it can be read.
func fileProblem(
    in bytes: [UInt8], name: String = "orders.csv", columns: [String: String] = [:]
) -> FileProblem? {
    do throws(FileProblem) {
        _ = try SubmissionReader.open(.bytes(bytes), name: name, columns: columns)
        return nil
    } catch {
        return error
    }
}

func fileProblem(in text: String, name: String = "orders.csv", columns: [String: String] = [:]) -> FileProblem? {
    fileProblem(in: Array(text.utf8), name: name, columns: columns)
}

/// The shortest header that will do, and a row below it.
enum CSV {
    static let header = "name,address line 1,town,postcode,items\n"
    static let row = "Aisha Khan,1 Example Street,Manchester,M9 0SQ,leaflet-1:100\n"
}
