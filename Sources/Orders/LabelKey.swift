/// By what two labels are told to be for the same person at the same address, however they were typed: capitals, accents,
/// blanks and punctuation don't count. Compared, never shown.
///
/// `Likeness` asks for less, for a double is only looked at; what shares a packet is for one person. So here the whole
/// name counts, and each word of the address: `Flat 1, 12 High Street` isn't `Flat 11, 2 High Street`.
public struct LabelKey: Sendable, Hashable {
    private let name: String
    private let address: [String]

    /// - Parameter printed: `Address.printedLines`, the name first.
    public init(_ printed: [String]) {
        let first = printed.first ?? ""
        let words = Self.words(of: first)
        // A name without a letter is like itself alone.
        name = words.isEmpty ? first : words.joined(separator: " ")
        address = printed.dropFirst().flatMap(Self.words(of:))
    }

    /// The words of a line; an apostrophe parts none: `St John's` is `St Johns`.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            if scalar.isLetterOrDigit || scalar.properties.generalCategory.isMark {
                word.append(scalar)
            } else if !apostrophes.contains(scalar) {
                words.append(String(word).folded)
                word.removeAll()
            }
        }
        words.append(String(word).folded)
        return words.filter { !$0.isEmpty }
    }

    private static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2018}", "\u{2019}", "\u{02BC}"]
}

extension Unicode.GeneralCategory {
    /// Whether it belongs to the letter before it.
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}
