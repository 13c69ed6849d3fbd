/// By what an order is recognised as another order's double: normalised keys that are compared, never shown.
///
/// Same postcode, premise, surname and item within `duplicates.days`: the same person ordered twice. Same premise or
/// same organisation and item: somebody else there did. A key that is empty is like nothing.
public struct Likeness: Sendable, Hashable {
    /// The house numbers in the first address line, `2 10a`; without a number its letters, `rosecottage`.
    public var premise: String
    /// The last word of the name.
    public var surname: String
    /// As printed, without its space.
    public var postcode: String
    public var organisation: String

    public init(premise: String, surname: String, postcode: String, organisation: String) {
        self.premise = premise
        self.surname = surname
        self.postcode = postcode
        self.organisation = organisation
    }

    public init(of order: Order) {
        let line = order.address.lines.first ?? ""
        let numbers = Self.numbers(in: line)
        premise = numbers.isEmpty ? line.folded : numbers
        surname = Self.lastWord(of: order.name)
        postcode = (order.address.postcode ?? "").folded
        organisation = (order.organisation ?? "").folded
    }

    /// The words that begin with a digit, leading zeros gone, a letter behind the number kept: `Flat 02, 10A` is `2
    /// 10a`.
    private static func numbers(in line: String) -> String {
        var bytes: [UInt8] = []
        var inNumber = false
        var afterLetter = false
        for byte in line.utf8 {
            let isDigit = byte.isASCIIDigit
            let isLetter = byte.isASCIILetter || byte >= 0x80
            if isDigit && !inNumber && !afterLetter {
                if byte == UInt8(ascii: "0") { continue }
                if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
                inNumber = true
            } else if !isDigit && !isLetter {
                inNumber = false
            }
            if inNumber {
                bytes.append(byte.asciiLowercased)
            }
            afterLetter = isLetter || afterLetter && isDigit
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func lastWord(of name: String) -> String {
        var rest = name.unicodeScalars[...]
        while let space = rest.lastIndex(where: \.isBlank) {
            let word = String(rest[rest.index(after: space)...]).folded
            if !word.isEmpty { return word }
            rest = rest[..<space]
        }
        return String(rest).folded
    }
}
