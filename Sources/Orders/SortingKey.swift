/// Where a packet stands in a batch: by country, area, district, sector, unit, first address line, reference.
///
/// Countries: Great Britain with JE, GY and IM; the forces; Gibraltar; Ireland; others by code. Districts go by their
/// number, then letter (M1, M1A, M2, M10), which plain string order gets wrong. Ireland goes by routing key, the forces
/// by number. Everything but the line is packed into two integers, so that comparing costs next to nothing.
public struct SortingKey: Sendable, Hashable, Comparable {
    /// The name of the area, as a bundle is called: `M`, `D02`, `BFPO`; for countries without areas the country's.
    public let area: String
    /// The name of the district: `M14`, `BFPO 57`; the area where there are no districts.
    public let district: String

    /// From the highest byte: country group, three of the area, two of the district's number, its letter, the sector.
    private let high: UInt64
    /// The unit, or the beginning of a postcode that isn't ours.
    private let low: UInt64
    private let line: String
    private let reference: Reference

    public init(address: Address, reference: Reference) {
        line = address.lines.first ?? ""
        self.reference = reference
        let country = address.country
        if let code = address.postcode.flatMap(Postcode.init), code.country.isInSamePost(as: country) {
            switch code.kind {
            case .uk, .crown:
                area = code.area
                district = code.district
                let (number, letter) = Self.number(in: code.district)
                high = Self.pack(0, area: code.area, number: number, letter: letter, sector: Self.sector(of: code))
                low = Self.pack(code.formatted.utf8.suffix(2))
            case .bfpo:
                let number = address.forcesNumber ?? Int(UInt16.max)
                area = "BFPO"
                district = number < UInt16.max ? "BFPO \(number)" : code.district
                high = Self.pack(1, area: "", number: number)
                low = Self.pack(code.unit.map { $0.utf8.suffix(3) } ?? "".utf8[...])
            case .gibraltar:
                area = code.area
                district = code.district
                high = Self.pack(2, area: code.area)
                low = 0
            case .ireland:
                area = code.area
                district = code.district
                high = Self.pack(3, area: code.area)
                low = Self.pack(code.formatted.utf8.suffix(4))
            }
        } else {
            let group: UInt64 =
                switch country {
                case .gibraltar: 2
                case .ireland: 3
                case let country where country.usesBritishPost: 0
                default: 4
                }
            area = country.englishName
            district = area
            high = Self.pack(group, area: group == 4 ? country.rawValue : "")
            low = Self.pack((address.postcode ?? "").utf8.filter { $0.isASCIILetter || $0.isASCIIDigit }.prefix(8))
        }
    }

    public static func < (left: SortingKey, right: SortingKey) -> Bool {
        if left.high != right.high { return left.high < right.high }
        if left.low != right.low { return left.low < right.low }
        if left.line != right.line { return left.line < right.line }
        return left.reference < right.reference
    }

    /// Whether both lie in the same area.
    public func sharesArea(with other: SortingKey) -> Bool {
        high >> 32 == other.high >> 32
    }

    /// Whether both lie in the same district.
    public func sharesDistrict(with other: SortingKey) -> Bool {
        high >> 8 == other.high >> 8
    }

    /// Whether both have the same postcode, or are in the same country without any: who goes to the same label does.
    func sharesPostcode(with other: SortingKey) -> Bool {
        high == other.high && low == other.low
    }

    private static func pack(_ group: UInt64, area: String, number: Int = 0, letter: UInt8 = 0, sector: UInt8 = 0)
        -> UInt64
    {
        var packed = group
        var letters = area.utf8.makeIterator()
        for _ in 0..<3 {
            packed = packed << 8 | UInt64(letters.next() ?? 0)
        }
        return packed << 32 | UInt64(number) << 16 | UInt64(letter) << 8 | UInt64(sector)
    }

    /// Up to eight bytes, upper case, so that the integers compare as the texts do.
    private static func pack(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var packed: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes {
            packed = packed << 8 | UInt64(byte.asciiUppercased)
            count += 1
        }
        return count == 0 ? 0 : packed << (8 * (8 - count))
    }

    /// 1 and A of `M1A`.
    private static func number(in district: String) -> (Int, UInt8) {
        var number = 0
        var letter: UInt8 = 0
        var seenDigit = false
        for byte in district.utf8 {
            if let digit = byte.asciiDigitValue {
                number = number * 10 + digit
                seenDigit = true
            } else if seenDigit {
                letter = byte
            }
        }
        return (number, letter)
    }

    private static func sector(of code: Postcode) -> UInt8 {
        code.sector?.utf8.last ?? 0
    }
}

extension Country {
    /// Whether a postcode of this country is one of the other's: the British post is one.
    fileprivate func isInSamePost(as other: Country) -> Bool {
        self == other || usesBritishPost && other.usesBritishPost
    }
}
