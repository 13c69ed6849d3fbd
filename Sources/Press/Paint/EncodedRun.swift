/// Where a run stands in the codes of the fonts that a paper embeds. It holds for one paper and is made at its first use
/// there, so that ten thousand labels are mostly copied bytes. Plain numbers: looking at one costs nothing.
struct EncodedRun {
    /// `Typesetter.nextPaper()`; 0 for none yet.
    var paper = 0
    /// The font's number in the paper; -1 for a run that is more than a string, with its number among the `PaperFonts`'
    /// `steps` as `start`.
    var font = 0
    /// Where its bytes begin in the `PaperFonts`' `strings`, and how many there are: what stands between the parentheses
    /// (or angle brackets) of a string in a `TJ` array.
    var start = 0
    var count = 0

    /// What is more than a string: several fonts, raised glyphs, text that the glyphs don't tell.
    enum Step {
        case glyph(PaperGlyph)
        /// Moves the pen to the right, in thousandths of an em.
        case move(Int)
        /// How high the next glyphs stand, in em.
        case rise(Double)
        /// The glyphs up to `end` stand for this text, and for nothing else.
        case text(String)
        /// The glyphs up to `end` stand in the opposite order of what they show.
        case backwards
        case end
    }
}

/// A glyph by its font's number in the paper, and its code there.
struct PaperGlyph: Hashable {
    var font: Int
    var code: UInt8
}
