import Foundation

/// Rows under headings, aligned for a terminal; numbers to the right.
struct Table {
    private let headings: [String]
    private let numeric: Set<Int>
    private var rows: [[String]] = []

    /// - Parameter numeric: the columns that are numbers, from 0.
    init(_ headings: [String], numeric: Set<Int> = []) {
        self.headings = headings
        self.numeric = numeric
    }

    mutating func add(_ cells: [String?]) {
        rows.append(cells.map { $0 ?? "–" })
    }

    func write() throws {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { Self.width($0[column]) }.max() ?? 0 }
        for row in all {
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
                return numeric.contains(column) ? padding + cell : cell + padding
            }
            try StandardOutput.line(cells.joined(separator: "  ").trimmingTrailingSpaces)
        }
    }

    /// Characters, as near to columns as a terminal without East Asian text needs.
    private static func width(_ text: String) -> Int {
        text.count
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
