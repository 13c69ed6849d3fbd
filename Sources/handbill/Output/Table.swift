import Foundation

/// Rows under headings, aligned for a terminal; numbers to the right.
struct Table {
    private let headings: [String]?
    private let numeric: Set<Int>
    private var rows: [[String]] = []

    /// - Parameters:
    ///   - headings: nil for a table without any.
    ///   - numeric: the columns that are numbers, from 0.
    init(_ headings: [String]?, numeric: Set<Int> = []) {
        self.headings = headings
        self.numeric = numeric
    }

    mutating func add(_ cells: [String?]) {
        rows.append(cells.map { $0 ?? "–" })
    }

    /// - Parameter indent: stands before each row.
    func write(indent: String = "") throws {
        let all = (headings.map { [$0] } ?? []) + rows
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            all.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        for row in all {
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
                return numeric.contains(column) ? padding + cell : cell + padding
            }
            try StandardOutput.line(indent + cells.joined(separator: "  ").trimmingTrailingSpaces)
        }
    }

    /// Characters, as near to columns as a terminal without East Asian text needs; colours take no room.
    private static func width(_ text: String) -> Int {
        guard text.utf8.contains(0x1B) else { return text.count }
        return text.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
