extension PDFPaper {
    /// Writes a font with its program, widths and texts.
    ///
    /// - Returns: its object.
    func writeFont(_ font: PaperFont, number: Int) -> Int {
        let program = Type1Program(font, number: number)
        let stream = file.reserve()
        let both = Bytes(capacity: program.clear.count + program.encrypted.count)
        both.append(program.clear)
        both.append(program.encrypted)
        file.write(stream, stream: both) { bytes in
            bytes.append("/Length1 ")
            bytes.append(number: program.clear.count)
            bytes.append("/Length2 ")
            bytes.append(number: program.encrypted.count)
            bytes.append("/Length3 0")
        }
        let descriptor = file.write { Self.writeDescriptor(of: program, stream: stream, to: $0) }
        let texts = file.reserve()
        file.write(texts, stream: Self.texts(of: font))
        let glyphs = font.glyphs.sorted { $0.code < $1.code }
        let (first, last) = (Int(glyphs.first?.code ?? 0), Int(glyphs.last?.code ?? 0))
        return file.write { bytes in
            bytes.append("<</Type/Font/Subtype/Type1/BaseFont/")
            bytes.append(text: program.name)
            bytes.append("/FontDescriptor ")
            bytes.append(reference: descriptor)
            bytes.append("/ToUnicode ")
            bytes.append(reference: texts)
            bytes.append("/Encoding<</Type/Encoding/Differences[")
            for glyph in glyphs {
                bytes.append(number: Int(glyph.code))
                bytes.append(UInt8(ascii: "/"))
                bytes.append(text: glyph.name)
                bytes.append(UInt8(ascii: " "))
            }
            bytes.append("]>>/FirstChar ")
            bytes.append(number: first)
            bytes.append("/LastChar ")
            bytes.append(number: last)
            bytes.append("/Widths[")
            let advances = Dictionary(uniqueKeysWithValues: glyphs.map { (Int($0.code), $0.index) })
            for code in first...last {
                let advance = advances[code].map(font.outlines.advance(of:)) ?? 0
                bytes.append(thousandths: Self.thousandths(advance * 1_000, of: font))
                bytes.append(UInt8(ascii: " "))
            }
            bytes.append("]>>")
        }
    }

    /// - Parameter units: the font's own.
    private static func thousandths(_ units: Int, of font: PaperFont) -> Int {
        Int((Double(units) * 1_000 / Double(font.outlines.unitsPerEm)).rounded())
    }

    private static func writeDescriptor(of program: Type1Program, stream: Int, to bytes: Bytes) {
        bytes.append("<</Type/FontDescriptor/FontName/")
        bytes.append(text: program.name)
        // Symbolic: the encoding is its own.
        bytes.append("/Flags 4/ItalicAngle 0/StemV 80/FontBBox[")
        for edge in [program.box.left, program.box.bottom, program.box.right, program.box.top] {
            bytes.append(number: thousandths(edge, of: program.font))
            bytes.append(UInt8(ascii: " "))
        }
        let outlines = program.font.outlines
        for (key, height) in [
            ("]/Ascent ", outlines.ascender), ("/Descent ", outlines.descender), ("/CapHeight ", outlines.ascender),
        ] {
            bytes.append(text: key)
            bytes.append(number: thousandths(height, of: program.font))
        }
        bytes.append("/FontFile ")
        bytes.append(reference: stream)
        bytes.append(">>")
    }

    /// What each code stands for when it is copied or searched.
    private static func texts(of font: PaperFont) -> Bytes {
        let bytes = Bytes()
        bytes.append(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <00> <FF>
            endcodespacerange

            """)
        var rest = font.glyphs.filter { !$0.text.isEmpty }[...]
        while !rest.isEmpty {
            let part = rest.prefix(100)
            bytes.append(number: part.count)
            bytes.append(" beginbfchar\n")
            for glyph in part {
                bytes.append(UInt8(ascii: "<"))
                bytes.append(hex: glyph.code)
                bytes.append("> <")
                bytes.append(utf16: glyph.text)
                bytes.append(">\n")
            }
            bytes.append("endbfchar\n")
            rest = rest.dropFirst(part.count)
        }
        bytes.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        return bytes
    }
}
