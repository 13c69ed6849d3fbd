import Orders

/// Draws pages to a paper, PDF or PostScript.
///
/// It takes one page after the other. Belongs to the typesetter's thread.
struct Painter {
    private enum Paper {
        case pdf(PDFPaper)
        case ps(PostScriptPaper)
    }

    private let paper: Paper

    /// - Parameters:
    ///   - sink: where the file goes.
    ///   - placement: how pages lie on the paper.
    /// - Throws: `PressError.library`.
    init(
        _ format: PaperFormat, to sink: PaperSink, _ placement: PagePlacement, title: PaperTitle, type: Typesetter
    ) throws(PressError) {
        switch format {
        case .pdf: paper = .pdf(try PDFPaper(to: sink, placement, title: title, type: type))
        case .ps: paper = .ps(try PostScriptPaper(to: sink, placement, title: title, type: type))
        }
    }

    func draw(_ page: Page) {
        switch paper {
        case .pdf(let paper): paper.draw(page)
        case .ps(let paper): paper.draw(page)
        }
    }

    /// Writes the rest of the file.
    ///
    /// - Throws: `PressError.unwritable`.
    func finish() throws(PressError) {
        switch paper {
        case .pdf(let paper): try paper.finish()
        case .ps(let paper): try paper.finish()
        }
    }
}
