import Orders

/// What can stand before a colon in a form.
enum FormLabel: Hashable {
    case name, organisation, address, town, postcode, country, neededBy, purpose, note, email
    /// One line of the address, from 1.
    case addressLine(Int)
    case item(sku: String)
    /// A name that several items have.
    case severalItems

    /// Whether more lines may follow.
    var takesLines: Bool { self == .address || self == .note }

    /// Those of the form, in its order but for the items, which stand before `neededBy`.
    static let written: [FormLabel] = [
        .name, .organisation, .address, .town, .postcode, .country, .neededBy, .purpose, .note,
    ]

    /// As the form writes it.
    func words(in language: Language) -> String {
        let both: (english: String, welsh: String)? =
            switch self {
            case .name: ("Name", "Enw")
            case .organisation: ("Organisation", "Sefydliad")
            case .address: ("Address", "Cyfeiriad")
            case .town: ("Town", "Tref")
            case .postcode: ("Postcode", "Cod post")
            case .country: ("Country", "Gwlad")
            case .neededBy: ("Needed by", "Angen erbyn")
            case .purpose: ("What for", "Ar gyfer beth")
            case .note: ("Note", "Nodyn")
            case .email, .addressLine, .item, .severalItems: nil
            }
        guard let both else { return "" }
        return language == .english ? both.english : both.welsh
    }

    /// A line cut into its label, the label's language, and what stands behind the colon; nil for a line without one
    /// that we know.
    static func read(_ line: String, names: ItemNames) -> (label: FormLabel, language: Language?, value: String)? {
        var longest: (label: FormLabel, language: Language?, value: String)?
        var from = line.startIndex
        // A title may have colons of its own, and begin with what another item is called.
        for _ in 0..<4 {
            guard let colon = line[from...].firstIndex(where: { $0 == ":" || $0 == "：" }) else { return longest }
            let label = line[..<colon]
            var value = line[line.index(after: colon)...]
            while let first = value.first, first == " " || first == "*" { value.removeFirst() }
            while let last = value.last, last == " " || last == "*" { value.removeLast() }
            if label.count <= 300 {
                if longest == nil, let known = byWords[String(label).foldedForMail] {
                    return (known.label, known.language, String(value))
                }
                switch names.meaning(of: String(label)) {
                case .item(let sku): longest = (.item(sku: sku), nil, String(value))
                case .several: longest = (.severalItems, nil, String(value))
                case nil: break
                }
            }
            from = line.index(after: colon)
        }
        return longest
    }

    private static let byWords: [String: (label: FormLabel, language: Language?)] = {
        var table: [String: (label: FormLabel, language: Language?)] = [:]
        for label in written {
            for language in Language.allCases { table[label.words(in: language).foldedForMail] = (label, language) }
        }
        let others: [(String, FormLabel, Language)] = [
            ("full name", .name, .english), ("your name", .name, .english), ("organization", .organisation, .english),
            ("workplace", .organisation, .english), ("gweithle", .organisation, .welsh),
            ("postal address", .address, .english), ("delivery address", .address, .english), ("city", .town, .english),
            ("town or city", .town, .english), ("post town", .town, .english), ("dinas", .town, .welsh),
            ("post code", .postcode, .english), ("eircode", .postcode, .english), ("codpost", .postcode, .welsh),
            ("need by", .neededBy, .english), ("needed for", .neededBy, .english), ("purpose", .purpose, .english),
            ("pwrpas", .purpose, .welsh), ("notes", .note, .english), ("message", .note, .english),
            ("neges", .note, .welsh), ("email", .email, .english), ("email address", .email, .english),
            ("e-bost", .email, .welsh), ("cyfeiriad e-bost", .email, .welsh),
        ]
        for (words, label, language) in others { table[words.foldedForMail] = (label, language) }
        for number in 1...Address.mostPrintedLines {
            table["addressline\(number)"] = (.addressLine(number), .english)
            table["llinellgyfeiriad\(number)"] = (.addressLine(number), .welsh)
        }
        return table
    }()
}
