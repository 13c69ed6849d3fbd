/// The lines of a label taken apart again, for programs that want name, town and postcode each in a column of its own.
///
/// Only what `Address.printedLines` has put together: the name first, the town before the postcode, a country's English
/// name in capitals last, or the number of a British Forces Post Office.
public struct PostalAddress: Sendable, Hashable {
    public var name: String
    /// Between the name and the town.
    public var lines: [String]
    /// In capitals, as printed; for the forces `BFPO 57`; may be empty.
    public var town: String
    /// May be empty outside Great Britain.
    public var postcode: String
    public var country: Country

    /// - Parameter abroad: the country, if it isn't in the British post.
    public init(printed: [String], abroad: Country? = nil) {
        name = printed.first ?? ""
        var rest = Array(printed.dropFirst())
        country = abroad ?? .unitedKingdom
        postcode = ""
        town = ""
        if let abroad {
            rest.removeLast(rest.isEmpty ? 0 : 1)
            if let last = rest.last, rest.count > 1, Self.isCode(last) { postcode = rest.removeLast() }
            // A town that is called like its country was printed once.
            let isTown = rest.last.map { rest.count > 1 && $0 == $0.uppercased() } ?? false
            town = isTown ? rest.removeLast() : abroad.englishName.uppercased()
        } else if let last = rest.last, Address.forcesNumber(in: last) != nil {
            town = rest.removeLast()
            if let code = rest.last.flatMap(Postcode.init), code.kind == .bfpo { postcode = rest.removeLast() }
        } else {
            if let code = rest.last.flatMap(Postcode.init) {
                postcode = rest.removeLast()
                country = code.country
            }
            town = rest.count > 1 ? rest.removeLast() : ""
        }
        lines = rest
    }

    /// Whether it is a postcode and no more: with a digit, without a word.
    private static func isCode(_ line: String) -> Bool {
        line.contains(where: \.isNumber) && line.split { !$0.isLetter }.allSatisfy { $0.count < 4 }
    }
}
