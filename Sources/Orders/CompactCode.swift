/// A code's letters and digits in upper case, without what people put between them: what postcodes are read from.
///
/// Blanks of every width, hyphens, full stops, commas and brackets fall away; at most 12 characters remain. Lives on
/// the stack, since every order is asked for its postcode several times.
struct CompactCode {
    private var bytes = InlineArray<12, UInt8>(repeating: 0)
    private(set) var count = 0

    init() {}

    /// Nil where anything else stands in the text, or too much of it.
    init?(_ text: String) {
        var beyondASCII = false
        for byte in text.utf8 {
            if byte >= 0x80 {
                beyondASCII = true
                break
            }
            guard add(byte) else { return nil }
        }
        if beyondASCII {
            count = 0
            for scalar in text.unicodeScalars {
                if scalar.isASCII {
                    guard add(UInt8(scalar.value)) else { return nil }
                } else if !scalar.isBetweenLetters {
                    return nil
                }
            }
        }
    }

    /// - Parameter bytes: at most 12 capital letters and digits.
    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes where count < self.bytes.count {
            self.bytes[count] = byte
            count += 1
        }
    }

    private mutating func add(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"):
            return true
        default:
            guard byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "/"), count < bytes.count else {
                return false
            }
            bytes[count] = byte.asciiUppercased
            count += 1
            return true
        }
    }

    subscript(index: Int) -> UInt8 {
        bytes[index]
    }

    /// These characters as text, a space after so many of them.
    ///
    /// Codes have at most 15 bytes, so that none of these strings needs memory of its own.
    func text(_ range: Range<Int>, spaceAt space: Int? = nil) -> String {
        String(unsafeUninitializedCapacity: 15) { buffer in
            var length = 0
            for index in range {
                if index == space {
                    buffer[length] = UInt8(ascii: " ")
                    length += 1
                }
                buffer[length] = bytes[index]
                length += 1
            }
            return length
        }
    }

    /// Whether the code has these characters at this place.
    func holds(_ characters: StaticString, at place: Int = 0) -> Bool {
        guard place + characters.utf8CodeUnitCount <= count else { return false }
        for index in 0..<characters.utf8CodeUnitCount where characters.utf8Start[index] != bytes[place + index] {
            return false
        }
        return true
    }

    var array: [UInt8] {
        (0..<count).map { bytes[$0] }
    }
}

extension Unicode.Scalar {
    /// Whether people, or their word processors, put it between the letters of a code without a meaning.
    fileprivate var isBetweenLetters: Bool {
        switch value {
        // The soft hyphen, the zero-width characters, hyphens and dashes, the word joiner, the minus sign.
        case 0xAD, 0x200C...0x200F, 0x2010...0x2015, 0x2060, 0x2212: true
        default: isBlank
        }
    }
}
