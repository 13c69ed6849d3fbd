import CPangoCairo

/// Turns text into glyphs, measures it and breaks it into lines: pango with a font map of its own.
///
/// Belongs to one thread, like everything of pango's; `Press` sees to that. Text is shaped once at a nominal size and
/// scaled, as nothing here is hinted, and shaped words are remembered, as streets, towns and first names come again
/// and again: 10,000 labels take a quarter of the time that shaping each line takes.
final class Typesetter {
    /// The fonts met so far, as cairo knows them; a `ShapedRun` names one by its place here.
    private(set) var fonts: [OpaquePointer] = []
    /// The same fonts as outlines.
    private(set) var outlines: [FontOutlines] = []
    private var numbers: [OpaquePointer: Int] = [:]
    private let library: FontLibrary
    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    let context: OpaquePointer
    let layout: OpaquePointer
    let glyphString: UnsafeMutablePointer<PangoGlyphString>
    /// For each face, how pango sets plain ASCII in it.
    private(set) var plain: [Face: UnsafeMutablePointer<PangoItem>] = [:]
    private(set) var descriptions: [Face: OpaquePointer] = [:]
    let words = WordTable(capacity: 16_384)
    /// Lines that are shaped as a whole.
    let lines = WordTable(capacity: 1_024)
    /// Every ASCII character for itself, as digits and capitals of codes are set; made when they are met.
    let characters = UnsafeMutableBufferPointer<ShapedWord?>.allocate(capacity: 256)
    /// How many papers were begun.
    private var papers = 0

    /// The size at which text is shaped, in points; large, because pango counts in 1,024ths of it.
    static let nominal = 1000.0
    /// Pango's units in one em at the nominal size.
    static let unitsPerEm = nominal * Double(PANGO_SCALE)
    /// Millimetres in one point.
    static let point = 25.4 / 72

    init(_ library: FontLibrary) throws(PressError) {
        self.library = library
        characters.initialize(repeating: nil)
        guard let map = pango_cairo_font_map_new(), let context = pango_font_map_create_context(map) else {
            throw .library("pango has no font map")
        }
        fontMap = map
        self.context = context
        pango_cairo_font_map_set_resolution(OpaquePointer(map), 72)
        pango_fc_font_map_set_config(handbill_fc_font_map(map), library.config)
        pango_context_set_language(context, pango_language_from_string("en"))
        pango_context_set_base_dir(context, PANGO_DIRECTION_WEAK_LTR)
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        layout = pango_layout_new(context)
        pango_layout_set_single_paragraph_mode(layout, 1)
        glyphString = pango_glyph_string_new()
        for face in Face.allCases {
            let description = pango_font_description_new()
            pango_font_description_set_family(description, library.family)
            pango_font_description_set_weight(description, face == .bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
            pango_font_description_set_absolute_size(description, Self.unitsPerEm)
            descriptions[face] = description
            pango_context_set_font_description(context, description)
            let items = pango_itemize(context, "A", 0, 1, nil, nil)
            plain[face] = items?.pointee.data.assumingMemoryBound(to: PangoItem.self)
            g_list_free(items)
        }
        guard plain.count == Face.allCases.count else { throw .library("pango can't set plain text") }
    }

    deinit {
        characters.deinitialize().deallocate()
        for font in fonts { cairo_font_face_destroy(font) }
        for item in plain.values { pango_item_free(item) }
        for description in descriptions.values { pango_font_description_free(description) }
        pango_glyph_string_free(glyphString)
        g_object_unref(UnsafeMutableRawPointer(layout))
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(fontMap)
    }

    /// The number of pango's font, which the painter knows it by.
    func number(of font: UnsafeMutablePointer<PangoFont>) -> Int {
        let scaled = pango_cairo_font_get_scaled_font(OpaquePointer(font))
        guard let face = cairo_scaled_font_get_font_face(scaled) else { return 0 }
        if let number = numbers[face] { return number }
        cairo_font_face_reference(face)
        numbers[face] = fonts.count
        fonts.append(face)
        outlines.append(FontOutlines(font))
        return fonts.count - 1
    }

    /// A number for a paper that begins, so that what is kept with a run can be told from an earlier paper's.
    func nextPaper() -> Int {
        papers += 1
        return papers
    }
}
