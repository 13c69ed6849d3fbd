import CPangoCairo
import Orders

/// Draws pages to a file in memory, PDF or PostScript, with cairo.
///
/// It takes one page after the other and keeps none. Belongs to the typesetter's thread.
final class Painter {
    private let format: PaperFormat
    private let title: PaperTitle
    private let sink: ByteSink
    private let surface: OpaquePointer
    private let cairo: OpaquePointer
    private let brush: Brush

    /// - Throws: `PressError.library`.
    ///
    /// - Parameter profile: of the printer that the paper is for.
    init(
        _ format: PaperFormat, size: PaperSize, title: PaperTitle, type: Typesetter,
        profile: PrinterProfile = PrinterProfile()
    ) throws(PressError) {
        let sink = ByteSink()
        let closure = Unmanaged.passUnretained(sink).toOpaque()
        let (width, height) = (size.width * Brush.pointsPerMillimetre, size.height * Brush.pointsPerMillimetre)
        let surface =
            switch format {
            case .pdf: cairo_pdf_surface_create_for_stream(ByteSink.write, closure, width, height)
            case .ps: cairo_ps_surface_create_for_stream(ByteSink.write, closure, width, height)
            }
        guard let surface, let cairo = cairo_create(surface) else { throw .library("cairo has no memory") }
        (self.format, self.title) = (format, title)
        (self.sink, self.surface, self.cairo) = (sink, surface, cairo)
        brush = Brush(cairo, type: type, profile: profile)
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
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    func draw(_ page: Page) {
        brush.draw(page)
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
}
