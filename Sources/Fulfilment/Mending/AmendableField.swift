import Orders

/// What can stand before the `=` of an amendment: a field by any of the names that it has in a heading or in JSON, or
/// an item by its sku.
enum AmendableField: Hashable {
    case field(SubmissionField)
    /// `address.lines`: all of them.
    case addressLines
    /// A line beyond those that have a column, by its number from 1.
    case addressLine(Int)
    case item(sku: String)

    /// Nil for what is no name of either.
    ///
    /// - Parameter skus: Those of the order and of the catalogue.
    init?(_ name: String, skus: [String]) {
        let folded = SubmissionField.folded(name)
        let short = folded.hasPrefix("address.") ? String(folded.dropFirst("address.".count)) : folded
        if let field = SubmissionField(heading: folded) ?? Self.partOfAddress(short, isShort: short != folded) {
            self = .field(field)
        } else if folded == "addresslines" || short == "lines" {
            self = .addressLines
        } else if let number = Self.lineNumber(folded) {
            self = .addressLine(number)
        } else if let sku = skus.first(where: { $0 == name }) ?? Self.only(of: skus, folded) {
            self = .item(sku: sku)
        } else {
            return nil
        }
    }

    /// `address.town` and its like, as JSON has them.
    private static func partOfAddress(_ name: String, isShort: Bool) -> SubmissionField? {
        guard isShort, let field = SubmissionField(heading: name) else { return nil }
        return [.town, .postcode, .country].contains(field) ? field : nil
    }

    /// 6 of `addressline6`: JSON takes more lines than a table has columns.
    private static func lineNumber(_ folded: String) -> Int? {
        guard folded.hasPrefix("addressline"), let number = Int(folded.dropFirst("addressline".count)) else {
            return nil
        }
        return (1...Address.mostPrintedLines).contains(number) ? number : nil
    }

    /// The one sku that reads the same but for case, spaces and hyphens.
    private static func only(of skus: [String], _ folded: String) -> String? {
        let alike = Set(skus.filter { SubmissionField.folded($0) == folded })
        return alike.count == 1 ? alike.first : nil
    }

    /// The names that are offered to whoever wrote another.
    static let names =
        SubmissionField.allCases.filter { ![.id, .problem, .item].contains($0) }.map(\.rawValue) + [
            "address.lines", "address.town", "address.postcode", "address.country",
        ]
}
