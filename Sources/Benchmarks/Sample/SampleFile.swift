import Foundation
import Orders

/// The sample orders as a CSV file, written in pieces.
enum SampleFile {
    private static let headings = [
        "id", "name", "email", "organisation", "address line 1", "address line 2", "address line 3", "town", "postcode",
        "country", "items", "purpose", "needed by", "note", "language",
    ]

    static func write(_ count: Int, to path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        var piece = row(headings) + "\n"
        for order in SampleOrders(count: count) {
            piece += row(fields(of: order)) + "\n"
            if piece.utf8.count > 1 << 20 {
                try file.write(contentsOf: Data(piece.utf8))
                piece = ""
            }
        }
        try file.write(contentsOf: Data(piece.utf8))
        try file.close()
    }

    private static func fields(of order: Submission) -> [String?] {
        let lines = order.addressLines + [nil, nil, nil]
        let items = order.items.map { "\($0.item):\($0.quantity)" }.joined(separator: "; ")
        return [order.id, order.name, order.email, order.organisation] + lines.prefix(3) + [
            order.town, order.postcode, order.country, items, order.purpose, order.neededBy, order.note, order.language,
        ]
    }

    private static func row(_ fields: [String?]) -> String {
        fields.map { field in
            let field = field ?? ""
            return field.contains(",") ? "\"\(field)\"" : field
        }.joined(separator: ",")
    }
}
