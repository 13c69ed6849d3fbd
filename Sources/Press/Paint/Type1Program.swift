/// A font program in Adobe's Type 1 format with just the glyphs that a paper uses, made from their outlines.
///
/// PDF and PostScript take the same one, and every font can be written so, whatever the format of its file. See "Adobe
/// Type 1 Font Format", version 1.1.
struct Type1Program {
    /// From the beginning to `eexec`.
    let clear = Bytes()
    /// The encrypted part, in binary form.
    let encrypted = Bytes(capacity: 1 << 14)
    /// With the six letters of a subset before it: `QJXKDE+NotoSans-Regular`.
    let name: String
    /// Around all glyphs, in the font's units.
    private(set) var box = Box()
    let font: PaperFont

    struct Box {
        var left = 0
        var bottom = 0
        var right = 0
        var top = 0

        mutating func take(_ x: Int, _ y: Int) {
            (left, right) = (min(left, x), max(right, x))
            (bottom, top) = (min(bottom, y), max(top, y))
        }
    }

    /// What ends the encrypted part: 512 zeros and the operator that clears them away.
    static let trailer: String = String(repeating: String(repeating: "0", count: 64) + "\n", count: 8) + "cleartomark\n"

    init(_ font: PaperFont, number: Int) {
        self.font = font
        name = Self.tag(number) + "+" + font.outlines.name
        let strings = Bytes(capacity: 1 << 14)
        strings.append("dup /Private 6 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n")
        strings.append("/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n")
        strings.append("/BlueValues [] def\n/MinFeature {16 16} def\n/password 5839 def\n2 index /CharStrings ")
        strings.append(number: font.glyphs.count + 1)
        strings.append(" dict dup begin\n")
        Self.define(".notdef", as: Charstring(advance: 0), in: strings)
        for glyph in font.glyphs {
            var charstring = Charstring(advance: font.outlines.advance(of: glyph.index))
            charstring.draw(font.outlines.outline(of: glyph.index), box: &box)
            Self.define(glyph.name, as: charstring, in: strings)
        }
        strings.append(
            "end\nend\nreadonly put\nnoaccess put\ndup /FontName get exch definefont pop\nmark currentfile closefile\n")
        Self.encrypt(strings, key: 55_665, into: encrypted)
        writeHeader()
    }

    private func writeHeader() {
        clear.append("%!PS-AdobeFont-1.0: ")
        clear.append(text: name)
        clear.append("\n11 dict begin\n/FontName /")
        clear.append(text: name)
        clear.append(" def\n/PaintType 0 def\n/FontType 1 def\n/FontMatrix [")
        let scale = Self.reciprocal(font.outlines.unitsPerEm)
        clear.append(text: "\(scale) 0 0 \(scale)")
        clear.append(" 0 0] readonly def\n/FontBBox {")
        for edge in [box.left, box.bottom, box.right, box.top] {
            clear.append(number: edge)
            clear.append(UInt8(ascii: " "))
        }
        clear.append("} readonly def\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n")
        for glyph in font.glyphs {
            clear.append("dup ")
            clear.append(number: Int(glyph.code))
            clear.append(" /")
            clear.append(text: glyph.name)
            clear.append(" put\n")
        }
        clear.append("readonly def\ncurrentdict end\ncurrentfile eexec\n")
    }

    /// `0.001`, `0.00048828125`, never with an exponent.
    private static func reciprocal(_ units: Int) -> String {
        var digits = ""
        var rest = 1
        while rest > 0, digits.utf8.count < 14 {
            rest *= 10
            digits += String(rest / units)
            rest %= units
        }
        return "0." + digits
    }

    /// Six capitals, another combination for each font of a paper.
    private static func tag(_ number: Int) -> String {
        var rest = number
        let letters = (0..<6).map { _ in
            let letter = UInt8(ascii: "A") + UInt8(rest % 26)
            rest /= 26
            return letter
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    private static func define(_ name: String, as charstring: Charstring, in strings: Bytes) {
        let plain = charstring.finished()
        strings.append(UInt8(ascii: "/"))
        strings.append(text: name)
        strings.append(UInt8(ascii: " "))
        strings.append(number: plain.count + 4)
        strings.append(" RD ")
        encrypt(plain, key: 4_330, into: strings)
        strings.append(" ND\n")
    }

    /// Adobe's cipher, four bytes before the text. They are zeros, so that the first byte of the cipher text is no white
    /// space and the first four aren't all hexadecimal digits, as is asked of the outer one.
    private static func encrypt(_ plain: Bytes, key: UInt16, into target: Bytes) {
        var key = key
        func take(_ byte: UInt8) {
            let cipher = byte ^ UInt8(key >> 8)
            key = (UInt16(cipher) &+ key) &* 52_845 &+ 22_719
            target.append(cipher)
        }
        for _ in 0..<4 { take(0) }
        plain.withBuffer { for byte in $0 { take(byte) } }
    }
}

/// A glyph in Type 1's own little language.
struct Charstring {
    private let bytes = Bytes(capacity: 512)
    private var (x, y) = (0, 0)

    /// Begins with the advance; the left side bearing is 0, so that places are those of the outline.
    init(advance: Int) {
        number(0)
        number(advance)
        bytes.append(13)  // hsbw
    }

    mutating func draw(_ outline: [FontOutlines.Step], box: inout Type1Program.Box) {
        for step in outline {
            switch step {
            case .move(let toX, let toY):
                go(toX, toY, &box)
                bytes.append(21)  // rmoveto
            case .line(let toX, let toY):
                go(toX, toY, &box)
                bytes.append(5)  // rlineto
            case .curve(let x1, let y1, let x2, let y2, let toX, let toY):
                go(x1, y1, &box)
                go(x2, y2, &box)
                go(toX, toY, &box)
                bytes.append(8)  // rrcurveto
            case .close:
                bytes.append(9)  // closepath
            }
        }
    }

    func finished() -> Bytes {
        bytes.append(14)  // endchar
        return bytes
    }

    /// Writes the way to a place from the one before.
    private mutating func go(_ toX: Int, _ toY: Int, _ box: inout Type1Program.Box) {
        number(toX - x)
        number(toY - y)
        (x, y) = (toX, toY)
        box.take(x, y)
    }

    private func number(_ value: Int) {
        switch value {
        case -107...107:
            bytes.append(UInt8(value + 139))
        case 108...1_131:
            bytes.append(UInt8((value - 108) / 256 + 247))
            bytes.append(UInt8((value - 108) % 256))
        case -1_131 ... -108:
            bytes.append(UInt8((-value - 108) / 256 + 251))
            bytes.append(UInt8((-value - 108) % 256))
        default:
            bytes.append(255)
            let bits = UInt32(bitPattern: Int32(clamping: value))
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift))) }
        }
    }
}
