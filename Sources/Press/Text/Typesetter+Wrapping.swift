import CPangoCairo

/// What happens to a word that is wider than the line.
enum LongWords {
    /// The text doesn't fit.
    case keep
    /// They go on on the next line, between two characters and without a hyphen, which would not be theirs.
    case split
}

extension Typesetter {
    /// The text broken into lines no wider than `width` millimetres, at spaces, hyphens and wherever else its script
    /// allows it; nil if it doesn't fit so, or takes more than `most` lines.
    ///
    /// Nothing is ever left out but the spaces at which a line was broken.
    func wrap(
        _ text: String, face: Face, points: Double, width: Double, longWords: LongWords = .split, most: Int = .max
    ) -> [String]? {
        func fits(_ part: Substring) -> Bool {
            part.utf8.count <= Self.longestLine
                && self.width(of: Self.trimmed(part), face: face, points: points) <= width
        }
        if fits(text[...]) { return [text] }
        var lines: [String] = []
        var rest = text[...]
        var breaks = self.breaks(in: text)[...]
        while !rest.isEmpty {
            guard lines.count < most else { return nil }
            var end: String.Index?
            while let next = breaks.first, fits(text[rest.startIndex..<next]) {
                end = next
                breaks.removeFirst()
            }
            if end == nil {
                guard longWords == .split else { return nil }
                end = longestPrefix(of: rest[..<(breaks.first ?? rest.endIndex)], where: fits)
                if end == breaks.first { breaks.removeFirst() }
            }
            guard let end, end > rest.startIndex else { return nil }
            lines.append(Self.trimmed(rest[..<end]))
            rest = rest[end...]
        }
        return lines.isEmpty ? [""] : lines
    }

    /// A line with more bytes is never measured: no paper here is so wide.
    private static let longestLine = 1_200

    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    /// The longest beginning that fits, at least one character; nil if that is too wide already.
    private func longestPrefix(of word: Substring, where fits: (Substring) -> Bool) -> String.Index? {
        let ends = word.indices.prefix(400).map { word.index(after: $0) }
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high + 1) / 2
            if fits(word[..<ends[middle - 1]]) { low = middle } else { high = middle - 1 }
        }
        return low == 0 ? nil : ends[low - 1]
    }

    /// Where a new line may begin, in order; the end of the text is the last.
    private func breaks(in text: String) -> [String.Index] {
        var breaks = Script(of: text) == .complex ? scriptBreaks(in: text) : simpleBreaks(in: text)
        if breaks.last != text.endIndex { breaks.append(text.endIndex) }
        return breaks
    }

    /// After spaces, and after a hyphen between letters.
    private func simpleBreaks(in text: String) -> [String.Index] {
        var breaks: [String.Index] = []
        var before: Character = " "
        var beforeThat: Character = " "
        for index in text.indices {
            let character = text[index]
            let afterSpace = before == " " && character != " "
            let afterHyphen = before == "-" && beforeThat.isLetter && character.isLetter
            if index > text.startIndex, afterSpace || afterHyphen { breaks.append(index) }
            (beforeThat, before) = (before, character)
        }
        return breaks
    }

    /// Where Unicode's line breaking (UAX 14) and the script's own rules allow it.
    private func scriptBreaks(in text: String) -> [String.Index] {
        let scalars = text.unicodeScalars
        var attributes = [PangoLogAttr](repeating: PangoLogAttr(), count: scalars.count + 1)
        var copy = text
        copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                pango_get_log_attrs(
                    $0.baseAddress, Int32($0.count), -1, pango_context_get_language(context), &attributes,
                    Int32(attributes.count))
            }
        }
        return zip(scalars.indices, attributes).compactMap { index, attribute in
            var attribute = attribute
            return index > scalars.startIndex && handbill_may_break_before(&attribute) != 0 ? index : nil
        }
    }
}
