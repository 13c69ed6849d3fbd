/// How much has to be known of a text to shape it.
enum Script {
    /// ASCII: one font, and its words can be shaped one by one.
    case plain
    /// Runs from left to right word by word, so that its words can be shaped one by one: Latin, Greek and Cyrillic
    /// letters and the punctuation that goes with them.
    case simple
    /// Anything else. The line is shaped as a whole, as its words may change places.
    case complex

    init(of text: String) {
        guard !text.isASCII else {
            self = .plain
            return
        }
        let simple = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x590, 0x1E00..<0x2000, 0x2010..<0x2028, 0x2030..<0x205F, 0x20A0..<0x20D0: true
            default: false
            }
        }
        self = simple ? .simple : .complex
    }
}

extension String {
    /// Whether it has no other characters.
    var isASCII: Bool {
        let found = utf8.withContiguousStorageIfAvailable { bytes in
            // Without a way out on the way, eight at a time.
            bytes.reduce(0) { $0 | $1 } < 0x80
        }
        return found ?? utf8.allSatisfy { $0 < 0x80 }
    }
}
