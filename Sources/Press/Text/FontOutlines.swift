import CPangoCairo

/// A font's glyphs as outlines and advances, in its own units, whatever the kind of its file; of a variable font, those
/// of the instance that pango chose. Belongs to the typesetter's thread.
final class FontOutlines {
    private let font: OpaquePointer
    let unitsPerEm: Int
    /// As PDF and PostScript name it, `NotoSans-Regular`: letters, digits and hyphens of the font's own name.
    let name: String
    /// From the baseline up, and down (negative).
    let ascender: Int
    let descender: Int

    /// A step of an outline, in the font's units, y upwards.
    enum Step {
        case move(x: Int, y: Int)
        case line(x: Int, y: Int)
        case curve(x1: Int, y1: Int, x2: Int, y2: Int, x: Int, y: Int)
        case close
    }

    /// - Parameter pango: the font of a shaped run.
    init(_ pango: UnsafeMutablePointer<PangoFont>) {
        let source = pango_font_get_hb_font(pango)
        let face = hb_font_get_face(source)
        font = hb_font_create(face)
        unitsPerEm = Int(hb_face_get_upem(face))
        hb_font_set_scale(font, Int32(unitsPerEm), Int32(unitsPerEm))
        var axes: UInt32 = 0
        if let coordinates = hb_font_get_var_coords_normalized(source, &axes), axes > 0 {
            hb_font_set_var_coords_normalized(font, coordinates, axes)
        }
        var extents = hb_font_extents_t()
        hb_font_get_h_extents(font, &extents)
        (ascender, descender) = (Int(extents.ascender), Int(extents.descender))
        var letters = [CChar](repeating: 0, count: 64)
        var length = UInt32(letters.count)
        hb_ot_name_get_utf8(face, hb_ot_name_id_t(Self.postScriptName), nil, &length, &letters)
        let told = letters.prefix { $0 != 0 }.map { Unicode.Scalar(UInt8(bitPattern: $0)) }
        let kept = told.filter {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        }
        name = kept.isEmpty ? "Font" : String(String.UnicodeScalarView(kept))
    }

    /// `HB_OT_NAME_ID_POSTSCRIPT_NAME`, whose C type differs from version to version.
    private static let postScriptName = 6

    deinit {
        hb_font_destroy(font)
    }

    /// How far the pen moves to the right.
    func advance(of glyph: UInt32) -> Int {
        Int(hb_font_get_glyph_h_advance(font, glyph))
    }

    /// The glyph that shows nothing between words; nil if the font has none.
    private(set) lazy var space: UInt32? = {
        var glyph: UInt32 = 0
        return hb_font_get_nominal_glyph(font, 0x20, &glyph) != 0 ? glyph : nil
    }()

    /// The glyph's contours, one after the other; empty for a space.
    func outline(of glyph: UInt32) -> [Step] {
        let tracing = Tracing()
        hb_font_get_glyph_shape(font, glyph, Self.tracers.functions, Unmanaged.passUnretained(tracing).toOpaque())
        return withExtendedLifetime(tracing) { tracing.steps }
    }

    private final class Tracing {
        var steps: [Step] = []

        static func of(_ data: UnsafeMutableRawPointer?) -> Tracing? {
            data.map { Unmanaged<Tracing>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    /// What HarfBuzz calls for each step; curves with one control point come as such with two.
    ///
    /// `@unchecked Sendable` is safe: made immutable before anybody else sees it.
    private struct Tracers: @unchecked Sendable {
        let functions: OpaquePointer?

        init() {
            functions = hb_draw_funcs_create()
            hb_draw_funcs_set_move_to_func(
                functions, { _, data, _, x, y, _ in Tracing.of(data)?.steps.append(.move(x: units(x), y: units(y))) },
                nil, nil)
            hb_draw_funcs_set_line_to_func(
                functions, { _, data, _, x, y, _ in Tracing.of(data)?.steps.append(.line(x: units(x), y: units(y))) },
                nil, nil)
            hb_draw_funcs_set_cubic_to_func(
                functions,
                { _, data, _, x1, y1, x2, y2, x, y, _ in
                    Tracing.of(data)?.steps.append(
                        .curve(
                            x1: units(x1), y1: units(y1), x2: units(x2), y2: units(y2), x: units(x), y: units(y)))
                }, nil, nil)
            hb_draw_funcs_set_close_path_func(
                functions, { _, data, _, _ in Tracing.of(data)?.steps.append(.close) }, nil, nil)
            hb_draw_funcs_make_immutable(functions)
        }
    }

    private static let tracers = Tracers()
}

/// Whole units: at 1,000 or 2,048 in an em nobody sees the rest.
private func units(_ value: Float) -> Int {
    value.isFinite ? Int(value.rounded()) : 0
}
