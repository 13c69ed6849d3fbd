/// What stands small in a label's corner: the sequence number, the reference and the part.
struct LabelMark {
    /// What people say at the table: bold.
    var number: String
    /// ` · HB-7K3M9Q2T · 1 of 2`; empty for a place whose address was taken out.
    var rest: String

    /// - Parameters:
    ///   - reference: nil for a place whose address was taken out.
    ///   - part: which packet of its order's it is; said only where there are several.
    init(number: String, reference: String? = nil, part: String = "1", of parts: String = "1") {
        self.number = number
        rest = reference.map { " · \($0)" } ?? ""
        if parts != "1" { rest += " · \(part) of \(parts)" }
    }

    /// The widest mark that a packet of an order of so many can have: what `Press.fit` leaves room for.
    static func widest(ofParts parts: Int) -> LabelMark {
        let part = String(repeating: "0", count: String(parts).count)
        let number = String(repeating: "0", count: max(5, part.count))
        return LabelMark(number: number, reference: "HB-WWWWWWWW", part: part, of: parts > 1 ? part : "1")
    }

    enum Corner {
        /// First choice: the postcode's line is short.
        case bottomRight
        case topRight
    }

    private static let numberPoints = 7.0
    private static let restPoints = 6.5

    /// The mark in a corner.
    func set(inCorner corner: Corner, on area: LabelArea, with type: Typesetter) -> (texts: [Page.Text], frame: Frame) {
        let first = type.extent(of: number, face: .bold, points: Self.numberPoints)
        let second = type.extent(of: rest, face: .regular, points: Self.restPoints)
        // The same height for every mark, whether or not it has a J or a Q: all stand on one line, and what fitted with
        // the widest mark fits with every other.
        let em = Self.numberPoints * Typesetter.point
        let whole = Extent(width: first.width + second.width, ascent: 0.75 * em, descent: 0.24 * em)
        let left = area.width - area.marginX - whole.width
        let baseline =
            switch corner {
            case .bottomRight: area.height - area.marginY - whole.descent
            case .topRight: area.marginY + whole.ascent
            }
        var texts = [
            Page.Text(string: number, face: .bold, points: Self.numberPoints, at: Point(x: left, y: baseline))
        ]
        if !rest.isEmpty {
            let at = Point(x: left + first.width, y: baseline)
            texts.append(
                Page.Text(string: rest, face: .regular, points: Self.restPoints, at: at, continues: true))
        }
        return (texts, Frame(left: left, baseline: baseline, extent: whole))
    }

    /// The mark in a corner where the address leaves it clear; nil if there is none.
    func placed(clearOf block: LabelSetting.AddressBlock, on area: LabelArea, with type: Typesetter) -> [Page.Text]? {
        for corner in [Corner.bottomRight, .topRight] {
            let (texts, frame) = set(inCorner: corner, on: area, with: type)
            if frame.left >= area.marginX / 2,
                block.frames.allSatisfy({ frame.isClear(of: $0, by: LabelSetting.clearance) })
            {
                return texts
            }
        }
        return nil
    }
}
