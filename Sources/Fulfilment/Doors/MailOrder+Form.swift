import Foundation
public import Orders

/// The form that people fill in with their own mail program.
extension MailOrder {
    /// The text that a `mailto:` link prefills: one line for each thing that we need, and one for each item.
    ///
    /// - Parameters:
    ///   - catalogue: Whose items are offered.
    ///   - today: Only what can be ordered on this day is.
    /// - Returns: a neutral subject, and a body with CRLF line ends.
    public static func form(
        catalogue: Catalogue, on today: LocalDate, language: Language
    ) -> (subject: String, body: String) {
        let labels = FormLabel.written.map { ($0, "\($0.words(in: language)):") }
        let split = labels.firstIndex { $0.0 == .neededBy } ?? labels.endIndex
        let items = catalogue.items.filter { $0.isOrderable(on: today) }.map {
            "\($0.title(in: language).withPlainBlanks) (\($0.sku)): 0"
        }
        let lines =
            [invitation(in: language), ""] + labels[..<split].map(\.1) + [""] + items + [""]
            + labels[split...].map(\.1)
        return (language == .english ? "Order" : "Archeb", lines.map { $0 + "\r\n" }.joined())
    }

    /// A link that opens the writer's mail program with the form in it (RFC 6068).
    ///
    /// - Parameter address: The door's own address.
    public static func link(
        to address: String, catalogue: Catalogue, on today: LocalDate, language: Language
    ) -> String {
        let form = form(catalogue: catalogue, on: today, language: language)
        return "mailto:\(encoded(address, keeping: "@"))?subject=\(encoded(form.subject))&body=\(encoded(form.body))"
    }

    /// What stands above the form.
    static func invitation(in language: Language) -> String {
        switch language {
        case .english: "Please fill in what follows each colon, and send it."
        case .welsh: "Llenwch yr hyn sy'n dilyn pob colon, a'i anfon."
        }
    }

    /// Percent-encoded UTF-8, but for RFC 3986's unreserved characters.
    private static func encoded(_ text: String, keeping kept: String = "") -> String {
        let digits = Array("0123456789ABCDEF")
        var result = ""
        for byte in text.utf8 {
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80,
                character.isLetter || character.isNumber || "-._~".contains(character)
                    || kept.contains(character)
            {
                result.append(character)
            } else {
                result += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return result
    }
}
