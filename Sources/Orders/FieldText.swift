/// What a field says once its blanks are tidied, and what is wrong with it as text, whatever the field means.
struct FieldText {
    let text: String
    let fault: Fault?

    /// What may not stand in a field.
    enum Fault: Equatable {
        case lineBreak
        case control
        case directionalOverride
        /// U+FFFD: some program could not read a character and put this in its place.
        case lostCharacter
        /// More Unicode scalars than the field takes.
        case long(Int)
    }

    /// - Parameters:
    ///   - maximum: the most Unicode scalars that the field takes; more is a mistake, not a long name.
    ///   - lines: whether the field may hold line breaks; they are kept as LF.
    init(_ raw: String, atMost maximum: Int, lines: Bool = false) {
        if lines, raw.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let pieces = raw.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { String($0).tidied }
            text = pieces.joined(separator: "\n").trimmingLineBreaks
            fault = pieces.lazy.compactMap { Self.fault(in: $0, atMost: .max) }.first ?? Self.length(of: text, maximum)
        } else {
            text = raw.tidied
            fault = Self.fault(in: text, atMost: maximum)
        }
    }

    private static func fault(in text: String, atMost maximum: Int) -> Fault? {
        var plain = true
        var bytes = 0
        for byte in text.utf8 {
            plain = plain && byte >= 0x20 && byte < 0x7F
            bytes += 1
        }
        if plain {
            return bytes > maximum ? .long(bytes) : nil
        }
        for scalar in text.unicodeScalars where scalar.isUnfitForAField {
            if scalar.isLineBreak { return .lineBreak }
            if scalar.isDirectionalOverride { return .directionalOverride }
            return scalar == "\u{FFFD}" ? .lostCharacter : .control
        }
        return length(of: text, maximum)
    }

    private static func length(of text: String, _ maximum: Int) -> Fault? {
        guard text.utf8.count > maximum else { return nil }
        let length = text.unicodeScalars.count
        return length > maximum ? .long(length) : nil
    }
}

extension FieldText.Fault {
    /// The fault as a problem of this field, which takes this many characters.
    func problem(field: String, atMost maximum: Int) -> Problem {
        switch self {
        case .lineBreak:
            Problem(
                field: field, problem: "must not hold a line break",
                hint: field.hasPrefix("addressLine")
                    ? "put each line of the address in a field of its own" : "write it on one line")
        case .control:
            Problem(
                field: field, problem: "must not hold control characters", hint: "type it anew instead of copying it")
        case .directionalOverride:
            Problem(
                field: field, problem: "must not hold hidden characters that turn the direction of the text",
                hint: "type it anew; Arabic and Hebrew need none of them")
        case .lostCharacter:
            Problem(
                field: field, problem: "holds a character that was lost on the way (\u{FFFD})",
                hint: "type it anew, and save the file as UTF-8")
        case .long(let length):
            Problem(
                field: field, problem: "is too long: \(length) characters", hint: "at most \(maximum) characters")
        }
    }
}

extension String {
    fileprivate var trimmingLineBreaks: String {
        var rest = utf8[...]
        while rest.first == UInt8(ascii: "\n") { rest.removeFirst() }
        while rest.last == UInt8(ascii: "\n") { rest.removeLast() }
        return String(Substring(rest))
    }
}
