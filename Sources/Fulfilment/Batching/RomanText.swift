import Foundation

extension String {
    /// In the letters A to Z, digits and the marks of a keyboard, for systems that take no others: other Latin letters
    /// without their marks (Łódź is Lodz, Siân is Sian, Þórður is Thordur), other scripts as they sound. What has no sound
    /// is left out, an emoji or a soft sign say; a text of nothing else becomes empty, never a row of question marks.
    /// Apostrophes are those that were typed.
    ///
    /// By ICU's tables, which the program carries with it.
    var inRomanLetters: String {
        let isPlain = utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        guard !isPlain else { return self }
        var prepared = ""
        for character in precomposedStringWithCanonicalMapping {
            if Self.apostrophes.contains(character) {
                prepared += Self.typed
            } else {
                // Letters that are only written otherwise become themselves: 𝔉𝔯𝔞𝔨𝔱𝔲𝔯, ﬁ, ①.
                prepared += Self.letters[character] ?? String(character).precomposedStringWithCompatibilityMapping
            }
        }
        var latin = prepared.applyingTransform(StringTransform("Any-Latin"), reverse: false) ?? prepared
        // What stands for a soft sign or a break between syllables, and is no letter.
        latin.unicodeScalars.removeAll { $0 == "'" || (0x2B0...0x2FF).contains($0.value) }
        let roman = latin.applyingTransform(StringTransform("Latin-ASCII"), reverse: false) ?? latin
        let kept = roman.replacing(Self.typed, with: "'").unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
        return String(String.UnicodeScalarView(kept)).split(separator: " ").joined(separator: " ")
    }

    /// Whether a word of it has no Roman letters at all, and is missing there.
    var losesAWordInRomanLetters: Bool {
        let words = split(whereSeparator: \.isWhitespace)
        return words.contains { $0.contains(where: \.isLetter) && String($0).inRomanLetters.isEmpty }
    }

    /// Letters for which ICU's tables don't do. Capitals become a capital and small letters: most words that begin with
    /// one go on in small letters.
    private static let letters: [Character: String] = [
        "Þ": "Th", "Æ": "Ae", "Œ": "Oe", "Ĳ": "Ij", "Щ": "Shch", "щ": "shch",
    ]
    /// What people type for an apostrophe.
    private static let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "ʻ", "`", "´"]
    /// Stands for a typed apostrophe while ICU is at work: a character for private use, that nobody types.
    private static let typed = "\u{E000}"

    /// At most so many characters, cut at a blank where there is one in the last third.
    func cut(to most: Int) -> String {
        guard count > most else { return self }
        let head = prefix(most)
        guard let blank = head.lastIndex(of: " "), head.distance(from: head.startIndex, to: blank) > most * 2 / 3 else {
            return String(head)
        }
        return String(head[..<blank])
    }
}
