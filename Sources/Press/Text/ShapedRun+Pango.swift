import CPangoCairo

extension Typesetter {
    /// What pango made of a stretch of text, in our own form.
    func run(
        of string: UnsafeMutablePointer<PangoGlyphString>, analysis: PangoAnalysis, text: UnsafeBufferPointer<CChar>
    ) -> ShapedRun {
        let count = Int(string.pointee.num_glyphs)
        let infos = UnsafeBufferPointer(start: string.pointee.glyphs, count: count)
        let starts = UnsafeBufferPointer(start: string.pointee.log_clusters, count: count)
        var glyphs: [cairo_glyph_t] = []
        glyphs.reserveCapacity(count)
        var missing: [Unicode.Scalar] = []
        /// How many glyphs are drawn for the cluster that begins at this byte.
        var drawn = [Int32](repeating: -1, count: text.count)
        var x = 0.0
        for (info, start) in zip(infos, starts) {
            let start = Int(start)
            drawn[start] = max(drawn[start], 0)
            if info.glyph & Self.unknownFlag != 0 {
                missing.append(Unicode.Scalar(info.glyph & ~Self.unknownFlag) ?? "\u{FFFD}")
            } else if info.glyph != Self.emptyGlyph {
                drawn[start] += 1
                glyphs.append(
                    cairo_glyph_t(
                        index: UInt(info.glyph), x: x + Double(info.geometry.x_offset) / Self.unitsPerEm,
                        y: Double(info.geometry.y_offset) / Self.unitsPerEm))
            }
            x += Double(info.geometry.width) / Self.unitsPerEm
        }
        var clusters: [cairo_text_cluster_t] = []
        for number in drawn {
            if number >= 0 || clusters.isEmpty {
                clusters.append(cairo_text_cluster_t(num_bytes: 1, num_glyphs: max(number, 0)))
            } else {
                clusters[clusters.count - 1].num_bytes += 1
            }
        }
        var ink = PangoRectangle()
        if let font = analysis.font { pango_glyph_string_extents(string, font, &ink, nil) }
        return ShapedRun(
            font: analysis.font.map(number(of:)) ?? 0, glyphs: glyphs, clusters: clusters, text: Array(text),
            backwards: analysis.level % 2 == 1, width: x, ascent: max(0, -Double(ink.y) / Self.unitsPerEm),
            descent: max(0, Double(ink.y + ink.height) / Self.unitsPerEm), missing: missing)
    }

    /// `PANGO_GLYPH_UNKNOWN_FLAG` and `PANGO_GLYPH_EMPTY`, macros with a cast that Swift doesn't see. An unknown
    /// glyph's other bits are its character.
    private static let unknownFlag: PangoGlyph = 0x1000_0000
    private static let emptyGlyph: PangoGlyph = 0x0FFF_FFFF
}
