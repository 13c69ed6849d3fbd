import Orders

/// A field of an order by the name that problems call it, which is also its JSON key wherever it has one of its own.
public enum SubmissionField: String, Sendable, Hashable, CaseIterable {
    case id, name, email, organisation
    case addressLine1, addressLine2, addressLine3, addressLine4, addressLine5
    case town, postcode, country
    case items, item, quantity
    case purpose, neededBy, note, language
    /// What was wrong the last time: the first column of a file of failed orders, ignored when it is dropped again.
    case problem

    /// The field of a CSV heading: case, spaces, `_` and `-` don't matter, `Address line 1` is `address_line_1`.
    public init?(heading: String) {
        guard let field = Self.byFoldedName[Self.folded(heading)] else { return nil }
        self = field
    }

    /// As a person writes it in a heading: `address line 1`, `needed by`.
    public var heading: String {
        switch self {
        case .addressLine1: "address line 1"
        case .addressLine2: "address line 2"
        case .addressLine3: "address line 3"
        case .addressLine4: "address line 4"
        case .addressLine5: "address line 5"
        case .neededBy: "needed by"
        default: rawValue
        }
    }

    /// The place of an address line, from 0; nil for every other field.
    var addressLine: Int? {
        Self.addressLines.firstIndex(of: self)
    }

    static let addressLines: [Self] = [.addressLine1, .addressLine2, .addressLine3, .addressLine4, .addressLine5]

    /// A heading as headings are compared: lower case, without what doesn't matter in it.
    static func folded(_ heading: String) -> String {
        String(
            String.UnicodeScalarView(
                heading.lowercased().unicodeScalars.filter { scalar in
                    !scalar.properties.isWhitespace && scalar != "_" && scalar != "-" && scalar != "\u{FEFF}"
                }))
    }

    private static let byFoldedName = Dictionary(
        uniqueKeysWithValues: allCases.map { (folded($0.rawValue), $0) })
}

/// The name that somebody probably meant.
enum NearestName {
    /// The nearest of the names, if it is near: a slip in a third of its letters, or the one contains the other.
    static func of(_ name: String, among names: [String]) -> String? {
        let wanted = SubmissionField.folded(name)
        return wanted.nearest(in: names)
            ?? names.first { candidate in
                let letters = SubmissionField.folded(candidate)
                let shorter = min(wanted.unicodeScalars.count, letters.unicodeScalars.count)
                return shorter >= 4 && (wanted.contains(letters) || letters.contains(wanted))
            }
    }
}
