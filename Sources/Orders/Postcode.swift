/// A postcode that is known to be well-formed, in the form in which it is printed.
///
/// Five kinds; how each is read stands in `Postcode+Reading.swift`, how they sort in `SortingKey.swift`.
public struct Postcode: Sendable, Hashable {
    /// Which post reads it.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Great Britain and Northern Ireland.
        case uk
        /// British Forces Post Office: `BFPO 57`, or a BF1 postcode.
        case bfpo
        /// Jersey, Guernsey, Isle of Man.
        case crown
        case gibraltar
        /// An Eircode.
        case ireland
    }

    public let kind: Kind
    /// As printed: upper case, one space: `M9 0SQ`, `BFPO 57`, `D02 X285`.
    public let formatted: String
    /// The letters: `M`; for Ireland the routing key, `D02`; for the forces `BFPO` or `BF`.
    public let area: String
    /// The outward code: `M14`; for Ireland the routing key; for `BFPO 57` itself.
    public let district: String
    /// `M9 0`; nil where the kind has none.
    public let sector: String?
    /// The whole code where it names a unit: `M9 0SQ`; nil for a BFPO number.
    public let unit: String?

    init(kind: Kind, formatted: String, area: String, district: String, sector: String?, unit: String?) {
        self.kind = kind
        self.formatted = formatted
        self.area = area
        self.district = district
        self.sector = sector
        self.unit = unit
    }
}
