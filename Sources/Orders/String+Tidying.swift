extension String {
    var hasOnlyASCII: Bool {
        utf8.allSatisfy { $0 < 0x80 }
    }

    /// Without blanks at its ends; line breaks are no blanks.
    var trimmed: String {
        let bytes = utf8
        guard let first = bytes.first, let last = bytes.last else { return self }
        // Beyond ASCII a blank may hide; most texts begin and end with a letter.
        if first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return self }
        var rest = unicodeScalars[...]
        while let scalar = rest.first, scalar.isBlank { rest.removeFirst() }
        while let scalar = rest.last, scalar.isBlank { rest.removeLast() }
        return String(rest)
    }

    /// Trimmed, each run of blanks one space: what a field says, whatever it was copied from.
    var tidied: String {
        var previous = UInt8(ascii: " ")
        for byte in utf8 {
            if byte >= 0x80 || byte == UInt8(ascii: "\t") || (byte == 0x20 && previous == 0x20) {
                return tidiedThoroughly
            }
            previous = byte
        }
        return previous == UInt8(ascii: " ") ? tidiedThoroughly : self
    }

    private var tidiedThoroughly: String {
        var result = ""
        result.reserveCapacity(utf8.count)
        var blank = false
        for scalar in unicodeScalars {
            if scalar.isBlank {
                blank = true
            } else {
                if blank, !result.isEmpty { result += " " }
                blank = false
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether it only keeps words apart: spaces of every width and the tabulator, but no line break.
    var isBlank: Bool {
        switch value {
        case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    /// Whether it ends a line: CR, LF, VT, FF, NEL and Unicode's two separators.
    var isLineBreak: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Whether it makes text stand in another order than it was typed (Trojan Source): embeddings, overrides, isolates.
    ///
    /// The marks that ordinary Arabic and Hebrew use (U+200E, U+200F, U+061C) and the joiners are none of them.
    var isDirectionalOverride: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }

    /// Whether it may stand in no field.
    var isUnfitForAField: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFFFD: true
        default: isDirectionalOverride
        }
    }
}
