import Foundation

extension String {
    /// In the letters A to Z, digits and the marks of a keyboard, for systems that take no others: other Latin letters
    /// without their marks (Łódź is Lodz, Siân is Sian, Þórður is Thordur), other scripts as they sound. What has no sound
    /// is left out, an emoji say; a text of nothing else becomes empty, never a row of question marks.
    ///
    /// By ICU's tables, which the program carries with it.
    var inRomanLetters: String {
        let isPlain = utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        guard !isPlain else { return self }
        var prepared = ""
        for character in precomposedStringWithCanonicalMapping {
            prepared += Self.capitals[character] ?? String(character)
        }
        let roman = prepared.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? prepared
        let kept = roman.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
        return String(String.UnicodeScalarView(kept)).split(separator: " ").joined(separator: " ")
    }

    /// Capitals that become two letters: most words that begin with one go on in small letters.
    private static let capitals: [Character: String] = ["Þ": "Th", "Æ": "Ae", "Œ": "Oe", "Ĳ": "Ij"]

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
