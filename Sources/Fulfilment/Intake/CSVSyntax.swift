/// How a CSV file is cut into records and fields: RFC 4180, with LF, CRLF or CR at a line's end.
///
/// A quote counts only at the beginning of a field; elsewhere it is a letter. What can't be cut as the RFC says has a
/// flaw and ends where a person would end it, at the end of a line, so that the records behind it are read all the
/// same and every byte is in exactly one record.
struct CSVSyntax: Sendable, Hashable {
    /// `,`, `;` or tab.
    var delimiter: UInt8

    /// The longest record, in bytes; a quote that never closes may not take the rest of a large file with it.
    static let longestRecord = 1_048_576

    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Cuts the record that begins at `start`.
    ///
    /// - Parameters:
    ///   - isLast: whether the file ends where the bytes end.
    ///   - record: receives the record; its offsets count from `start`.
    /// - Returns: false if more bytes are needed to tell where it ends.
    func cut(_ bytes: borrowing Span<UInt8>, from start: Int, isLast: Bool, into record: inout CSVRecord) -> Bool {
        record.reset()
        let view = View(start: start, available: bytes.count - start, isLast: isLast)
        var index = 0
        while true {
            let isQuoted = index < view.end && bytes[start + index] == Self.quote
            let step =
                isQuoted
                ? cutQuotedField(bytes, view, at: &index, into: &record)
                : cutPlainField(bytes, view, at: &index, into: &record)
            switch step {
            case .needsMore: return false
            case .endsRecord: return finish(bytes, view, at: index, &record)
            case .endsField: break
            }
            if index == view.end {
                if view.isOverlong { record.flaw = .tooLong }
                return finish(bytes, view, at: index, &record)
            }
            guard bytes[start + index] == delimiter else { return finish(bytes, view, at: index, &record) }
            index += 1
        }
    }

    /// What of the bytes may be looked at.
    private struct View {
        let start: Int
        /// As many bytes as there are, or as a record may have.
        let end: Int
        /// Whether a record may end at `end`: because the file does, or because it may not be longer.
        let mayEnd: Bool
        /// Whether there is more than a record may have.
        let isOverlong: Bool

        init(start: Int, available: Int, isLast: Bool) {
            self.start = start
            end = min(available, CSVSyntax.longestRecord)
            mayEnd = isLast || available >= CSVSyntax.longestRecord
            isOverlong = available > CSVSyntax.longestRecord
        }
    }

    /// What the end of a field means.
    private enum Step {
        /// A delimiter, a line end or the end of the view comes next.
        case endsField
        /// The record ends here whatever comes next.
        case endsRecord
        case needsMore
    }

    private func cutPlainField(
        _ bytes: borrowing Span<UInt8>, _ view: View, at index: inout Int, into record: inout CSVRecord
    ) -> Step {
        let first = index
        while index < view.end {
            let byte = bytes[view.start + index]
            // Everything that ends a field is at most `;`, so that a letter costs one comparison.
            if byte <= UInt8(ascii: ";") {
                if isEndOfField(byte) { break }
                if byte == 0 { record.hasNUL = true }
            }
            index += 1
        }
        guard index < view.end || view.mayEnd else { return .needsMore }
        record.fields.append(CSVField(start: first, end: index, isQuoted: false, hasDoubledQuotes: false))
        return .endsField
    }

    private func cutQuotedField(
        _ bytes: borrowing Span<UInt8>, _ view: View, at index: inout Int, into record: inout CSVRecord
    ) -> Step {
        let opening = CSVRecord.Opening(field: record.fields.count, line: record.lineBreaks)
        var field = CSVField(start: index + 1, end: index + 1, isQuoted: true, hasDoubledQuotes: false)
        var endOfOpeningLine: Int?
        index += 1
        while true {
            guard index < view.end else {
                guard view.mayEnd else { return .needsMore }
                // The lines behind the one with the quote are read as records of their own.
                record.flaw = view.isOverlong && endOfOpeningLine == nil ? .tooLong : .neverCloses(opening)
                record.lineBreaks = opening.line
                index = endOfOpeningLine ?? index
                field.end = index
                record.fields.append(field)
                return .endsRecord
            }
            let byte = bytes[view.start + index]
            let next = index + 1 < view.end ? bytes[view.start + index + 1] : nil
            if byte == Self.quote {
                if next == nil, !view.mayEnd { return .needsMore }
                if next != Self.quote { break }
                field.hasDoubledQuotes = true
                index += 1
            } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                if endOfOpeningLine == nil { endOfOpeningLine = index }
                if byte == Self.lineFeed || next != Self.lineFeed { record.lineBreaks += 1 }
            } else if byte == 0 {
                record.hasNUL = true
            }
            index += 1
        }
        field.end = index
        record.fields.append(field)
        index += 1
        // Spaces behind the closing quote are harmless, anything else is not.
        while index < view.end, bytes[view.start + index] == UInt8(ascii: " ") { index += 1 }
        if index < view.end, !isEndOfField(bytes[view.start + index]) {
            record.flaw = .textAfterQuote(opening, line: record.lineBreaks)
            while index < view.end, !isEndOfLine(bytes[view.start + index]) { index += 1 }
        }
        return index < view.end || view.mayEnd ? .endsField : .needsMore
    }

    /// Ends a record, and takes the line end with it if there is one.
    private func finish(
        _ bytes: borrowing Span<UInt8>, _ view: View, at index: Int, _ record: inout CSVRecord
    ) -> Bool {
        guard index < view.end else {
            record.finish(length: index, consumed: index)
            return true
        }
        var consumed = index + 1
        if bytes[view.start + index] == Self.carriageReturn {
            guard consumed < view.end || view.mayEnd else { return false }
            if view.start + consumed < bytes.count, bytes[view.start + consumed] == Self.lineFeed { consumed += 1 }
        }
        record.lineBreaks += 1
        record.finish(length: index, consumed: consumed)
        return true
    }

    private func isEndOfLine(_ byte: UInt8) -> Bool {
        byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private func isEndOfField(_ byte: UInt8) -> Bool {
        byte == delimiter || isEndOfLine(byte)
    }
}
