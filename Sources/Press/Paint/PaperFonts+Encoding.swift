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
        var steps: [EncodedRun.Step] = []
        var rise = 0.0
        /// Where the pen stands, in thousandths of an em.
        var pen = 0.0
        func move(to place: Double) {
            let distance = (place - pen).rounded()
            guard distance != 0 else { return }
            steps.append(.move(Int(distance)))
            pen += distance
        }
        let outlines = outlines(of: run)
        for cluster in clusters(of: run) {
            let isWhole = cluster.glyphs.count == 1
            if !isWhole { steps.append(.text(cluster.text)) }
            for (place, glyph) in run.glyphs[cluster.glyphs].enumerated() {
                move(to: glyph.x * 1_000)
                if glyph.y != rise {
                    rise = glyph.y
                    steps.append(.rise(-rise))
                }
                let index = UInt32(truncatingIfNeeded: glyph.index)
                let text = isWhole || place == 0 ? cluster.text : ""
                steps.append(.glyph(self.glyph(index, of: run.font, text: text)))
                pen += Double(outlines.advance(of: index)) * 1_000 / Double(outlines.unitsPerEm)
            }
            if !isWhole { steps.append(.endText) }
        }
        if rise != 0 { steps.append(.rise(0)) }
        move(to: run.width * 1_000)
        return steps
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
