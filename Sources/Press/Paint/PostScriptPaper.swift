import Orders

/// Draws pages to PostScript: level 3, laid out by the rules for document structuring (DSC 3.0), in seven bits.
///
/// The fonts stand before the pages, and what they have to hold is only known after the last one, so the pages wait in
/// memory, deflated.
final class PostScriptPaper {
    private let sink: PaperSink
    private let size: PaperSize
    private let title: PaperTitle
    private let fonts: PaperFonts
    private let content: PageContent
    /// The pages that are written, deflated piece by piece, and the piece that is being written.
    private var pieces: [(deflated: Bytes, count: Int)] = []
    private let piece = Bytes(capacity: PostScriptPaper.most)
    private let deflater: Deflater
    private var count = 0

    /// So many bytes of pages stand together.
    private static let most = 1 << 18

    /// - Throws: `PressError.library`.
    init(
        to sink: PaperSink, _ placement: PagePlacement, title: PaperTitle, type: Typesetter
    ) throws(PressError) {
        deflater = try Deflater()
        (self.sink, size, self.title) = (sink, placement.sheet, title)
        fonts = PaperFonts(type, for: .ps)
        content = PageContent(placement, type: type, fonts: fonts)
    }

    func draw(_ page: Page) {
        _ = content.write(page)
        count += 1
        if piece.count > Self.most - (1 << 16) {
            let deflated = Bytes(capacity: 0)
            deflater.deflate(piece, into: deflated)
            pieces.append((deflated.trimmed(), piece.count))
            piece.clear()
        }
        piece.append("%%Page: ")
        piece.append(number: count)
        piece.append(UInt8(ascii: " "))
        piece.append(number: count)
        piece.append("\n%%BeginPageSetup\nsave\n%%EndPageSetup\n")
        piece.append(content.bytes)
        piece.append("restore showpage\n")
    }

    /// - Throws: `PressError.unwritable`.
    func finish() throws(PressError) {
        let programs = fonts.all.enumerated().map { Type1Program($1, number: $0) }
        let head = Bytes()
        writeHeader(resources: programs.map(\.name), to: head)
        for (number, program) in programs.enumerated() { Self.write(program, number: number, to: head) }
        head.append("%%EndProlog\n%%BeginSetup\n<</PageSize[")
        head.append(thousandths: points(size.width))
        head.append(UInt8(ascii: " "))
        head.append(thousandths: points(size.height))
        head.append("]>>setpagedevice\nHandbill begin\n%%EndSetup\n")
        sink.write(head)
        for (deflated, count) in pieces {
            head.clear()
            deflater.inflate(deflated, count: count, into: head)
            sink.write(head)
        }
        sink.write(piece)
        head.clear()
        head.append("%%Trailer\nend\n%%EOF\n")
        sink.write(head)
        try sink.finish()
    }

    /// In thousandths.
    private func points(_ millimetres: Double) -> Int {
        Int((millimetres * PageContent.scale).rounded())
    }

    private func writeHeader(resources: [String], to head: Bytes) {
        let (width, height) = (Double(points(size.width)) / 1_000, Double(points(size.height)) / 1_000)
        let (whole, high) = (Int(width.rounded(.up)), Int(height.rounded(.up)))
        head.append("%!PS-Adobe-3.0\n%%Creator: Handbill\n")
        head.append(text: "%%Title: \(Self.comment(title.title))\n%%CreationDate: \(Self.comment(title.created))\n")
        head.append(
            text: "%%Pages: \(count)\n%%BoundingBox: 0 0 \(whole) \(high)\n%%HiResBoundingBox: 0 0 \(width) \(height)\n"
        )
        head.append(text: "%%DocumentMedia: Plain \(Int(width.rounded())) \(Int(height.rounded())) 0 () ()\n")
        head.append("%%DocumentData: Clean7Bit\n%%LanguageLevel: 3\n%%PageOrder: Ascend\n%%Orientation: Portrait\n")
        head.append("%%DocumentSuppliedResources: procset Handbill 1.0 0\n")
        for name in resources { head.append(text: "%%+ font \(name)\n") }
        head.append("%%EndComments\n%%BeginProlog\n")
        head.append(Self.prologue)
    }

    /// PDF's operators. A number between the strings of `TJ` moves to the left, in thousandths of the font's size.
    private static let prologue: StaticString = """
        %%BeginResource: procset Handbill 1.0 0
        /Handbill 32 dict def
        Handbill begin
        /BD {bind def} bind def
        /BT {/lx 0 def /ly 0 def /rs 0 def} BD
        /ET {} BD
        /Td {ly add /ly exch def lx add /lx exch def lx ly moveto} BD
        /m {moveto} BD
        /l {lineto} BD
        /w {setlinewidth} BD
        /re {4 2 roll moveto 1 index 0 rlineto 0 exch rlineto neg 0 rlineto closepath} BD
        /S {stroke} BD
        /f {fill} BD
        /cm {6 array astore concat} BD
        /Tf {dup /fs exch def exch load exch scalefont setfont} BD
        /Ts {dup rs sub 0 exch rmoveto /rs exch def} BD
        /TJ {{dup type /stringtype eq {show} {-0.001 mul fs mul 0 rmoveto} ifelse} forall} BD
        end
        %%EndResource

        """

    private static func write(_ program: Type1Program, number: Int, to head: Bytes) {
        head.append(text: "%%BeginResource: font \(program.name)\n")
        head.append(program.clear)
        program.encrypted.withBuffer { cipher in
            for (place, byte) in cipher.enumerated() {
                head.append(hex: byte)
                if place % 32 == 31 { head.append(UInt8(ascii: "\n")) }
            }
        }
        head.append(text: "\n\(Type1Program.trailer)%%EndResource\n")
        head.append(text: "Handbill /F\(number) /\(program.name) findfont put\n")
    }

    /// What can stand in a comment: printable ASCII, on one line of at most 255 characters.
    private static func comment(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.prefix(200)))
    }
}
