import CPangoCairo

extension Typesetter {
    /// Calls `body` with the words and spaces that make up this line of text, from left to right; a line whose words may
    /// change places is one word.
    func forEachWord(of text: String, face: Face, _ body: (ShapedWord) -> Void) {
        let script = Script(of: text)
        var text = text
        text.withUTF8 { bytes in
            guard script != .complex else {
                body(lines.word(bytes, face: face) { shape(String(decoding: bytes, as: UTF8.self), face: face) })
                return
            }
            var start = 0
            while start < bytes.count {
                if bytes[start] == UInt8(ascii: " ") {
                    body(character(UInt8(ascii: " "), face: face))
                    start += 1
                    continue
                }
                var end = start
                var kind = WordKind()
                while end < bytes.count, bytes[end] != UInt8(ascii: " ") {
                    kind.take(bytes[end])
                    end += 1
                }
                if kind.isCode {
                    var place = start
                    while place < end {
                        if bytes[place] < 0x80 {
                            body(character(bytes[place], face: face))
                            place += 1
                        } else {
                            // An en dash.
                            let dash = UnsafeBufferPointer(rebasing: bytes[place..<min(place + 3, end)])
                            body(self.word(dash, isPlain: false, face: face))
                            place += 3
                        }
                    }
                } else {
                    let word = UnsafeBufferPointer(rebasing: bytes[start..<end])
                    body(self.word(word, isPlain: kind.isPlain, face: face))
                }
                start = end
            }
        }
    }

    /// Calls `body` with the runs that make up this line of text, from left to right.
    func forEachRun(of text: String, face: Face, _ body: (ShapedRun) -> Void) {
        forEachWord(of: text, face: face) { word in
            for run in word.runs { body(run) }
        }
    }

    /// How much room the text takes on one line.
    func measure(_ text: String, face: Face) -> Measure {
        var measure = Measure()
        forEachWord(of: text, face: face) { measure.add($0.measure) }
        return measure
    }

    /// How much room the text takes on one line at this size, in millimetres.
    func extent(of text: String, face: Face, points: Double) -> Extent {
        measure(text, face: face).extent(points: points)
    }

    func width(of text: String, face: Face, points: Double) -> Double {
        measure(text, face: face).extent(points: points).width
    }

    /// The characters of the text that no font has, and those that can't be seen on paper at all: control characters.
    func missing(in text: String, face: Face = .regular) -> [Unicode.Scalar] {
        var missing = Array(text.unicodeScalars).filter(Self.isControl)
        forEachRun(of: Self.singleLine(text), face: face) { missing += $0.missing }
        return missing
    }

    /// The text in a form that can be set: control characters as spaces, and characters that no font has by their
    /// names, "[grinning face]", as a box would tell nobody anything.
    func settable(_ text: String, face: Face) -> String {
        let line = Self.singleLine(text)
        guard Script(of: line) != .plain, !measure(line, face: face).isWhole else { return line }
        let missing = Set(missing(in: line, face: face))
        var spelled = ""
        for scalar in line.unicodeScalars {
            if missing.contains(scalar) {
                spelled += "[" + (scalar.properties.name?.lowercased() ?? codePoint(scalar)) + "]"
            } else {
                spelled.unicodeScalars.append(scalar)
            }
        }
        return spelled
    }

    /// Control characters and line separators as spaces.
    static func singleLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    /// C0, DEL, C1, and the separators of lines and paragraphs.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }

    /// What a word's bytes say of it.
    private struct WordKind {
        private(set) var isPlain = true
        private var isUpper = true
        private var hasDigit = false
        /// The last three bytes.
        private var last: UInt32 = 0

        @inline(__always)
        mutating func take(_ byte: UInt8) {
            last = last << 8 & 0xFF_FFFF | UInt32(byte)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"): break
            case 0x80...:
                isPlain = false
                // The bytes of an en dash, each only behind the one before.
                if byte != 0xE2, last & 0xFFFF != 0xE280, last != 0xE28093 { isUpper = false }
            default: isUpper = false
            }
        }

