import Orders

/// Reads the orders of a JSON file one by one: one object, an array, or one object a line.
struct JSONReader: Sendable {
    /// How the orders follow one another.
    private enum Arrangement: Sendable {
        /// One a line; what is broken in a line stays in it.
        case lines
        /// One after the other, over as many lines as they like. Usually it is one.
        case objects
        case array
    }

    private(set) var window: ByteWindow
    private var arrangement: Arrangement
    private var order = 0
    /// Where the window begins in the file, both from 1.
    private var line = 1
    private var column = 1
    private var isDone = false
    /// Whether a comma was seen since the last order of an array.
    private var isSeparated = true

    /// - Throws: `FileProblem`, if it begins with neither `{` nor `[`.
    init(_ window: ByteWindow, name: String) throws(FileProblem) {
        self.window = window
        arrangement = .objects
        guard let first = try nextByte() else {
            throw FileProblem(
                .content, name: name, problem: "is empty", hint: "write one order in { and }, or several in [ and ]")
        }
        switch first {
        case UInt8(ascii: "["):
            arrangement = .array
            advance(by: 1)
        case UInt8(ascii: "{"):
            if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
                arrangement = .lines
            } else if try holdsOneOrderALine() {
                arrangement = .lines
            }
        default:
            throw FileProblem(
                .content, name: name, line: line, problem: "is no JSON: expected { or [ in column \(column)",
                hint: "orders are written in { and }; a CSV file is named .csv")
        }
    }

    /// The next order, or nil at the end.
    mutating func next() throws(FileProblem) -> ReadRow? {
        guard !isDone, let first = try nextByte() else { return try atEndOfFile() }
        switch arrangement {
        case .lines: return try nextLine()
        case .objects: return first == UInt8(ascii: "{") ? try nextObject() : try rest("expected { or the end")
        case .array: return try nextElement()
        }
    }

    // MARK: - Arrangements

    private mutating func nextLine() throws(FileProblem) -> ReadRow {
        var searched = 0
        while true {
            if let length = window.distance(from: searched, to: { $0 == 0x0A }) ?? (window.isLast ? window.count : nil)
            {
                return length > JSONSyntax.longestOrder ? try lost() : readRow(length)
            }
            searched = window.count
            if searched > JSONSyntax.longestOrder { return try lost() }
            try window.extend()
        }
    }

    private mutating func nextObject() throws(FileProblem) -> ReadRow {
        guard let length = try extent() else { return try lost() }
        return readRow(length)
    }

    private mutating func nextElement() throws(FileProblem) -> ReadRow? {
        while let byte = try nextByte() {
            if byte == UInt8(ascii: "]") {
                advance(by: 1)
                guard try nextByte() != nil else {
                    isDone = true
                    return nil
                }
                return try rest("expected nothing more after the array")
            }
            if byte == UInt8(ascii: ",") {
                advance(by: 1)
                isSeparated = true
                continue
            }
            let isJoined = !isSeparated
            guard let length = try extent() else { return try lost() }
            var read = readRow(length)
            if isJoined { read.warnings.append(.wholeRow("a comma is missing before this order")) }
            return read
        }
        return try atEndOfFile()
    }

    /// The end of the file, which is too early inside an array.
    private mutating func atEndOfFile() throws(FileProblem) -> ReadRow? {
        guard arrangement == .array, !isDone else { return nil }
        isDone = true
        order += 1
        return ReadRow(
            row: order, line: line, original: "",
            problems: [
                .wholeRow(
                    "the file ends in line \(line), before the array is closed",
                    hint: "orders may be missing; if none is, add ]")
            ])
    }

    // MARK: - Orders

    /// Reads the order at the front of the window, so many bytes long.
    private mutating func readRow(_ length: Int) -> ReadRow {
        var end = window.start + length
        // A broken order may have been cut behind the comma that follows it, and a line before its CR.
        while end > window.start, isPadding(window.bytes[end - 1]) { end -= 1 }
        let bytes = Array(window.bytes[window.start..<end])
        order += 1
        var read = ReadRow(row: order, line: line, original: String(decoding: bytes, as: UTF8.self))
        do throws(JSONFlaw) {
            let decoded = JSONSubmission(try JSONParser.value(of: bytes))
            read.submission = decoded.submission
            read.problems = decoded.problems
        } catch {
            let position = error.position(in: bytes, line: line, column: column)
            read.problems = [
                .wholeRow(
                    "is broken JSON in line \(position.line), column \(position.column): \(error.problem)",
                    hint: "mend it there")
            ]
        }
        isSeparated = end < window.start + length
        advance(by: length)
        return read
    }

    private func isPadding(_ byte: UInt8) -> Bool {
        JSONSyntax.isWhitespace(byte) || byte == UInt8(ascii: ",") && arrangement == .array
    }

    /// An order that is longer than any: its beginning is kept, and its line, or what is left, passed over.
    private mutating func lost() throws(FileProblem) -> ReadRow {
        order += 1
        let beginning = window.bytes[window.start...].prefix(JSONSyntax.longestOrder)
        let read = ReadRow(
            row: order, line: line, original: String(decoding: beginning, as: UTF8.self),
            problems: [
                .wholeRow(
                    "is longer than 1 MB or nested without end",
                    hint: arrangement == .lines ? "a line end may be missing" : "nothing behind it could be read")
            ])
        if arrangement != .lines { isDone = true }
        while true {
            let rest = isDone ? nil : window.distance { $0 == 0x0A }
            advance(by: rest ?? window.count)
            if rest != nil || window.isFinished { return read }
            try window.extend()
        }
    }

    /// What stands where no order may stand, to the end of the file.
    private mutating func rest(_ expected: String) throws(FileProblem) -> ReadRow {
        let (line, column) = (line, column)
        isDone = true
        while window.count <= JSONSyntax.longestOrder, !window.isLast { try window.extend() }
        var read = try lost()
        read.original = String(read.original.reversed().drop(while: \.isWhitespace).reversed())
        read.problems = [
            .wholeRow(
                "is broken JSON in line \(line), column \(column): \(expected)",
                hint: "several orders stand in [ and ] with commas between them, or one a line")
        ]
        return read
    }

    // MARK: - Bytes

    /// Passes over white space.
    ///
    /// - Returns: the byte behind it, or nil at the end of the file.
    private mutating func nextByte() throws(FileProblem) -> UInt8? {
        while true {
            let padding = window.distance { !JSONSyntax.isWhitespace($0) }
            advance(by: padding ?? window.count)
            if padding != nil { return window.bytes[window.start] }
            if window.isFinished { return nil }
            try window.extend()
        }
    }

    private mutating func extent() throws(FileProblem) -> Int? {
        while true {
            switch JSONSyntax.extent(of: window.bytes.span, from: window.start, isLast: window.isLast) {
            case .unknown: try window.extend()
            case .length(let length): return length
            case .lost: return nil
            }
        }
    }

    /// Whether the first line holds a whole object, or the second begins another.
    private mutating func holdsOneOrderALine() throws(FileProblem) -> Bool {
        var end: Int?
        while true {
            let bytes = window.bytes[window.start...].prefix(JSONSyntax.longestOrder)
            end = bytes.firstIndex(of: 0x0A)
            if let end, let next = bytes[end...].first(where: { !JSONSyntax.isWhitespace($0) }) {
                let second = bytes[(end + 1)...].first
                if next == UInt8(ascii: "{"), second == next { return true }
                break
            }
            if window.isLast || bytes.count == JSONSyntax.longestOrder { break }
            try window.extend()
        }
        guard let end else { return false }
        let length = try extent() ?? Int.max
        return length <= end - window.start
    }

    /// Uses up bytes and counts the lines and columns in them.
    private mutating func advance(by count: Int) {
        for byte in window.bytes[window.start..<(window.start + count)] {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        window.advance(by: count)
    }
}
