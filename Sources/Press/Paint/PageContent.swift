import Orders

/// Pages in the operators of PDF's content streams, which our PostScript prologue knows as well.
final class PageContent {
    let bytes = Bytes(capacity: 1 << 16)
    let type: Typesetter
    let fonts: PaperFonts
    let format: PaperFormat
    private let size: PaperSize
    private let profile: PrinterProfile
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

    init(size: PaperSize, type: Typesetter, fonts: PaperFonts, profile: PrinterProfile) {
        (self.size, self.type, self.fonts, self.profile) = (size, type, fonts, profile)
        format = fonts.format
    }

    /// Writes one page in place of the one before.
    ///
    /// - Returns: how many paragraphs it has, which are marked with their numbers from 0.
    func write(_ page: Page) -> Int {
        bytes.clear()
        state = State()
        if !profile.isNeutral { transform() }
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

    /// Scales from the top left corner, as the profile does, where the operators count from the bottom left one.
    private func transform() {
        let down = size.height - profile.down - profile.scaleY * size.height
        bytes.append(millionths: profile.scaleX)
        bytes.append(" 0 0 ")
        bytes.append(millionths: profile.scaleY)
        bytes.append(UInt8(ascii: " "))
        bytes.append(thousandths: Int((profile.right * Self.scale).rounded()))
        bytes.append(UInt8(ascii: " "))
        bytes.append(thousandths: Int((down * Self.scale).rounded()))
        bytes.append(" cm\n")
    }

    // MARK: Places and lengths

    func x(of point: Point) -> Int { Int((point.x * Self.scale).rounded()) }
    func y(of point: Point) -> Int { Int(((size.height - point.y) * Self.scale).rounded()) }

    private func drawShapes(of page: Page) {
        var isBegun = false
        for item in page.items {
            if case .text = item { continue }
            if !isBegun, format == .pdf { bytes.append("/Artifact BMC\n") }
            isBegun = true
            switch item {
            case .text: break
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
