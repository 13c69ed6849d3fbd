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
