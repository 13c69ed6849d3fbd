import Orders

/// Reads the orders of a CSV file, a record at a time.
struct CSVReader: Sendable {
    /// The most characters of a field; more is no text that anybody typed.
    static let longestField = 10_000

    let header: CSVHeader
    let syntax: CSVSyntax
    /// The header record, word for word.
    let headerText: String

    private(set) var window: ByteWindow
    /// The record at the front of the window.
    private(set) var record = CSVRecord()
    /// Its number, and the line in which it begins.
    private(set) var row = 1
    private(set) var line = 1

    /// Reads the header.
    ///
    /// - Throws: `FileProblem`, if there is none that names what every order needs.
    init(_ window: ByteWindow, mapping: [String: String], name: String) throws(FileProblem) {
        self.window = window
        let declared = try Self.skipDeclaredDelimiter(&self.window)
        if declared != nil { line = 2 }
        var best: (syntax: CSVSyntax, known: Int, headings: [String])?
        // Blank rows above the header are skipped with any delimiter.
        for delimiter in declared.map({ [$0] }) ?? [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            let syntax = CSVSyntax(delimiter: delimiter)
            let headings = try Self.firstHeadings(self.window, syntax)
            let known = CSVHeader.known(headings, mapping: mapping)
            if best.map({ (known, headings.count) > ($0.known, $0.headings.count) }) ?? true {
                best = (syntax, known, headings)
            }
        }
        guard let best, !best.headings.isEmpty else {
            throw FileProblem(
                .content, name: name, problem: "is empty",
                hint: "the first row names the columns, each other row is an order")
        }
        syntax = best.syntax
        while try Self.cut(&self.window, syntax, into: &record), Self.isBlank(record, in: self.window) {
            self.window.advance(by: record.consumed)
            line += record.lineBreaks
            row += 1
        }
        if let flaw = record.flaw {
            throw FileProblem(
                .content, name: name, line: line, problem: Self.describe(flaw, line: line, heading: nil),
                hint: "mend the header")
        }
        header = try CSVHeader(best.headings, mapping: mapping, name: name, line: line)
        let whole = self.window.start..<(self.window.start + record.length)
        headerText = String(decoding: self.window.bytes[whole], as: UTF8.self)
        take()
    }

    /// The next order, or nil at the end. Blank rows are counted and passed over.
    mutating func next() throws(FileProblem) -> ReadRow? {
        while try Self.cut(&window, syntax, into: &record) {
            if Self.isBlank(record, in: window) {
                take()
                continue
            }
            let read = readRow()
            let isTooLong = record.flaw == .tooLong
            take()
            if isTooLong { try skipRestOfLine() }
            return read
        }
        return nil
    }

    // MARK: - Records

    /// Cuts the record at the front of the window.
    ///
    /// - Returns: false at the end of the file.
    private static func cut(
        _ window: inout ByteWindow, _ syntax: CSVSyntax, into record: inout CSVRecord
    ) throws(FileProblem) -> Bool {
        while !window.isFinished {
            if window.count > 0,
                syntax.cut(window.bytes.span, from: window.start, isLast: window.isLast, into: &record)
            {
                return true
            }
            try window.extend()
        }
        record.reset()
        return false
    }

    private mutating func take() {
        window.advance(by: record.consumed)
        line += record.lineBreaks
        row += 1
    }

    private mutating func skipRestOfLine() throws(FileProblem) {
        while true {
            let rest = window.distance { $0 == CSVSyntax.lineFeed || $0 == CSVSyntax.carriageReturn }
            window.advance(by: rest ?? window.count)
            if rest != nil {
                // The line end is a blank record of its own, which doesn't count.
                if try Self.cut(&window, syntax, into: &record) {
                    window.advance(by: record.consumed)
                    line += record.lineBreaks
                }
                return
            }
            if window.isFinished { return }
            try window.extend()
        }
    }

    /// Whether a record holds nothing: an empty line, or only delimiters and spaces, as spreadsheets write empty rows.
    private static func isBlank(_ record: CSVRecord, in window: ByteWindow) -> Bool {
        guard record.flaw == nil else { return false }
        let bytes = window.bytes.span
        for field in record.fields {
            for index in field.start..<field.end where !JSONSyntax.isWhitespace(bytes[window.start + index]) {
                return false
            }
        }
        return true
    }

    /// Excel's first line `sep=;`, which it hides from its user and doesn't count as a row.
    private static func skipDeclaredDelimiter(_ window: inout ByteWindow) throws(FileProblem) -> UInt8? {
        var record = CSVRecord()
        let syntax = CSVSyntax(delimiter: UInt8(ascii: "\u{1F}"))
        guard try cut(&window, syntax, into: &record), record.length == 5 else { return nil }
        let line = Array(window.bytes[window.start..<(window.start + 5)])
        guard line.starts(with: Array("sep=".utf8)) || line.starts(with: Array("SEP=".utf8)) else { return nil }
        window.advance(by: record.consumed)
        return line[4]
    }

    private static func firstHeadings(_ window: ByteWindow, _ syntax: CSVSyntax) throws(FileProblem) -> [String] {
        var window = window
        var record = CSVRecord()
        while try cut(&window, syntax, into: &record) {
            if !isBlank(record, in: window) {
                let bytes = window.bytes.span
                return record.fields.map { bytes.text(of: $0, from: window.start) }
            }
            window.advance(by: record.consumed)
        }
        return []
    }
}
