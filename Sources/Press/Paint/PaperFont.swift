/// A font as a paper embeds it: up to 250 glyphs of it, each with a code of one byte. What needs more of them has several.
///
/// A code stands for a glyph and the text that it shows: where one glyph shows two texts, it has two codes, so that each
/// can be copied as what it was.
final class PaperFont {
    let outlines: FontOutlines
    /// In the order of their codes.
    private(set) var glyphs: [Glyph] = []

    private var names: Set<String> = []

    struct Glyph {
        var index: UInt32
        var text: String
        var code: UInt8
        /// In the font program. It tells the text to programs that read PostScript: `uni0041`.
        var name: String
    }

    /// The codes, in the order in which they are given away: none of those that mean something inside a string.
    static let codes: [UInt8] = (Array(0x21...0xFF) + Array(0x01...0x1F)).filter {
        !Array("\n\r()\\".utf8).contains($0)
    }

    init(_ outlines: FontOutlines) {
        self.outlines = outlines
    }

    var isFull: Bool { glyphs.count == Self.codes.count }

    /// Gives the glyph the next code.
    func add(_ index: UInt32, text: String) -> UInt8 {
        let code = Self.codes[glyphs.count]
        let (telling, unlike) = (Bytes(capacity: 64), Bytes(capacity: 64))
        if ["ff", "fi", "fl", "ffi", "ffl"].contains(text) {
            telling.append(text: text)
        } else if !text.isEmpty, text.utf16.count <= 7 {
            telling.append("uni")
            telling.append(utf16: text)
        } else {
            telling.append("g")
        }
        // What stands behind a full stop says nothing of the text.
        unlike.append(telling)
        unlike.append(UInt8(ascii: "."))
        unlike.append(hex: code)
        let name = names.insert(telling.text).inserted ? telling.text : unlike.text
        glyphs.append(Glyph(index: index, text: text, code: code, name: name))
        return code
    }
}

/// The fonts of a paper, numbered in the order of their first use: the same paper has the same ones, whatever its press
/// has made before.
final class PaperFonts {
    private(set) var all: [PaperFont] = []
    /// What marks the runs that are encoded for this paper.
    let paper: Int
    let format: PaperFormat
    /// The encoded runs, one behind the other, and those that are more than strings.
    let strings = Bytes(capacity: 1 << 16)
    var steps: [[EncodedRun.Step]] = []
    private let type: Typesetter
    private var glyphs: [Key: PaperGlyph] = [:]
    /// By the typesetter's number, the one that still has codes.
    private var open: [Int: Int] = [:]

    private struct Key: Hashable {
        var font: Int
        var glyph: UInt32
        /// In UTF-8: strings are equal that are written with other characters.
        var text: [UInt8]
    }

    init(_ type: Typesetter, for format: PaperFormat) {
        (self.type, self.format) = (type, format)
        paper = type.nextPaper()
    }

    func outlines(of run: ShapedRun) -> FontOutlines {
        type.outlines[run.font]
    }

    /// The code of a glyph that shows this text.
    ///
    /// - Parameter font: the typesetter's number.
    func glyph(_ glyph: UInt32, of font: Int, text: String) -> PaperGlyph {
        let key = Key(font: font, glyph: glyph, text: Array(text.utf8))
        if let known = glyphs[key] { return known }
        if open[font].map({ all[$0].isFull }) ?? true {
            open[font] = all.count
            all.append(PaperFont(type.outlines[font]))
        }
        let number = open[font] ?? 0
        let made = PaperGlyph(font: number, code: all[number].add(glyph, text: text))
        glyphs[key] = made
        return made
    }
}
