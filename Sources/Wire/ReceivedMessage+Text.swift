extension ReceivedMessage {
    /// The most of a text that is kept, in bytes of UTF-8.
    static let longestText = 65_536

    /// The text with LF line ends and without what no reader sees: controls, and signs that turn the direction of
    /// writing, hide or join nothing.
    static func tidied(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var afterCR = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": scalars.append("\n")
            case "\n": if !afterCR { scalars.append("\n") }
            case "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": scalars.append("\n")
            case "\t": scalars.append("\t")
            case "\u{A0}", "\u{202F}", "\u{2007}": scalars.append(" ")
            // Joiners are letters to those who write with them.
            case "\u{200C}", "\u{200D}": scalars.append(scalar)
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .privateUse, .unassigned: break
                default: scalars.append(scalar)
                }
            }
            afterCR = scalar == "\r"
        }
        return String(scalars)
    }

    /// The text's beginning, cut between characters, without white space around it.
    static func bounded(_ text: String) -> (text: String, isCut: Bool) {
        let scalars = text.unicodeScalars.drop { $0 == "\n" || $0 == " " || $0 == "\t" }
        var kept = String(String.UnicodeScalarView(scalars))
        let isCut = kept.utf8.count > longestText
        if isCut {
            var end = kept.utf8.index(kept.startIndex, offsetBy: longestText)
            while end.samePosition(in: kept.unicodeScalars) == nil { end = kept.utf8.index(before: end) }
            kept = String(kept.unicodeScalars[..<end])
        }
        while let last = kept.unicodeScalars.last, last == "\n" || last == " " || last == "\t" {
            kept.unicodeScalars.removeLast()
        }
        return (kept, isCut)
    }

    /// Undoes `format=flowed` (RFC 3676, section 4): a line that ends with a space goes on in the next one of the same
    /// depth of quoting, a leading space was stuffed, and `-- ` begins a signature. Lines of a form stay apart.
    ///
    /// - Parameter deletesSpaces: the space at a line's end isn't part of the text (`delsp=yes`).
    static func unflowed(_ text: String, deletesSpaces: Bool) -> String {
        var lines: [String] = []
        /// The depth of the paragraph that the last line hasn't ended.
        var open: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var rest = line.dropFirst(depth)
            if rest.first == " " { rest = rest.dropFirst() }
            let isSignature = rest == "-- "
            let isFlowed = rest.last == " " && !isSignature
            if isFlowed, deletesSpaces { rest = rest.dropLast() }

            if open == depth, !isSignature, !lines.isEmpty, !beginsALabel(rest) {
                lines[lines.count - 1] += rest
            } else {
                lines.append((depth > 0 ? String(repeating: ">", count: min(depth, 10)) + " " : "") + rest)
            }
            // A form's empty line ends with a blank that nobody meant so.
            let isEmptyLabel = rest.reversed().drop { $0 == " " }.first == ":"
            open = isFlowed && !isEmptyLabel ? depth : nil
        }
        return lines.joined(separator: "\n")
    }

    /// Whether a line begins like one of a form, `Post code: `: a blank that was typed behind the value above it joins
    /// no two of these.
    private static func beginsALabel(_ line: Substring) -> Bool {
        guard let first = line.first, first.isUppercase, let colon = line.firstIndex(of: ":") else { return false }
        let after = line.index(after: colon)
        let label = line[..<colon]
        return label.count <= 40 && label.split(separator: " ").count <= 4
            && (after == line.endIndex || line[after] == " ")
    }
}
