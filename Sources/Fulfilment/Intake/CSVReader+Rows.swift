import Orders

extension CSVReader {
    /// What the record at the front of the window says.
    func readRow() -> ReadRow {
        let bytes = window.bytes.span
        let whole = window.start..<(window.start + record.length)
        let text = bytes.text(whole)
        var read = ReadRow(
            row: row, line: line, original: text ?? bytes.repairedText(whole), columns: header.columns)
        if let flaw = record.flaw {
            read.problems = [.wholeRow(describe(flaw), hint: Self.hint(for: flaw))]
        } else if text == nil {
            read.problems = [.wholeRow("holds bytes that are not UTF-8", hint: "save the file as “CSV UTF-8”")]
        } else if let problem = countProblem(bytes) {
            read.problems = [problem]
        } else {
            fill(&read, from: bytes)
            if record.fields.count > header.meanings.count {
                read.warnings.append(.wholeRow("has empty fields behind the last column"))
            }
        }
        return read
    }

    /// A row with fewer fields than the header, or more that aren't empty: nobody knows which is which.
    private func countProblem(_ bytes: borrowing Span<UInt8>) -> Problem? {
        let (found, wanted) = (record.fields.count, header.meanings.count)
        if found < wanted {
            return .wholeRow(
                "has \(found) \(found == 1 ? "field" : "fields"), the header has \(wanted)",
                hint: "give every column its delimiter, also where it is empty")
        }
        guard record.fields.dropFirst(wanted).contains(where: { !$0.isEmpty }) else { return nil }
        let delimiter =
            syntax.delimiter == UInt8(ascii: "\t") ? "a tab" : "“\(Character(UnicodeScalar(syntax.delimiter)))”"
        return .wholeRow(
            "has \(found) fields, the header has \(wanted)",
            hint: "put quotes around a field that contains \(delimiter)")
    }

    /// Puts every field in its place.
    private func fill(_ read: inout ReadRow, from bytes: borrowing Span<UInt8>) {
        var submission = Submission()
        var item: String?
        var quantity: String?
        for (index, meaning) in header.meanings.enumerated() where meaning != .ignored {
            let field = record.fields[index]
            if field.isEmpty { continue }
            if let problem = problem(in: field, at: index, bytes) {
                read.problems.append(problem)
                continue
            }
            let text = bytes.text(of: field, from: window.start)
            switch meaning {
            case .ignored, .field(.problem): break
            case .quantity(let sku):
                // Several such columns ask for several items, and 0 of one is none of it.
                if text != "0" { submission.items.append(.init(item: sku, quantity: text)) }
            case .field(.item): item = text
            case .field(.quantity): quantity = text
            case .field(.items):
                let list = CSVItemList(text)
                submission.items += list.items
                read.problems += list.problems.map(header.columns.located)
            case .field(let name): submission.set(name, to: text)
            }
        }
        if item != nil || quantity != nil {
            submission.items.append(.init(item: item ?? "", quantity: quantity ?? ""))
        }
        read.submission = submission
    }

    /// What keeps a field from being a text: a NUL, or more characters than anybody types.
    private func problem(in field: CSVField, at index: Int, _ bytes: borrowing Span<UInt8>) -> Problem? {
        let isLong = field.end - field.start > Self.longestField
        guard isLong || record.hasNUL else { return nil }
        let text = bytes.text(of: field, from: window.start)
        let (name, letter) = (fieldName(index), SubmissionColumns.Column.letter(index))
        if isLong, text.unicodeScalars.count > Self.longestField {
            return Problem(
                field: name, column: letter, problem: "has more than \(Self.longestField) characters",
                hint: "shorten it; if it holds other rows, a quote is missing")
        }
        guard text.utf8.contains(0) else { return nil }
        return Problem(field: name, column: letter, problem: "holds a NUL character", hint: "delete it")
    }

    private func fieldName(_ index: Int) -> String {
        if case .field(let field) = header.meanings[index] { field.rawValue } else { SubmissionField.quantity.rawValue }
    }

    private func describe(_ flaw: CSVRecord.Flaw) -> String {
        let heading: String? =
            switch flaw {
            case .neverCloses(let opening), .textAfterQuote(let opening, _):
                opening.field < header.headings.count ? header.headings[opening.field] : nil
            case .tooLong: nil
            }
        return Self.describe(flaw, line: line, heading: heading)
    }

    /// The flaw in words, with the line in which the quote opened.
    static func describe(_ flaw: CSVRecord.Flaw, line: Int, heading: String?) -> String {
        switch flaw {
        case .neverCloses(let opening):
            "the quote that opens in line \(line + opening.line)\(place(opening, heading)) never closes"
        case .textAfterQuote(let opening, let below):
            "text follows the closing quote in line \(line + below); the quote opens in line \(line + opening.line)"
                + place(opening, heading)
        case .tooLong:
            "is longer than 1 MB"
        }
    }

    private static func hint(for flaw: CSVRecord.Flaw) -> String {
        switch flaw {
        case .neverCloses: "close it, or delete it; a quote inside a quoted field is written twice"
        case .textAfterQuote: "a quote inside a quoted field is written twice"
        case .tooLong: "line ends may be missing"
        }
    }

    private static func place(_ opening: CSVRecord.Opening, _ heading: String?) -> String {
        let letter = SubmissionColumns.Column.letter(opening.field)
        return ", column \(letter)" + (heading.map { " (\($0))" } ?? "")
    }
}

extension Submission {
    /// Sets a text field; address lines keep their places.
    fileprivate mutating func set(_ field: SubmissionField, to text: String) {
        switch field {
        case .id: id = text
        case .name: name = text
        case .email: email = text
        case .organisation: organisation = text
        case .town: town = text
        case .postcode: postcode = text
        case .country: country = text
        case .purpose: purpose = text
        case .neededBy: neededBy = text
        case .note: note = text
        case .language: language = text
        case .addressLine1: setAddressLine(0, to: text)
        case .addressLine2: setAddressLine(1, to: text)
        case .addressLine3: setAddressLine(2, to: text)
        case .addressLine4: setAddressLine(3, to: text)
        case .addressLine5: setAddressLine(4, to: text)
        case .items, .item, .quantity, .problem: break
        }
    }

    private mutating func setAddressLine(_ index: Int, to text: String) {
        while addressLines.count <= index { addressLines.append("") }
        addressLines[index] = text
    }
}
