import Orders

/// Pages in the operators of PDF's content streams, which our PostScript prologue knows as well.
final class PageContent {
    let bytes = Bytes(capacity: 1 << 16)
    let type: Typesetter
    let fonts: PaperFonts
    let format: PaperFormat
    private let placement: PagePlacement
    /// What stands in the operators so far, of the page that is being written.
    var state = State()

    struct State {
        /// The paper's font, its size in thousandths of a point, and whether that has been written.
        var font = -1
        var size = 0
        /// Where the current line began, in thousandths of a point.
        var (x, y) = (0, 0)
        var face = Face.regular
        var isInArray = false
        var isRaised = false
    }

    /// Thousandths of a point in a millimetre.
    static let scale = 72_000 / 25.4

    init(_ placement: PagePlacement, type: Typesetter, fonts: PaperFonts) {
        (self.placement, self.type, self.fonts) = (placement, type, fonts)
        format = fonts.format
    }

    /// Writes one page in place of the one before.
    ///
    /// - Returns: how many paragraphs it has, which are marked with their numbers from 0.
    func write(_ page: Page) -> Int {
        bytes.clear()
        state = State()
        drawCodes(of: page)
        if !placement.isNeutral { transform() }
        drawShapes(of: page)
        var paragraphs = 0
        for item in page.items {
            guard case .text(let text) = item else { continue }
            if paragraphs == 0 { bytes.append("BT\n") }
            if paragraphs == 0 || !text.continues {
                endLine(withSpace: false)
                if format == .pdf { beginParagraph(paragraphs) }
                paragraphs += 1
            } else {
                // Nobody sees the space, but who listens hears two words, and who copies gets two.
                endLine(withSpace: format == .pdf)
            }
            show(text)
        }
        endLine(withSpace: false)
        if paragraphs > 0 {
            if format == .pdf { bytes.append("EMC\n") }
            bytes.append("ET\n")
        }
        return paragraphs
    }

    private func beginParagraph(_ number: Int) {
        if number > 0 { bytes.append("EMC\n") }
        bytes.append("/P<</MCID ")
        bytes.append(number: number)
        bytes.append(">>BDC\n")
    }

    /// The placement counts from the top left corner, the operators from the bottom left one.
    private func transform() {
        let (matrix, height) = (placement.matrix, placement.page.height)
        for factor in [matrix.xx, -matrix.yx, -matrix.xy, matrix.yy] {
            bytes.append(millionths: factor)
            bytes.append(UInt8(ascii: " "))
        }
        let (right, down) = (matrix.x + matrix.xy * height, matrix.y + matrix.yy * height)
        bytes.append(thousandths: Int((right * Self.scale).rounded()))
        bytes.append(UInt8(ascii: " "))
        bytes.append(thousandths: Int(((placement.sheet.height - down) * Self.scale).rounded()))
        bytes.append(" cm\n")
    }

    /// Codes stand on the sheet's own dots, so they are drawn before anything is moved.
    private func drawCodes(of page: Page) {
        var isBegun = false
        for case .code(let code) in page.items {
            if !isBegun, format == .pdf { bytes.append("/Artifact BMC\n") }
            isBegun = true
            for rectangle in placement.rectangles(of: code) { dots(rectangle) }
            bytes.append("f\n")
        }
        if isBegun, format == .pdf { bytes.append("EMC\n") }
    }

    /// Thousandths of a point in a dot, and how much smaller a rectangle is on each side than its dots: what draws it
    /// blackens, or greys, every dot that it touches, were it with its edge.
    private static let dot = 240
    private static let shy = 2

    private func dots(_ rectangle: DotRectangle) {
        let height = Int((placement.sheet.height * Self.scale).rounded())
        let (width, length) = (rectangle.width * Self.dot - 2 * Self.shy, rectangle.height * Self.dot - 2 * Self.shy)
        for value in [
            rectangle.x * Self.dot + Self.shy, height - (rectangle.y + rectangle.height) * Self.dot + Self.shy, width,
            length,
        ] {
            bytes.append(thousandths: value)
            bytes.append(UInt8(ascii: " "))
        }
        bytes.append("re ")
    }

    // MARK: Places and lengths

    func x(of point: Point) -> Int { Int((point.x * Self.scale).rounded()) }
    func y(of point: Point) -> Int { Int(((placement.page.height - point.y) * Self.scale).rounded()) }

    private func drawShapes(of page: Page) {
        var isBegun = false
        for item in page.items {
            switch item {
            case .text, .code: continue
            case .rule, .box, .bars: break
            }
            if !isBegun, format == .pdf { bytes.append("/Artifact BMC\n") }
            isBegun = true
            switch item {
            case .text, .code: break
            case .rule(let rule):
                width(rule.thickness)
                place(rule.from)
                bytes.append("m ")
                place(rule.to)
                bytes.append("l S\n")
            case .box(let box):
                width(box.thickness)
                rectangle(box.corner, box.width, box.height)
                bytes.append("S\n")
            case .bars(let bars):
                for bar in bars { rectangle(bar.corner, bar.width, bar.height) }
                if !bars.isEmpty { bytes.append("f\n") }
            }
        }
        if isBegun, format == .pdf { bytes.append("EMC\n") }
    }

    private func width(_ thickness: Double) {
        length(thickness)
        bytes.append("w ")
    }

    private func place(_ point: Point) {
        bytes.append(thousandths: x(of: point))
        bytes.append(UInt8(ascii: " "))
        bytes.append(thousandths: y(of: point))
        bytes.append(UInt8(ascii: " "))
    }

    private func rectangle(_ corner: Point, _ width: Double, _ height: Double) {
        place(Point(x: corner.x, y: corner.y + height))
        length(width)
        length(height)
        bytes.append("re ")
    }

    private func length(_ millimetres: Double) {
        bytes.append(thousandths: Int((millimetres * Self.scale).rounded()))
        bytes.append(UInt8(ascii: " "))
    }
}

extension Bytes {
    /// With six decimals: `0.997000`.
    fileprivate func append(millionths value: Double) {
        let millionths = Int((value * 1_000_000).rounded())
        let digits = String(millionths.magnitude % 1_000_000)
        append(text: (millionths < 0 ? "-" : "") + String(millionths.magnitude / 1_000_000) + ".")
        append(text: String(repeating: "0", count: 6 - digits.utf8.count) + digits)
    }
}
