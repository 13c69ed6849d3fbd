/// How much room a line of text takes, in em: the same in every size.
struct Measure: Hashable {
    var width = 0.0
    /// From the baseline up to the highest ink.
    var ascent = 0.0
    /// From the baseline down to the lowest ink.
    var descent = 0.0
    /// Whether some font has each of its characters.
    var isWhole = true

    /// Goes on with what stands behind it.
    @inline(__always)
    mutating func add(_ next: Measure) {
        width += next.width
        if next.ascent > ascent { ascent = next.ascent }
        if next.descent > descent { descent = next.descent }
        if !next.isWhole { isWhole = false }
    }

    func extent(points: Double) -> Extent {
        let scale = points * Typesetter.point
        return Extent(width: width * scale, ascent: ascent * scale, descent: descent * scale)
    }
}

/// How much room a line of text takes, in millimetres.
struct Extent: Hashable {
    var width: Double
    /// From the baseline up to the highest ink.
    var ascent: Double
    /// From the baseline down to the lowest ink.
    var descent: Double
}
