import CPangoCairo
import Orders

/// Draws a page as a PNG picture, black on white.
enum Picture {
    /// The whole file.
    ///
    /// - Parameter resolution: dots per inch.
    /// - Throws: `PressError.library` with cairo's words.
    static func png(
        of page: Page, resolution: Double, type: Typesetter, placement: PagePlacement? = nil
    ) throws(PressError) -> [UInt8] {
        let dots = resolution / 25.4
        let placement = placement ?? PagePlacement(page.size)
        let sheet = placement.sheet
        let (width, height) = ((sheet.width * dots).rounded(.up), (sheet.height * dots).rounded(.up))
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)) else {
            throw .library("cairo has no memory")
        }
        defer { cairo_surface_destroy(surface) }
        guard let cairo = cairo_create(surface) else { throw .library("cairo has no memory") }
        defer { cairo_destroy(cairo) }
        cairo_set_source_rgb(cairo, 1, 1, 1)
        cairo_paint(cairo)
        cairo_scale(cairo, resolution / 72, resolution / 72)
        Brush(cairo, type: type, placement: placement).draw(page)
        let sink = ByteSink()
        let written = withExtendedLifetime(sink) {
            cairo_surface_write_to_png_stream(surface, ByteSink.write, Unmanaged.passUnretained(sink).toOpaque())
        }
        for status in [cairo_status(cairo), cairo_surface_status(surface), written] where status != CAIRO_STATUS_SUCCESS
        {
            throw .library(String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }
}
