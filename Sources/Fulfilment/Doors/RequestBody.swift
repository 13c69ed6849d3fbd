import Orders

/// The orders in the body of a request: exactly one JSON value, an object or an array of objects, in the one format of
/// orders.
public enum RequestBody: Sendable {
    case one(ReadRow)
    /// Each as if it had come alone; one that is no order keeps no other out.
    case several([ReadRow])

    /// Why a body isn't read at all.
    public enum Flaw: Error, Sendable, Hashable {
        /// No JSON; where, and what should stand there.
        case syntax(line: Int, column: Int, problem: String)
        /// JSON of another kind: "a number".
        case noOrder(kind: String)
        /// An array without an order.
        case empty
        case tooMany(count: Int)
    }

    /// Whether the body is an array, as far as its first character tells.
    public static func isSeveral(_ body: some Sequence<UInt8>) -> Bool {
        body.first { !JSONSyntax.isWhitespace($0) } == UInt8(ascii: "[")
    }

    /// - Parameter most: how many orders an array may hold.
    public init(reading body: [UInt8], atMost most: Int) throws(Flaw) {
        var body = body
        if body.starts(with: TextSignature.byteOrderMark) { body.removeFirst(TextSignature.byteOrderMark.count) }
        let value: JSONValue
        do throws(JSONFlaw) {
            value = try JSONParser.value(of: body)
        } catch {
            let place = error.position(in: body, line: 1, column: 1)
            throw .syntax(line: place.line, column: place.column, problem: error.problem)
        }
        switch value {
        case .object:
            self = .one(Self.row(value, number: 1, original: Self.trimmed(body[...])))
        case .array(let values):
            if values.isEmpty { throw .empty }
            guard values.count <= most else { throw .tooMany(count: values.count) }
            let texts = Self.elements(of: body)
            self = .several(
                values.enumerated().map { index, value in
                    Self.row(value, number: index + 1, original: index < texts.count ? texts[index] : "")
                })
        default:
            throw .noOrder(kind: value.kind)
        }
    }

    private static func row(_ value: JSONValue, number: Int, original: String) -> ReadRow {
        let read = JSONSubmission(value)
        let isOrder = if case .object = value { true } else { false }
        return ReadRow(
            row: number, line: 1, original: original, submission: isOrder ? read.submission : nil,
            problems: read.problems)
    }

    /// Each element of an array that is known to be well-formed, word for word.
    private static func elements(of body: [UInt8]) -> [String] {
        var texts: [String] = []
        var depth = 0
        var start: Int?
        var isText = false
        var index = 0
        while index < body.count {
            let byte = body[index]
            if isText {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isText = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""):
                    isText = true
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    depth += 1
                    if depth == 1 { start = index + 1 }
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 0, let start { texts.append(trimmed(body[start..<index])) }
                case UInt8(ascii: ",") where depth == 1:
                    if let first = start { texts.append(trimmed(body[first..<index])) }
                    start = index + 1
                default:
                    break
                }
            }
            index += 1
        }
        return texts
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var rest = bytes.drop(while: JSONSyntax.isWhitespace)
        while let last = rest.last, JSONSyntax.isWhitespace(last) { rest.removeLast() }
        return String(decoding: rest, as: UTF8.self)
    }
}
