import CPangoCairo
import Orders

/// Draws pages onto a cairo context. Belongs to the typesetter's thread.
final class Brush {
    private let type: Typesetter
    private let cairo: OpaquePointer
    private let placement: PagePlacement
    private var glyphs: [cairo_glyph_t] = []
    private var clusters: [cairo_text_cluster_t] = []
    private var utf8: [CChar] = []
    /// What the collected glyphs are to be shown in.
    private var font = 0
    private var points = 0.0
    private var backwards = false

    static let pointsPerMillimetre = 1 / Typesetter.point

    /// - Parameters:
    ///   - cairo: a context whose unit is the point; it must outlive the brush.
    ///   - placement: how pages lie on the paper.
    init(_ cairo: OpaquePointer, type: Typesetter, placement: PagePlacement) {
        (self.cairo, self.type, self.placement) = (cairo, type, placement)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(cairo, options)
        cairo_font_options_destroy(options)
    }

    func draw(_ page: Page) {
        cairo_save(cairo)
        defer { cairo_restore(cairo) }
        cairo_set_source_rgb(cairo, 0, 0, 0)
        drawCodes(of: page)
        if !placement.isNeutral {
            let (placed, scale) = (placement.matrix, Self.pointsPerMillimetre)
            var matrix = cairo_matrix_t(
                xx: placed.xx, yx: placed.yx, xy: placed.xy, yy: placed.yy, x0: placed.x * scale, y0: placed.y * scale)
            cairo_transform(cairo, &matrix)
        }
        for item in page.items {
            switch item {
            case .text(let text): collect(text)
            case .code: break
            case .rule(let rule):
                move(cairo_move_to, to: rule.from)
                move(cairo_line_to, to: rule.to)
                stroke(rule.thickness)
            case .box(let box):
                let scale = Self.pointsPerMillimetre
                cairo_rectangle(
                    cairo, box.corner.x * scale, box.corner.y * scale, box.width * scale, box.height * scale)
                stroke(box.thickness)
            case .bars(let bars):
                let scale = Self.pointsPerMillimetre
                for bar in bars {
                    cairo_rectangle(
                        cairo, bar.corner.x * scale, bar.corner.y * scale, bar.width * scale, bar.height * scale)
                }
                cairo_fill(cairo)
            }
        }
        show()
    }

    /// On the sheet's own dots, before anything is moved.
    private func drawCodes(of page: Page) {
        let dot = Page.Code.dot * Self.pointsPerMillimetre
        for case .code(let code) in page.items {
            for rectangle in placement.rectangles(of: code) {
                cairo_rectangle(
                    cairo, Double(rectangle.x) * dot, Double(rectangle.y) * dot, Double(rectangle.width) * dot,
                    Double(rectangle.height) * dot)
            }
            cairo_fill(cairo)
        }
    }

    private func move(_ move: (OpaquePointer?, Double, Double) -> Void, to point: Point) {
        move(cairo, point.x * Self.pointsPerMillimetre, point.y * Self.pointsPerMillimetre)
    }

    private func stroke(_ thickness: Double) {
        cairo_set_line_width(cairo, thickness * Self.pointsPerMillimetre)
        cairo_stroke(cairo)
    }

    /// Adds a line of text to what is to be shown. Glyphs of one font and size go to cairo together, even from several
    /// lines: for each call it does the same reckoning again.
    private func collect(_ text: Page.Text) {
        var x = text.at.x * Self.pointsPerMillimetre
        let y = text.at.y * Self.pointsPerMillimetre
        type.forEachRun(of: text.string, face: text.face) { run in
            if run.font != font || text.points != points || run.backwards || backwards {
                show()
                (font, points, backwards) = (run.font, text.points, run.backwards)
            }
            for glyph in run.glyphs {
                glyphs.append(
                    cairo_glyph_t(index: glyph.index, x: x + glyph.x * points, y: y + glyph.y * points))
            }
            clusters += run.clusters
            utf8 += run.text
            x += run.width * points
        }
    }

    /// Hands the collected glyphs to cairo, with the text that they stand for.
    private func show() {
        if !glyphs.isEmpty {
            cairo_set_font_face(cairo, type.fonts[font])
            cairo_set_font_size(cairo, points)
            cairo_show_text_glyphs(
                cairo, utf8, Int32(utf8.count), glyphs, Int32(glyphs.count), clusters, Int32(clusters.count),
                backwards ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t(rawValue: 0))
        }
        glyphs.removeAll(keepingCapacity: true)
        clusters.removeAll(keepingCapacity: true)
        utf8.removeAll(keepingCapacity: true)
    }
}
