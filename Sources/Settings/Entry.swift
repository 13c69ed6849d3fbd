/// What somebody wrote, before it means anything: a node of a file, or the text of a variable.
struct Entry: Sendable, Hashable {
    /// Counted from 1; nil for a variable.
    var line: Int?
    var content: Content

    indirect enum Content: Sendable, Hashable {
        /// `null` or `~`.
        case null
        /// Nothing at all, or an empty text.
        case empty
        /// A plain or quoted text, a number, a date: all are text here.
        case text(String)
        case list([Entry])
        case map([Pair])
    }

    struct Pair: Sendable, Hashable {
        var key: String
        /// The key's line.
        var line: Int?
        var value: Entry
    }

    /// What it is, to follow "is": "a list".
    var whatItIs: String {
        switch content {
        case .null, .empty: "empty"
        case .text: "a single value"
        case .list: "a list"
        case .map: "a mapping"
        }
    }
}

/// How a setting's value is built up, which says how a variable's text is cut.
enum Shape: Sendable, Hashable {
    case single
    /// In a variable: cut at `;`.
    case list
    /// In a variable: `NAME=VALUE`, cut at `;`.
    case map
    /// A map of mappings: only in a file.
    case nested
}

extension Entry {
    /// Cuts the text of an environment variable as this shape wants it.
    init(variable text: String, shape: Shape) {
        let whole = text.trimmed
        switch (whole, shape) {
        case ("", _):
            self.init(content: .empty)
        case ("null", _):
            self.init(content: .null)
        case (_, .single), (_, .nested):
            self.init(content: .text(whole))
        case (_, .list):
            self.init(content: .list(Self.parts(of: whole).map { Entry(content: .text($0)) }))
        case (_, .map):
            self.init(
                content: .map(
                    Self.parts(of: whole).map { part in
                        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                        let value = sides.count == 2 ? String(sides[1]).trimmed : ""
                        return Pair(
                            key: String(sides[0]).trimmed, value: Entry(content: value.isEmpty ? .empty : .text(value)))
                    }))
        }
    }

    private static func parts(of text: String) -> [String] {
        text.split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        let kept = drop(while: \.isWhitespace)
        return String(kept.reversed().drop(while: \.isWhitespace).reversed())
    }
}
