extension String {
    /// The letters and digits alone, small, Latin letters without their marks: `O'Briàin` is `obriain`.
    ///
    /// For telling whether two texts say the same, never for printing.
    var folded: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            guard byte < 0x80 else { return foldedBeyondASCII }
            if byte.isASCIILetter || byte.isASCIIDigit {
                bytes.append(byte.asciiLowercased)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private var foldedBeyondASCII: String {
        var result = ""
        for scalar in lowercased().unicodeScalars {
            if let plain = Self.plainLetters[scalar] {
                result += plain
            } else if scalar.isLetterOrDigit || !scalar.isASCII && scalar.isCombiningMarkOfAWord {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Small Latin letters with marks, as Welsh, Irish, Polish and their neighbours write them, and their plain forms.
    private static let plainLetters: [Unicode.Scalar: String] = {
        let table = [
            "a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẽ", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįı",
            "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
            "u": "ùúûüũūŭůűų", "w": "ŵẁẃẅ", "y": "ýÿŷỳ", "z": "źżž", "ae": "æ", "oe": "œ", "ss": "ß", "th": "þ",
        ]
        var plain: [Unicode.Scalar: String] = [:]
        for (letter, marked) in table {
            for scalar in marked.unicodeScalars {
                plain[scalar] = letter
            }
        }
        return plain
    }()
}

extension Unicode.Scalar {
    /// Whether it is a letter or a digit of any script.
    var isLetterOrDigit: Bool {
        guard !isASCII else { return UInt8(value).isASCIILetter || UInt8(value).isASCIIDigit }
        return properties.isAlphabetic || properties.numericType != nil
    }

    /// Whether it is a mark without which a word of Bengali or Arabic is another word; Latin accents are none.
    var isCombiningMarkOfAWord: Bool {
        guard !(0x0300...0x036F).contains(value) else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }
}

extension String {
    /// The text in quotation marks for a problem, shortened, on one line and without anything invisible.
    var quoted: String {
        let limit = 40
        var shown = ""
        for scalar in unicodeScalars.prefix(limit) {
            shown.unicodeScalars.append(scalar.isUnfitForAField ? "\u{FFFD}" : scalar)
        }
        return unicodeScalars.count > limit ? "“\(shown)…”" : "“\(shown)”"
    }

    /// Whether both say the same but for upper and lower case.
    func equalsIgnoringCase(_ other: String) -> Bool {
        if self == other { return true }
        return lowercased() == other.lowercased()
    }
}
