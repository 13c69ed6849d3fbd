import CPangoCairo
import Orders

/// Draws pages to a file in memory, PDF or PostScript, with cairo.
///
/// It takes one page after the other and keeps none. Belongs to the typesetter's thread.
final class Painter {
    private let type: Typesetter
    private let format: PaperFormat
    private let title: PaperTitle
    private let sink: ByteSink
    private let surface: OpaquePointer
    private let cairo: OpaquePointer
    private var glyphs: [cairo_glyph_t] = []
    private var clusters: [cairo_text_cluster_t] = []
    private var utf8: [CChar] = []
    /// What the collected glyphs are to be shown in.
    private var font = 0
    private var points = 0.0
    private var backwards = false

    private static let pointsPerMillimetre = 1 / Typesetter.point

    /// - Throws: `PressError.library`.
    init(_ format: PaperFormat, size: PaperSize, title: PaperTitle, type: Typesetter) throws(PressError) {
        let sink = ByteSink()
        let closure = Unmanaged.passUnretained(sink).toOpaque()
        let (width, height) = (size.width * Self.pointsPerMillimetre, size.height * Self.pointsPerMillimetre)
        let surface =
            switch format {
            case .pdf: cairo_pdf_surface_create_for_stream(ByteSink.write, closure, width, height)
            case .ps: cairo_ps_surface_create_for_stream(ByteSink.write, closure, width, height)
            }
        guard let surface, let cairo = cairo_create(surface) else { throw .library("cairo has no memory") }
        (self.type, self.format, self.title) = (type, format, title)
        (self.sink, self.surface, self.cairo) = (sink, surface, cairo)
        switch format {
        case .pdf:
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.title)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, title.author)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, title.subject)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Handbill")
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, title.created)
        case .ps:
            cairo_ps_surface_dsc_comment(surface, "%%Title: \(title.title)")
        }
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(cairo, options)
        cairo_font_options_destroy(options)
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    func draw(_ page: Page) {
        cairo_set_source_rgb(cairo, 0, 0, 0)
        for item in page.items {
            switch item {
            case .text(let text): collect(text)
            case .rule(let rule):
                move(cairo_move_to, to: rule.from)
                move(cairo_line_to, to: rule.to)
                stroke(rule.thickness)
            case .box(let box):
                let scale = Self.pointsPerMillimetre
                cairo_rectangle(
                    cairo, box.corner.x * scale, box.corner.y * scale, box.width * scale, box.height * scale)
                stroke(box.thickness)
            }
        }
        show()
        cairo_show_page(cairo)
    }

    /// The whole file.
    ///
    /// - Throws: `PressError.library` with cairo's or qpdf's words.
    func finish() throws(PressError) -> [UInt8] {
        let status = cairo_status(cairo)
        cairo_surface_finish(surface)
        for status in [status, cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw .library(String(cString: cairo_status_to_string(status)))
        }
        switch format {
        case .pdf: return try PDFFinish.finished(&sink.bytes)
        case .ps:
            PostScriptFinish.setCreationDate(title.created, in: &sink.bytes)
            return sink.bytes
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
