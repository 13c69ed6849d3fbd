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
        let available = bytes.count - start
        let end = min(available, Self.longestRecord)
        // At the end of what may be looked at: is that for lack of bytes, the end of the file, or the limit?
        let mayEnd = isLast || available >= Self.longestRecord
        let isOverlong = available > Self.longestRecord
        var index = 0
        while true {
            if index < end, bytes[start + index] == Self.quote {
                let opening = CSVRecord.Opening(field: record.fields.count, line: record.lineBreaks)
                var field = CSVField(start: index + 1, end: index + 1, isQuoted: true, hasDoubledQuotes: false)
                var endOfOpeningLine: Int?
                index += 1
                quoted: while true {
                    guard index < end else {
                        guard mayEnd else { return false }
                        guard let endOfOpeningLine else {
                            record.flaw = isOverlong ? .tooLong : .neverCloses(opening)
                            field.end = index
                            record.fields.append(field)
                            record.finish(length: index, consumed: index)
                            return true
                        }
                        // The lines behind the one with the quote are read as records of their own.
                        record.flaw = .neverCloses(opening)
                        record.lineBreaks = opening.line
                        field.end = endOfOpeningLine
                        record.fields.append(field)
                        return finish(bytes, from: start, at: endOfOpeningLine, isLast: true, &record)
                    }
                    let byte = bytes[start + index]
                    if byte == Self.quote {
                        guard index + 1 < end || mayEnd else { return false }
                        guard index + 1 < end, bytes[start + index + 1] == Self.quote else { break quoted }
                        field.hasDoubledQuotes = true
                        index += 2
                        continue
                    }
                    if byte == Self.lineFeed || byte == Self.carriageReturn {
                        if endOfOpeningLine == nil { endOfOpeningLine = index }
                        let isPair =
                            byte == Self.carriageReturn && index + 1 < end
                            && bytes[start + index + 1] == Self.lineFeed
                        if !isPair { record.lineBreaks += 1 }
                    } else if byte == 0 {
                        record.hasNUL = true
                    }
                    index += 1
                }
                field.end = index
                record.fields.append(field)
                index += 1
                // Spaces behind the closing quote are harmless.
                while index < end, bytes[start + index] == UInt8(ascii: " ") { index += 1 }
                guard index < end || mayEnd else { return false }
                if index < end, !isEndOfField(bytes[start + index]) {
                    if record.flaw == nil { record.flaw = .textAfterQuote(opening, line: record.lineBreaks) }
                    while index < end, !isEndOfLine(bytes[start + index]) { index += 1 }
                    guard index < end || mayEnd else { return false }
                }
            } else {
                let first = index
                while index < end {
                    let byte = bytes[start + index]
                    // Everything that ends a field is at most `;`, so that letters cost one comparison.
                    if byte <= UInt8(ascii: ";") {
                        if isEndOfField(byte) { break }
                        if byte == 0 { record.hasNUL = true }
                    }
                    index += 1
                }
                guard index < end || mayEnd else { return false }
                record.fields.append(CSVField(start: first, end: index, isQuoted: false, hasDoubledQuotes: false))
            }
            if index == end {
                if isOverlong { record.flaw = .tooLong }
                record.finish(length: index, consumed: index)
                return true
            }
            guard bytes[start + index] == delimiter else {
                return finish(bytes, from: start, at: index, isLast: isLast, &record)
            }
            index += 1
        }
    }

    /// Ends a record at a line end, which it takes with it.
    private func finish(
        _ bytes: borrowing Span<UInt8>, from start: Int, at index: Int, isLast: Bool, _ record: inout CSVRecord
    ) -> Bool {
        var consumed = index + 1
        if bytes[start + index] == Self.carriageReturn {
            guard start + consumed < bytes.count || isLast else { return false }
            if start + consumed < bytes.count, bytes[start + consumed] == Self.lineFeed { consumed += 1 }
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

/// One field of a record: where it stands, without the quotes around it.
struct CSVField: Sendable, Hashable {
    var start: Int
    var end: Int
    var isQuoted: Bool
    /// Whether `""` in it stands for `"`.
    var hasDoubledQuotes: Bool

    var isEmpty: Bool { start == end }
}

/// A record as it was cut. All offsets count from its first byte.
struct CSVRecord: Sendable {
    /// Where a quote opened: in which field, and how many lines below the record's first.
    struct Opening: Sendable, Hashable {
        var field: Int
        var line: Int
    }

    /// Why it could not be cut as RFC 4180 says.
    enum Flaw: Sendable, Hashable {
        case neverCloses(Opening)
        /// Something stands between a closing quote and the next delimiter, so many lines below the first.
        case textAfterQuote(Opening, line: Int)
        /// Longer than `CSVSyntax.longestRecord`; the rest of its line is still to be skipped.
        case tooLong
    }

    var fields: [CSVField] = []
    /// Bytes without the line end.
    private(set) var length = 0
    /// Bytes with the line end.
    private(set) var consumed = 0
    /// Line ends in it, its own included.
    var lineBreaks = 0
    var hasNUL = false
    var flaw: Flaw?

    mutating func reset() {
        fields.removeAll(keepingCapacity: true)
        lineBreaks = 0
        hasNUL = false
        flaw = nil
    }

    mutating func finish(length: Int, consumed: Int) {
        self.length = length
        self.consumed = consumed
    }
}

extension Span<UInt8> {
    /// The text of a range, or nil if it isn't UTF-8.
    func text(_ range: Range<Int>) -> String? {
        extracting(range).withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
    }

    /// The text of a range, with U+FFFD for what isn't UTF-8.
    func repairedText(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// The text of a field, its doubled quotes undone.
    func text(of field: CSVField, from start: Int) -> String {
        let text = repairedText((start + field.start)..<(start + field.end))
        guard field.hasDoubledQuotes else { return text }
        var single = ""
        var wasQuote = false
        for scalar in text.unicodeScalars {
            wasQuote = scalar == "\"" && !wasQuote
            if !wasQuote { single.unicodeScalars.append(scalar) }
        }
        return single
    }
}
