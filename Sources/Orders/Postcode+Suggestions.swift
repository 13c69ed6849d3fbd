extension Postcode {
    /// Reads a postcode, or says what is wrong with it and which one was probably meant.
    ///
    /// - Parameter country: where it should lie, if that is known: only its postcodes are then suggested.
    /// - Returns: a problem with `postcode` as its field.
    public static func read(_ text: String, in country: Country? = nil) -> Result<Postcode, Problem> {
        if let postcode = Postcode(text) {
            return .success(postcode)
        }
        guard !text.trimmed.isEmpty else {
            return .failure(Problem(field: "postcode", problem: "is missing", hint: example(in: country)))
        }
        let what =
            switch country {
            case .ireland?: "is no Eircode"
            case .gibraltar?: "is not the postcode of Gibraltar"
            default: "is no postcode"
            }
        return .failure(
            Problem(
                field: "postcode", problem: "\(text.trimmed.quoted) \(what)",
                hint: suggestion(for: text, in: country) ?? explanation(of: text, in: country)))
    }

    /// "did you mean RH6 0HP?", where that is certain enough.
    private static func suggestion(for text: String, in country: Country?) -> String? {
        guard let code = CompactCode(text), (4...11).contains(code.count) else { return nil }
        let bytes = code.array
        func fits(_ candidate: Postcode) -> Bool {
            switch country {
            case nil: true
            case let country? where country.usesBritishPost: candidate.country.usesBritishPost
            case let country?: candidate.country == country
            }
        }
        for changes in 1...2 {
            let found = lookalikes(of: bytes, changes: changes).filter(fits)
            if found.count > 2 { break }
            if !found.isEmpty {
                return "did you mean \(found.map(\.formatted).joined(separator: " or "))?"
            }
        }
        let swapped = transpositions(of: bytes).filter(fits)
        if swapped.count == 1 {
            return "did you mean \(swapped[0].formatted)?"
        }
        // Gibraltar has one postcode only, so whoever begins it means it.
        return code.holds("GX1") || country == .gibraltar ? "did you mean GX11 1AA?" : nil
    }

    /// The postcodes that arise by exchanging exactly so many characters for others that look like them, once each.
    private static func lookalikes(of bytes: [UInt8], changes: Int, from start: Int = 0) -> [Postcode] {
        guard changes > 0 else { return Postcode(CompactCode(bytes)).map { [$0] } ?? [] }
        var found: [Postcode] = []
        for index in bytes.indices.dropFirst(start) {
            for other in lookalikes(of: bytes[index]) {
                var changed = bytes
                changed[index] = other
                for postcode in lookalikes(of: changed, changes: changes - 1, from: index + 1)
                where !found.contains(postcode) {
                    found.append(postcode)
                }
            }
        }
        return found
    }

    private static func transpositions(of bytes: [UInt8]) -> [Postcode] {
        var found: [Postcode] = []
        for index in bytes.indices.dropLast() {
            var swapped = bytes
            swapped.swapAt(index, index + 1)
            if let postcode = Postcode(CompactCode(swapped)), !found.contains(postcode) {
                found.append(postcode)
            }
        }
        return found
    }

    private static func lookalikes(of byte: UInt8) -> [UInt8] {
        let likes: StaticString =
            switch byte {
            case UInt8(ascii: "O"), UInt8(ascii: "Q"): "0"
            case UInt8(ascii: "I"), UInt8(ascii: "L"): "1"
            case UInt8(ascii: "Z"): "2"
            case UInt8(ascii: "S"): "5"
            case UInt8(ascii: "G"): "6"
            case UInt8(ascii: "B"): "8"
            case UInt8(ascii: "0"): "O"
            case UInt8(ascii: "1"): "IL"
            case UInt8(ascii: "2"): "Z"
            case UInt8(ascii: "5"): "S"
            case UInt8(ascii: "6"): "G"
            case UInt8(ascii: "8"): "B"
            default: ""
            }
        return (0..<likes.utf8CodeUnitCount).map { likes.utf8Start[$0] }
    }

    /// What such a postcode looks like, where nothing better can be said.
    private static func explanation(of text: String, in country: Country?) -> String {
        guard country != .ireland, country != .gibraltar, let code = CompactCode(text) else {
            return example(in: country)
        }
        if code.holds("BFPO") {
            return "write BFPO and its number, as in BFPO 57"
        }
        let bytes = code.array
        let letters = bytes.prefix { $0.isASCIIUppercase }
        let area = String(decoding: letters, as: UTF8.self)
        let inward = bytes.suffix(2)
        if bytes.count >= 5, (1...2).contains(letters.count), !isArea(letters[0], letters.dropFirst().first) {
            return "no postcode begins with \(area); \(example(in: country))"
        }
        if (5...7).contains(bytes.count), bytes[bytes.count - 3].isASCIIDigit,
            inward.allSatisfy(\.isASCIIUppercase), !inward.allSatisfy(isInwardLetter)
        {
            return "the last two letters are never C, I, K, M, O or V"
        }
        return example(in: country)
    }

    private static func example(in country: Country?) -> String {
        switch country {
        case .ireland?: "an Eircode looks like D02 X285"
        case .gibraltar?: "it is GX11 1AA"
        default: "a British postcode looks like M9 0SQ"
        }
    }
}
