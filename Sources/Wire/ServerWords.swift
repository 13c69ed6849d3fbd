/// What a server said, made fit to be stored, logged and shown.
enum ServerWords {
    /// Takes out what could harm a terminal or tell who the recipient is, and keeps at most 500 characters.
    ///
    /// Control and format characters (among them those that turn the direction of writing) become spaces, and runs of
    /// spaces one. The recipient's address becomes `<address>`, with or without angle brackets, in any case; so does
    /// its local part where it stands as a word of its own, as in "user jo.doe unknown".
    static func cleaned(_ words: String, hiding recipient: String) -> String {
        var scalars = String.UnicodeScalarView()
        // Far more than is kept, yet a bound on the work.
        for scalar in words.unicodeScalars.prefix(4_000) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse:
                if scalars.last != " ", !scalars.isEmpty { scalars.append(" ") }
            default: scalars.append(scalar)
            }
        }
        if scalars.last == " " { scalars.removeLast() }
        return String(hide(recipient, in: String(scalars)).prefix(500))
    }

    private static func hide(_ recipient: String, in words: String) -> String {
        guard let at = recipient.lastIndex(of: "@") else { return words }
        let mask = "<address>"
        var hidden = replace("<\(recipient)>", in: words, by: mask)
        hidden = replace(recipient, in: hidden, by: mask)
        let local = recipient[..<at]
        // Shorter ones are words of every answer.
        return local.utf8.count < 3 || local.lowercased() == "address"
            ? hidden : replace(String(local), in: hidden, by: mask, asWord: true)
    }

    /// Replaces an ASCII needle whatever its case.
    private static func replace(_ needle: String, in words: String, by mask: String, asWord: Bool = false) -> String {
        let hay = Array(words.utf8)
        let lowerHay = hay.map(lowered)
        let lowerNeedle = needle.utf8.map(lowered)
        guard !lowerNeedle.isEmpty, hay.count >= lowerNeedle.count else { return words }

        var result: [UInt8] = []
        var index = 0
        while index < hay.count {
            let end = index + lowerNeedle.count
            let matches = end <= hay.count && lowerHay[index..<end].elementsEqual(lowerNeedle)
            if matches, !asWord || standsAlone(index..<end, in: hay) {
                result.append(contentsOf: mask.utf8)
                index = end
            } else {
                result.append(hay[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func standsAlone(_ range: Range<Int>, in text: [UInt8]) -> Bool {
        let before = range.lowerBound == 0 || !isWordByte(text[range.lowerBound - 1])
        let after = range.upperBound == text.count || !isWordByte(text[range.upperBound])
        return before && after
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(lowered(byte)) || byte >= 0x80
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