        /// A reference, a postcode's half, a number, from number to number: digits, perhaps with capitals. Such are read
        /// out letter by letter, and set so: no two are alike, and shaping every one would take most of the time of a
        /// sheet of labels.
        var isCode: Bool { isUpper && hasDigit }
    }

    private func character(_ byte: UInt8, face: Face) -> ShapedWord {
        let place = Int(byte & 0x7F) | (face == .bold ? 0x80 : 0)
        if let made = characters[place] { return made }
        let made = withUnsafePointer(to: byte) {
            let text = UnsafeBufferPointer(start: $0, count: 1)
            return ShapedWord([byte], face: face, runs: shapeWord(text, isPlain: true, face: face))
        }
        characters[place] = made
        return made
    }

    private func word(_ text: UnsafeBufferPointer<UInt8>, isPlain: Bool, face: Face) -> ShapedWord {
        words.word(text, face: face) { shapeWord(text, isPlain: isPlain, face: face) }
    }

    private func shapeWord(_ text: UnsafeBufferPointer<UInt8>, isPlain: Bool, face: Face) -> [ShapedRun] {
        if isPlain || FontLibrary.surelyHas(text), let item = plain[face] { return [shapePlain(text, as: item)] }
        return shape(String(decoding: text, as: UTF8.self), face: face)
    }

    /// Shapes ASCII and the like, whose font, direction and script are known, without asking pango for them.
    private func shapePlain(
        _ word: UnsafeBufferPointer<UInt8>, as item: UnsafeMutablePointer<PangoItem>
    ) -> ShapedRun {
        word.withMemoryRebound(to: CChar.self) { text in
            pango_shape_full(
                text.baseAddress, Int32(text.count), text.baseAddress, Int32(text.count), &item.pointee.analysis,
                glyphString)
            return run(of: glyphString, analysis: item.pointee.analysis, text: text)
        }
    }

    /// Shapes any text: fonts by script, right to left where it runs so.
    private func shape(_ text: String, face: Face) -> [ShapedRun] {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                pango_layout_set_font_description(layout, descriptions[face])
                pango_layout_set_text(layout, text.baseAddress, Int32(text.count))
                let languages = languages(of: text)
                pango_layout_set_attributes(layout, languages)
                pango_attr_list_unref(languages)
                var runs: [ShapedRun] = []
                var node = pango_layout_get_line_readonly(layout, 0)?.pointee.runs
                while let item = node {
                    let glyphs = item.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self).pointee
                    let part = UnsafeBufferPointer(
                        rebasing: text[Int(glyphs.item.pointee.offset)...].prefix(Int(glyphs.item.pointee.length)))
                    runs.append(run(of: glyphs.glyphs, analysis: glyphs.item.pointee.analysis, text: part))
                    node = item.pointee.next
                }
                return runs
            }
        }
    }

    /// The language of every stretch of another script than Latin. Without it pango asks the environment (`LANGUAGE`),
    /// and Arabic would look otherwise on an Urdu machine.
    private func languages(of text: UnsafeBufferPointer<CChar>) -> OpaquePointer? {
        let list = pango_attr_list_new()
        let scripts = pango_script_iter_new(text.baseAddress, Int32(text.count))
        defer { pango_script_iter_free(scripts) }
        repeat {
            var start: UnsafePointer<CChar>?
            var end: UnsafePointer<CChar>?
            var script = PANGO_SCRIPT_COMMON
            pango_script_iter_get_range(scripts, &start, &end, &script)
            if let language = Self.language(of: script), let start, let end, let base = text.baseAddress {
                let attribute = pango_attr_language_new(pango_language_from_string(language))
                attribute?.pointee.start_index = guint(start - base)
                attribute?.pointee.end_index = guint(end - base)
                pango_attr_list_insert(list, attribute)
            }
        } while pango_script_iter_next(scripts) != 0
        return list
    }

    private static func language(of script: PangoScript) -> String? {
        switch script {
        case PANGO_SCRIPT_ARABIC: "ar"
        case PANGO_SCRIPT_BENGALI: "bn"
        case PANGO_SCRIPT_CYRILLIC: "ru"
        case PANGO_SCRIPT_DEVANAGARI: "hi"
        case PANGO_SCRIPT_GREEK: "el"
        case PANGO_SCRIPT_HAN: "zh-cn"
        case PANGO_SCRIPT_HEBREW: "he"
        case PANGO_SCRIPT_HIRAGANA, PANGO_SCRIPT_KATAKANA: "ja"
        case PANGO_SCRIPT_ETHIOPIC: "am"
        case PANGO_SCRIPT_SYRIAC: "syr"
        default: nil
        }
    }
}
