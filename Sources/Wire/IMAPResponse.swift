/// One thing that a server said: a line, and the literals that stood in it.
struct IMAPResponse: Sendable, Hashable {
    /// Bytes that a server announced by their count.
    struct Literal: Sendable, Hashable {
        var bytes: [UInt8] = []
        /// How many there were; more than `bytes` where not all were kept.
        var count: Int
    }

    /// What a server answers to a command, or says about itself.
    enum Status: String {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
    }

    /// The line without its end; literals are left out, their `{n}` is left in.
    var line: [UInt8] = []
    var literals: [Literal] = []
    /// The line was longer than we keep.
    var isCut = false

    /// `*` for what no command asked for, `+` to go on, else the tag of the command that ends here.
    var tag: Substring { text.prefix { $0 != " " } }

    /// OK, NO, BAD or BYE; nil for a response that carries data.
    var status: Status? {
        Status(rawValue: rest.prefix { $0 != " " }.uppercased())
    }

    /// What follows the status: `[UIDVALIDITY 7] UIDs valid`.
    var words: String {
        String(rest.drop { $0 != " " }.dropFirst())
    }

    /// The argument of a response code: `7` for `UIDVALIDITY` in `* OK [UIDVALIDITY 7] …`; empty for a code without.
    func argument(of code: String) -> String? {
        let words = words
        guard status != nil, words.hasPrefix("["), let end = words.firstIndex(of: "]") else { return nil }
        let parts = words[..<end].dropFirst().split(separator: " ", maxSplits: 1)
        guard let name = parts.first, name.uppercased() == code else { return nil }
        return parts.count > 1 ? String(parts[1]) : ""
    }

    /// The UIDs of `* SEARCH 4 7 8`; nil for anything else. The last number of a line that was cut is left out, for it
    /// may have been cut itself.
    var searchedUIDs: [UInt32]? {
        guard tag == "*" else { return nil }
        var numbers = rest.split(separator: " ")
        guard numbers.first?.uppercased() == "SEARCH" else { return nil }
        if isCut { numbers.removeLast() }
        return numbers.dropFirst().compactMap { UInt32($0) }
    }

    /// The message in `* 12 FETCH (… UID 17 … BODY[] {5}…)` for this UID; nil for anything else, also for NIL, which
    /// stands for a message that somebody removed.
    func body(of uid: UInt32) -> Literal? {
        let words = text.uppercased().split { $0 == " " || $0 == "(" || $0 == ")" }
        guard words.count > 4, words[0] == "*", words[2] == "FETCH",
            let place = words.firstIndex(of: "UID"), place + 1 < words.count, UInt32(words[place + 1]) == uid,
            let item = words.firstIndex(where: { $0.hasPrefix("BODY[]") }), item + 1 < words.count
        else { return nil }
        // A string in quotes has no line end, so it can be no message, but for an empty one.
        return literals.first ?? (words[item + 1] == "\"\"" ? Literal(count: 0) : nil)
    }

    private var text: String { String(decoding: line, as: UTF8.self) }
    private var rest: Substring { text.drop { $0 != " " }.dropFirst() }
}
