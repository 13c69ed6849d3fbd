extension Postcode {
    /// Reads a postcode as people write it: upper or lower case, any spaces or none, hyphens, full stops, brackets.
    ///
    /// The British rule is that of GOV.UK Notify: the area must exist, then `[0-9][0-9A-Z]?[0-9][A-BD-HJLNP-UW-Z]{2}`.
    public init?(_ text: String) {
        guard let code = CompactCode(text) else { return nil }
        self.init(code)
    }

    init?(_ code: CompactCode) {
        guard code.count >= 5 else { return nil }
        if code.holds("BFPO") {
            self.init(forces: code)
        } else if code.holds("GIR0AA"), code.count == 6 {
            self.init(kind: .uk, formatted: "GIR 0AA", area: "GIR", district: "GIR", sector: "GIR 0", unit: "GIR 0AA")
        } else if code.holds("GX111AA"), code.count == 7 {
            self.init(
                kind: .gibraltar, formatted: "GX11 1AA", area: "GX", district: "GX11", sector: "GX11 1",
                unit: "GX11 1AA")
        } else if let british = Postcode(british: code) {
            self = british
        } else {
            self.init(irish: code)
        }
    }

    /// What is worth saying of a postcode that is accepted all the same: GIR 0AA is a historic special.
    public var warning: Problem? {
        guard formatted == "GIR 0AA" else { return nil }
        return Problem(
            field: "postcode", problem: "“GIR 0AA” was the Girobank's and is no longer in use",
            hint: "check the postcode with the person who ordered")
    }

    /// The country that it lies in.
    public var country: Country {
        switch kind {
        case .uk, .bfpo: .unitedKingdom
        case .gibraltar: .gibraltar
        case .ireland: .ireland
        case .crown:
            switch area {
            case "JE": .jersey
            case "GY": .guernsey
            default: .isleOfMan
            }
        }
    }

    private init?(british code: CompactCode) {
        let inward = code.count - 3
        let letters = code[1].isASCIILetter ? 2 : 1
        guard (2...4).contains(inward), code[inward].isASCIIDigit, Self.isInwardLetter(code[inward + 1]),
            Self.isInwardLetter(code[inward + 2]), (1...2).contains(inward - letters), code[letters].isASCIIDigit,
            code[inward - 1] != UInt8(ascii: "/"), Self.isArea(code[0], letters == 2 ? code[1] : nil)
        else { return nil }
        let area = code.text(0..<letters)
        let whole = code.text(0..<code.count, spaceAt: inward)
        let kind: Kind =
            switch area {
            case "JE", "GY", "IM": .crown
            case "BF": .bfpo
            default: .uk
            }
        self.init(
            kind: kind, formatted: whole, area: area, district: code.text(0..<inward),
            sector: code.text(0..<inward + 1, spaceAt: inward), unit: whole)
    }

    /// `BFPO n` and `BFPO c/o n`, n of one to four digits.
    private init?(forces code: CompactCode) {
        let start = code.holds("C/O", at: 4) ? 7 : 4
        guard (1...4).contains(code.count - start) else { return nil }
        var number = 0
        for index in start..<code.count {
            guard let digit = code[index].asciiDigitValue else { return nil }
            number = number * 10 + digit
        }
        guard number > 0 else { return nil }
        let formatted = "BFPO \(number)"
        self.init(kind: .bfpo, formatted: formatted, area: "BFPO", district: formatted, sector: nil, unit: nil)
    }

    /// Eircode: `^(?:[AC-FHKNPRTV-Y]\d{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}$`; the first three are the routing key.
    private init?(irish code: CompactCode) {
        guard code.count == 7,
            code.holds("D6W")
                || Self.isIrishLetter(code[0]) && code[1].isASCIIDigit && code[2].isASCIIDigit
        else { return nil }
        for index in 3..<7 {
            guard code[index].isASCIIDigit || Self.isIrishLetter(code[index]) else { return nil }
        }
        let key = code.text(0..<3)
        let whole = code.text(0..<7, spaceAt: 3)
        self.init(kind: .ireland, formatted: whole, area: key, district: key, sector: nil, unit: whole)
    }

    /// The inward part has none of C I K M O V.
    static func isInwardLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "C"), UInt8(ascii: "I"), UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "O"),
            UInt8(ascii: "V"):
            false
        default: byte.isASCIIUppercase
        }
    }

    /// One of A C D E F H K N P R T V W X Y.
    private static func isIrishLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "B"), UInt8(ascii: "G"), UInt8(ascii: "I"), UInt8(ascii: "J"), UInt8(ascii: "L"),
            UInt8(ascii: "M"), UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "S"), UInt8(ascii: "U"),
            UInt8(ascii: "Z"):
            false
        default: byte.isASCIIUppercase
        }
    }
}
