import Orders

/// An address and its corner mark, set on a label: sizes and places relative to the label's top left corner.
///
/// The lines are wrapped first, then set smaller; they are never cut. The corner mark (sequence number, reference,
/// part) keeps 2 mm of clear space to the address, whose neighbourhood the sorting machine reads.
struct LabelSetting {
    var points: Double
    var address: [Page.Text]
    var mark: [Page.Text]

    /// Why an address can't be set.
    enum Problem: Error {
        case tooLong
        case missing([Unicode.Scalar])
    }

    /// The smallest size in which an address is still read, in points.
    static let smallest = 8.0
    /// A longer address is not tried.
    private static let longest = 2_000
    /// Clear space between address and mark.
    static let clearance = 2.0
    /// From one baseline to the next, in em.
    private static let leading = 1.2
}

/// The room that a label gives.
struct LabelArea {
    var width: Double
    var height: Double
    /// What stays free at the sides, and above and below: feeders are up to a millimetre off.
    var marginX: Double
    var marginY: Double

    init(of sheet: SheetGeometry) {
        width = sheet.labelWidth
        height = sheet.labelHeight
        marginX = min(4, max(2, width * 0.06))
        marginY = min(2.5, max(1.5, height * 0.06))
    }

    /// 11 pt where there is room, 10 pt on a narrow label, in half points down to 8.
    var sizes: [Double] {
        Array(stride(from: width >= 80 ? 11.0 : 10.0, through: LabelSetting.smallest, by: -0.5))
    }
}

extension LabelSetting {
    /// Sets these lines, with the mark in a corner.
    init(
        lines: [String], mark: LabelMark, on area: LabelArea, with type: Typesetter
    ) throws(Problem) {
        guard lines.reduce(0, { $0 + $1.utf8.count }) <= Self.longest else { throw .tooLong }
        let measured = lines.map { ($0, type.measure($0, face: .regular)) }
        guard measured.allSatisfy({ $1.isWhole && !$0.unicodeScalars.contains(where: Typesetter.isControl) }) else {
            throw .missing(lines.flatMap { type.missing(in: $0) })
        }
        for longWords in [LongWords.keep, .split] {
            for points in longWords == .keep ? area.sizes : [Self.smallest] {
                if let block = AddressBlock(measured, points: points, longWords: longWords, on: area, with: type),
                    let placed = mark.placed(clearOf: block, on: area, with: type)
                {
                    self.init(points: points, address: block.texts, mark: placed)
                    return
                }
            }
        }
        throw .tooLong
    }

    /// An empty place with nothing but its number.
    init(empty mark: LabelMark, on area: LabelArea, with type: Typesetter) {
        self.init(points: 0, address: [], mark: mark.set(inCorner: .bottomRight, on: area, with: type).texts)
    }

    /// The wrapped lines of an address, one below the other, in the middle of the label's height.
    struct AddressBlock {
        var texts: [Page.Text] = []
        var frames: [Frame] = []

        /// Nil if the lines don't fit at this size.
        init?(
            _ lines: [(String, Measure)], points: Double, longWords: LongWords, on area: LabelArea,
            with type: Typesetter
        ) {
            let width = area.width - 2 * area.marginX
            let room = area.height - 2 * area.marginY
            let advance = LabelSetting.leading * points * Typesetter.point
            let most = Int(room / advance) + 1
            var wrapped: [(String, Extent)] = []
            for (line, measure) in lines {
                let extent = measure.extent(points: points)
                if extent.width <= width {
                    wrapped.append((line, extent))
                } else if let parts = type.wrap(
                    line, face: .regular, points: points, width: width, longWords: longWords, most: most)
                {
                    wrapped += parts.map { ($0, type.extent(of: $0, face: .regular, points: points)) }
                } else {
                    return nil
                }
                guard wrapped.count <= most else { return nil }
            }
            var y = 0.0
            var last: Extent?
            for (line, extent) in wrapped {
                y += last.map { max(advance, $0.descent + extent.ascent + 0.2) } ?? extent.ascent
                var text = Page.Text(string: line, face: .regular, points: points, at: Point(x: area.marginX, y: y))
                text.continues = last != nil
                texts.append(text)
                frames.append(Frame(left: area.marginX, baseline: y, extent: extent))
                last = extent
            }
            let height = y + (last?.descent ?? 0)
            guard height <= room else { return nil }
            // From the first line's capitals to the last baseline it stands in the middle, so that labels side by side
            // agree whatever accents and descenders they have; unless ink would come too near the edge.
            let capitals = (texts.first?.at.y ?? 0) - 0.714 * points * Typesetter.point
            let middle = (area.height - capitals - y) / 2
            let shift = min(max(middle, area.marginY), area.height - area.marginY - height)
            for index in texts.indices {
                texts[index].at.y += shift
                frames[index].top += shift
                frames[index].bottom += shift
            }
        }
    }
}

/// The ink of a line of text, as a rectangle.
struct Frame: Hashable {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    init(left: Double, baseline: Double, extent: Extent) {
        self.left = left
        right = left + extent.width
        top = baseline - extent.ascent
        bottom = baseline + extent.descent
    }

    /// Whether the two are at least so many millimetres apart, sideways or up and down.
    func isClear(of other: Frame, by distance: Double) -> Bool {
        left >= other.right + distance || other.left >= right + distance || top >= other.bottom + distance
            || other.top >= bottom + distance
    }
}
