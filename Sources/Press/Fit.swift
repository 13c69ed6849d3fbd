/// Whether an address can be set on a label.
public enum Fit: Sendable, Hashable {
    /// It can, at this size.
    case fits(points: Double)
    /// Not even wrapped and at the smallest size.
    case tooLong
    /// No font has some of its characters; by the lines that they stand in, the first line first.
    case missingGlyphs([MissingGlyphs])
}

/// Characters of one line that no font has: by code point, `U+1F600`, so that nothing else is told of the address.
public struct MissingGlyphs: Sendable, Hashable {
    /// The line among those that were to be set, from 0.
    public var line: Int
    /// Each once, in their order in Unicode.
    public var characters: [String]

    public init(line: Int, characters: [String]) {
        self.line = line
        self.characters = characters
    }
}
