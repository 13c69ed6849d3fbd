extension PageContent {
    /// Shows a line of text.
    func show(_ text: Page.Text) {
        let (x, y) = (x(of: text.at), y(of: text.at))
        bytes.append(thousandths: x - state.x)
        bytes.append(UInt8(ascii: " "))
        bytes.append(thousandths: y - state.y)
        bytes.append(" Td ")
        (state.x, state.y) = (x, y)
        let size = Int((text.points * 1_000).rounded())
        type.forEachWord(of: text.string, face: text.face) { word in
            for run in word.runs { show(run, size: size) }
        }
        state.face = text.face
    }

    /// Ends a line that was begun.
    func endLine(withSpace: Bool) {
        if withSpace, state.isInArray {
            type.forEachWord(of: " ", face: state.face) { word in
                for run in word.runs { show(run, size: state.size) }
            }
        }
        if state.isRaised { rise(0, size: state.size) }
        closeArray()
    }

    @inline(__always)
    private func show(_ run: ShapedRun, size: Int) {
        if run.encoded.paper != fonts.paper { fonts.encode(run) }
        let encoded = run.encoded
        if encoded.font >= 0 {
            openArray(font: encoded.font, size: size)
            bytes.append(fonts.strings, from: encoded.start, count: encoded.count)
        } else {
            for step in fonts.steps[encoded.start] { take(step, size: size) }
        }
    }

    private func take(_ step: EncodedRun.Step, size: Int) {
        switch step {
        case .glyph(let glyph):
            openArray(font: glyph.font, size: size)
            fonts.append(glyph.code, to: bytes)
        case .move(let thousandths):
            guard !fonts.all.isEmpty else { return }
            openArray(font: max(0, state.font), size: size)
            fonts.append(move: thousandths, to: bytes)
        case .rise(let em): rise(em, size: size)
        case .text(let text):
            guard format == .pdf else { return }
            closeArray()
            bytes.append("/Span<</ActualText<FEFF")
            bytes.append(utf16: text)
            bytes.append(">>>BDC\n")
        case .backwards:
            guard format == .pdf else { return }
            closeArray()
            bytes.append("/ReversedChars BMC\n")
        case .end:
            guard format == .pdf else { return }
            closeArray()
            bytes.append("EMC\n")
        }
    }

    private func rise(_ em: Double, size: Int) {
        closeArray()
        bytes.append(thousandths: Int((em * Double(size)).rounded()))
        bytes.append(" Ts ")
        state.isRaised = em != 0
    }

    @inline(__always)
    private func openArray(font: Int, size: Int) {
        if state.font != font || state.size != size {
            closeArray()
            bytes.append("/F")
            bytes.append(number: font)
            bytes.append(UInt8(ascii: " "))
            bytes.append(thousandths: size)
            bytes.append(" Tf ")
            (state.font, state.size) = (font, size)
        }
        guard !state.isInArray else { return }
        bytes.append(UInt8(ascii: "["))
        bytes.append(UInt8(ascii: format == .ps ? "<" : "("))
        state.isInArray = true
    }

    @inline(__always)
    private func closeArray() {
        guard state.isInArray else { return }
        bytes.append(UInt8(ascii: format == .ps ? ">" : ")"))
        bytes.append("]TJ\n")
        state.isInArray = false
    }
}
