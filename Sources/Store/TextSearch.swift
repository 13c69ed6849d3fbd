import GRDB

/// How orders are found by a text that somebody typed, whatever the case.
///
/// SQLite's LIKE knows the case of ASCII letters only, and is many times quicker than a function of Swift's. So LIKE
/// looks for what is ASCII in the text; only where that may fit, and something else is wanted, Swift compares.
struct TextSearch: Sendable {
    /// SQL that names the order's columns by `o`.
    let condition: String
    let arguments: StatementArguments

    /// Longer than any field, and well below what SQLite takes for a pattern, in bytes.
    private static let longest = 4000

    /// Nil if there is nothing to look for, or nothing that could hold it.
    init?(_ text: String) {
        let wanted = text.lowercased()
        let code = String(wanted.filter { $0 != " " })
        guard !code.isEmpty, wanted.utf8.count <= Self.longest else { return nil }
        let isPlain = wanted.utf8.allSatisfy { $0 < 0x80 }
        let columns = ["o.name", "o.email", "o.organisation"]
        if isPlain {
            let parts =
                columns.map { "\($0) LIKE ?1 ESCAPE '\\'" } + ["replace(o.postcode, ' ', '') LIKE ?2 ESCAPE '\\'"]
            condition = parts.joined(separator: " OR ")
            arguments = [Self.pattern(wanted), Self.pattern(code)]
        } else {
            let lowercase = DatabaseFunction.lowercase.name
            condition = columns.map { column in
                """
                (\(column) GLOB ?1 AND \(column) LIKE ?2 ESCAPE '\\' AND instr(\(lowercase)(\(column)), ?3) > 0)
                """
            }.joined(separator: " OR ")
            arguments = ["*[^\u{1}-\u{7F}]*", Self.pattern(wanted), wanted]
        }
    }

    /// A pattern of LIKE that everything fits which contains the text: what isn't ASCII may stand for anything.
    private static func pattern(_ text: String) -> String {
        var pattern = "%"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%", "_", "\\": pattern += "\\\(scalar)"
            case _ where scalar.isASCII: pattern.unicodeScalars.append(scalar)
            default: if !pattern.hasSuffix("%") || pattern.hasSuffix("\\%") { pattern += "%" }
            }
        }
        return pattern + "%"
    }
}
