import CPangoCairo

extension PaperFonts {
    /// Finds out how the run looks in this paper's codes.
    func encode(_ run: ShapedRun) {
        let steps = steps(of: run)
        guard let font = onlyFont(of: steps) else {
            run.encoded = EncodedRun(paper: paper, font: -1, start: self.steps.count)
            self.steps.append(steps)
            return
        }
        let start = strings.count
        for step in steps {
            switch step {
            case .glyph(let glyph): append(glyph.code, to: strings)
            case .move(let thousandths): append(move: thousandths, to: strings)
            default: break
            }
        }
        run.encoded = EncodedRun(paper: paper, font: font, start: start, count: strings.count - start)
    }

    /// Writes a code inside a string: as a byte, for PostScript in digits.
    @inline(__always)
    func append(_ code: UInt8, to bytes: Bytes) {
        if format == .ps { bytes.append(hex: code) } else { bytes.append(code) }
    }

    /// Writes a movement of the pen to the right, in thousandths of an em, between two strings.
    func append(move thousandths: Int, to bytes: Bytes) {
        bytes.append(UInt8(ascii: format == .ps ? ">" : ")"))
        bytes.append(number: -thousandths)
        bytes.append(UInt8(ascii: format == .ps ? "<" : "("))
    }

    /// The font, if there are only glyphs of one, and movements between them.
    private func onlyFont(of steps: [EncodedRun.Step]) -> Int? {
        var font: Int?
        for step in steps {
            switch step {
            case .move: continue
            case .glyph(let glyph) where font == nil || font == glyph.font: font = glyph.font
            default: return nil
            }
        }
        return font
    }

    private func steps(of run: ShapedRun) -> [EncodedRun.Step] {
        var pen = Pen()
        let clusters = clusters(of: run)
        if run.backwards { pen.steps.append(.backwards) }
        for (number, cluster) in clusters.enumerated() {
            guard cluster.glyphs.count > 1 else {
                draw(cluster.glyphs.lowerBound, of: run, text: cluster.text, with: &pen)
                continue
            }
            pen.steps.append(.text(cluster.text))
            if run.glyphs[cluster.glyphs.lowerBound].x * 1_000 > pen.place + Self.gap {
                space(at: pen.place, of: run, with: &pen)
            }
            for glyph in cluster.glyphs {
                draw(glyph, of: run, text: glyph == cluster.glyphs.lowerBound ? cluster.text : "", with: &pen)
            }
            let end = number + 1 < clusters.count ? run.glyphs[clusters[number + 1].glyphs.lowerBound].x : run.width
            if end * 1_000 > pen.place + Self.gap { space(before: end * 1_000, of: run, with: &pen) }
            pen.steps.append(.end)
        }
        if pen.rise != 0 { pen.steps.append(.rise(0)) }
        if run.backwards { pen.steps.append(.end) }
        pen.move(to: run.width * 1_000)
        return pen.steps
    }

    /// What writes a run, and where it stands, in thousandths of an em.
    private struct Pen {
        var steps: [EncodedRun.Step] = []
        var place = 0.0
        var rise = 0.0

        mutating func move(to target: Double) {
            let distance = (target - place).rounded()
            guard distance != 0 else { return }
            steps.append(.move(Int(distance)))
            place += distance
        }
    }

    private func draw(_ number: Int, of run: ShapedRun, text: String, with pen: inout Pen) {
        let glyph = run.glyphs[number]
        pen.move(to: glyph.x * 1_000)
        if glyph.y != pen.rise {
            pen.rise = glyph.y
            pen.steps.append(.rise(-glyph.y))
        }
        show(UInt32(truncatingIfNeeded: glyph.index), of: run, text: text, with: &pen)
    }

    private func show(_ index: UInt32, of run: ShapedRun, text: String, with pen: inout Pen) {
        pen.steps.append(.glyph(glyph(index, of: run.font, text: text)))
        pen.place += advance(of: index, in: run)
    }

    private func advance(of index: UInt32, in run: ShapedRun) -> Double {
        let outlines = outlines(of: run)
        return Double(outlines.advance(of: index)) * 1_000 / Double(outlines.unitsPerEm)
    }

    /// Viewers take the place of a text that stands for several glyphs from the first and the last of them; an accent, which
    /// is as wide as nothing, would leave a gap beside it that they take for the end of a word. A space fills it.
    private static let gap = 50.0

    private func space(at place: Double, of run: ShapedRun, with pen: inout Pen) {
        guard let space = outlines(of: run).space else { return }
        pen.move(to: place)
        show(space, of: run, text: "", with: &pen)
    }

    private func space(before end: Double, of run: ShapedRun, with pen: inout Pen) {
        guard let space = outlines(of: run).space else { return }
        self.space(at: end - advance(of: space, in: run), of: run, with: &pen)
    }

    private static func isMark(_ text: String) -> Bool {
        switch text.unicodeScalars.first?.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Glyphs that belong together, with what they stand for.
    private struct Cluster {
        var text: String
        var glyphs: Range<Int>
    }

    /// The run's clusters from left to right, each with at least one glyph; text without a glyph goes with what stands
    /// before it.
    private func clusters(of run: ShapedRun) -> [Cluster] {
        var clusters: [Cluster] = []
        var byte = 0
        var glyph = 0
        for cluster in run.clusters {
            let bytes = run.text[byte..<(byte + Int(cluster.num_bytes))].map { UInt8(bitPattern: $0) }
            byte += Int(cluster.num_bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            let glyphs = glyph..<(glyph + Int(cluster.num_glyphs))
            glyph = glyphs.upperBound
            if Self.isMark(text), let base = clusters.last {
                // With what it stands on it is one character; by itself, above an empty place, it would be one too many.
                clusters[clusters.count - 1].text += text
                clusters[clusters.count - 1].glyphs = base.glyphs.lowerBound..<glyphs.upperBound
            } else if !glyphs.isEmpty {
                clusters.append(Cluster(text: text, glyphs: glyphs))
            } else if !clusters.isEmpty {
                clusters[clusters.count - 1].text += text
            }
        }
        // Poppler turns round what one glyph shows of a text that runs backwards; others take it as it is meant.
        guard run.backwards else { return clusters }
        let count = run.glyphs.count
        return clusters.reversed().map { cluster in
            Cluster(
                text: cluster.text, glyphs: (count - cluster.glyphs.upperBound)..<(count - cluster.glyphs.lowerBound))
        }
    }
}
