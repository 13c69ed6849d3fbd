import Foundation

/// An order as somebody writes it into a JSON file.
struct OrderForm: Encodable, Sendable {
    var id: String?
    var name = "Aisha Khan"
    var email: String? = "aisha.khan@example.org"
    var organisation: String?
    var address = Address()
    var items = [Line()]
    var purpose: String?
    var neededBy: String?
    var note: String?
    var language: String?

    struct Address: Encodable, Sendable {
        var lines = ["1 Example Street"]
        var town: String? = "Manchester"
        var postcode: String? = "M9 0SQ"
        var country: String?
    }

    struct Line: Encodable, Sendable {
        var item = "leaflet-1"
        var quantity = 100
    }

    /// So many orders of as many people at as many addresses, all over the country.
    static func several(_ count: Int) -> [OrderForm] {
        (0..<count).map { index in
            OrderForm(
                id: "several-\(index)", name: "Person \(index)x", email: "person.\(index)@example.org",
                address: Address(
                    lines: ["\(index + 1) Example Street"], town: "Exampleton", postcode: postcode(index)),
                items: [Line(quantity: 25 * (1 + index % 4))])
        }
    }

    /// One of 8,000 postcodes.
    static func postcode(_ index: Int) -> String {
        let areas = ["M", "LS", "CF", "EH"]
        let letters = Array("ABDEFGHJLN")
        return "\(areas[index % 4])\(1 + index / 4 % 20) \(index / 80 % 10)\(letters[index / 800 % 10])A"
    }
}

extension [OrderForm] {
    /// The orders as one JSON array.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// The orders as CSV, with the columns that a spreadsheet of a branch has.
    func csv(withIDs: Bool = true) -> String {
        let header = (withIDs ? "id," : "") + "name,email,address line 1,town,postcode,items"
        let rows = map { order in
            let items = order.items.map { "\($0.item):\($0.quantity)" }.joined(separator: "; ")
            let fields = [
                order.name, order.email ?? "", order.address.lines[0], order.address.town ?? "",
                order.address.postcode ?? "", items,
            ]
            return ((withIDs ? [order.id ?? ""] : []) + fields).joined(separator: ",")
        }
        return ([header] + rows).joined(separator: "\r\n") + "\r\n"
    }
}
