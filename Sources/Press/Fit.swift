/// Whether an address can be set on a label.
public enum Fit: Sendable, Hashable {
    /// It can, at this size.
    case fits(points: Double)
    /// Not even wrapped and at the smallest size.
    case tooLong
    /// No font has one of its characters. The reason names the characters, `U+1F600`, and nothing else of the address.
    case missingGlyph(reason: String)
}
