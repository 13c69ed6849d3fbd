public import Orders

/// The failed orders of a file in the form in which they came, each with what is wrong, to be mended and dropped again.
///
/// CSV keeps its header and its fields as they were, behind a first column `problem`; it begins with a byte-order mark,
/// so that a spreadsheet opens it as UTF-8. JSON becomes an array of the objects as they were, each beginning with a
/// key `problem`; what was no JSON stands there as a text, under a key that must be replaced. Fields aren't altered to
/// guard against formulas: they would not be the same when they are dropped again.
///
/// It is written in pieces: append rows, drain bytes into a file whenever there are many, and finish.
public struct FailedOrders: Sendable {
    /// What the file's name ends in: `orders.failed.csv`.
    public let suffix: String
    /// How many orders it holds.
    public private(set) var count = 0
    private let syntax: CSVSyntax?
    private var bytes: [UInt8] = []

    /// A file for the failed orders of the one that is being read.
    public init(of reader: borrowing SubmissionReader) {
        if let header = reader.header {
            suffix = ".failed.csv"
            syntax = header.syntax
            bytes += TextSignature.byteOrderMark
            appendCSV(header.text, behind: SubmissionField.problem.rawValue)
        } else {
            suffix = ".failed.json"
            syntax = nil
        }
    }

    public var isEmpty: Bool { count == 0 }

    /// Adds an order that failed, with everything that is wrong with it. What lies between two orders, without a text
    /// of its own, is none and isn't added.
    public mutating func append(_ row: ReadRow, problems: [Problem]) {
        guard !row.original.isEmpty else { return }
        let text = problems.map { Self.sentence(for: $0, in: row) }.joined(separator: "; ")
        if syntax != nil {
            appendCSV(row.original, behind: text)
        } else {
            bytes += Array((isEmpty ? "[\n" : ",\n").utf8)
            bytes += Array(Self.object(row.original, problem: text).utf8)
        }
        count += 1
    }

    /// Takes out what was written so far.
    public mutating func drain() -> [UInt8] {
        let drained = bytes
        bytes.removeAll(keepingCapacity: true)
        return drained
    }

    /// Takes out what is left, with the end of the file.
    public mutating func finish() -> [UInt8] {
        if syntax == nil { bytes += Array((isEmpty ? "[]\n" : "\n]\n").utf8) }
        return drain()
    }

    /// The heading rather than the letter: the first column moves all others.
    private static func sentence(for problem: Problem, in row: ReadRow) -> String {
        guard problem.field != ReadRow.wholeRow else { return problem.sentence }
        return "\(row.columns.column(of: problem.field)?.heading ?? problem.field): \(problem.sentence)"
    }

    // MARK: - CSV

    private mutating func appendCSV(_ record: String, behind problem: String) {
        guard let syntax else { return }
        appendQuoted(problem)
        let source = Array(record.utf8)
        var cut = CSVRecord()
        _ = syntax.cut(source.span, from: 0, isLast: true, into: &cut)
        if cut.flaw == nil, cut.length == source.count {
            let first = source.span.text(of: cut.fields[0], from: 0)
            if count == 0, SubmissionField(heading: first) == .problem { hadProblemColumn = true }
            if hadProblemColumn {
                // What was wrong the last time gives way to what is wrong now.
                let rest = cut.fields.count > 1 ? cut.fields[1].start - (cut.fields[1].isQuoted ? 1 : 0) : source.count
                if rest < source.count || cut.fields.count > 1 { bytes.append(syntax.delimiter) }
                bytes += source[rest...]
            } else {
                bytes.append(syntax.delimiter)
                bytes += source
            }
        } else {
            // Its quotes are broken: every piece between two delimiters becomes a field as it stands.
            var pieces = source.split(separator: syntax.delimiter, omittingEmptySubsequences: false)
            if hadProblemColumn { pieces.removeFirst() }
            for piece in pieces {
                bytes.append(syntax.delimiter)
                appendQuoted(String(decoding: piece, as: UTF8.self))
            }
        }
        bytes += [CSVSyntax.carriageReturn, CSVSyntax.lineFeed]
    }

    private var hadProblemColumn = false

    private mutating func appendQuoted(_ text: String) {
        bytes.append(CSVSyntax.quote)
        for byte in text.utf8 {
            if byte == CSVSyntax.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(CSVSyntax.quote)
    }

    // MARK: - JSON

    private static func object(_ original: String, problem: String) -> String {
        let source = Array(original.utf8)
        guard case .object(let members)? = try? JSONParser.value(of: source) else {
            return "{\"problem\": \(quoted(problem)), \"original\": \(quoted(original))}"
        }
        var rest = original.dropFirst()
        if members.first?.key == "problem", let colon = rest.firstIndex(of: ":") {
            // What was wrong the last time gives way to what is wrong now.
            rest = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
            rest = afterString(rest).drop(while: \.isWhitespace)
            if rest.first == "," { rest = rest.dropFirst() }
        }
        let isAlone = members.allSatisfy { $0.key == "problem" }
        let gap = isAlone || rest.first?.isWhitespace == true ? "" : " "
        return "{\"problem\": \(quoted(problem))\(isAlone ? "" : ",")\(gap)\(rest)"
    }

    /// What follows the JSON string at the beginning of a text.
    private static func afterString(_ text: Substring) -> Substring {
        guard text.first == "\"" else { return text }
        var isEscaped = false
        var index = text.index(after: text.startIndex)
        while index < text.endIndex, isEscaped || text[index] != "\"" {
            isEscaped = !isEscaped && text[index] == "\\"
            index = text.index(after: index)
        }
        return index < text.endIndex ? text[text.index(after: index)...] : ""
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
