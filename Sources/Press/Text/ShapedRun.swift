import CPangoCairo

/// The two faces that the papers use: a person at a kitchen table needs no more.
enum Face: Hashable, CaseIterable {
    case regular
    case bold
}

/// A word, or a stretch of a line, as glyphs of one font, with the text that they stand for, so that it can be copied
/// and searched in the finished PDF. Lengths are in em: multiplied by the font size they are points.
///
/// A class, because the same run stands in the cache and in many lines.
final class ShapedRun {
    /// The font's number in `Typesetter.fonts`.
    let font: Int
    /// The places are relative to the run's own beginning; y grows downwards.
    let glyphs: [cairo_glyph_t]
    let clusters: [cairo_text_cluster_t]
    /// In UTF-8.
    let text: [CChar]
    /// Whether the glyphs stand in the opposite order of the text, as in Arabic.
    let backwards: Bool
    let width: Double
    /// From the baseline up to the highest ink, and down to the lowest.
    let ascent: Double
    let descent: Double
    /// The characters that no font has.
    let missing: [Unicode.Scalar]
    /// The run as the paper that is being made encodes it.
    var encoded = EncodedRun()

    init(
        font: Int, glyphs: [cairo_glyph_t], clusters: [cairo_text_cluster_t], text: [CChar], backwards: Bool,
        width: Double, ascent: Double, descent: Double, missing: [Unicode.Scalar]
    ) {
        self.font = font
        self.glyphs = glyphs
        self.clusters = clusters
        self.text = text
        self.backwards = backwards
        self.width = width
        self.ascent = ascent
        self.descent = descent
        self.missing = missing
    }
}
