/// What stands small in a label's corner: the sequence number, the reference and the part.
struct LabelMark {
    /// What people say at the table: bold.
    var number: String
    /// `HB-7K3M9Q2T`; nil for a place whose address was taken out.
    var reference: String?
    /// How many orders are in the packet besides the one of the reference.
    var others = 0
    /// `1 of 2`; nil where there is only one.
    var part: String?

    /// - Parameters:
    ///   - reference: nil for a place whose address was taken out.
    ///   - others: how many orders are in the packet besides that one.
    ///   - part: which packet of its order's it is; said only where there are several.
    init(
        number: String, reference: String? = nil, others: Int = 0, part: String = "1", of parts: String = "1"
    ) {
        self.number = number
        self.reference = reference
        self.others = max(0, others)
        self.part = parts == "1" ? nil : "\(part) of \(parts)"
    }

    /// The widest mark that a packet of an order of so many can have: what `Press.fit` leaves room for.
    static func widest(ofParts parts: Int) -> LabelMark {
        let part = String(repeating: "0", count: String(parts).count)
        let number = String(repeating: "0", count: max(5, part.count))
        return LabelMark(number: number, reference: "HB-WWWWWWWW", part: part, of: parts > 1 ? part : "1")
    }

    /// How it is set, from what says most to what takes least.
    enum Form: CaseIterable {
        /// `17 · HB-7K3M9Q2T · 1 of 2`.
        case line
        /// `17 · 1 of 2` above `HB-7K3M9Q2T`.
        case twoLines
        /// `17 · 1 of 2`: the reference stands on the order sheet.
        case bare
        /// `17` above `1 of 2`.
        case bareTwoLines
        /// The last two without what they say of further orders: what `Press.fit` left room for.
        case alone
        case aloneTwoLines
    }

    /// Where it stands: at the right, up from here or down from here.
    struct Place {
        var right: Double
        var y: Double
        var isUpwards: Bool

        static func bottomRight(of area: LabelArea) -> Place {
            Place(right: area.width - area.marginX, y: area.height - area.marginY, isUpwards: true)
        }

        static func topRight(of area: LabelArea) -> Place {
            Place(right: area.width - area.marginX, y: area.marginY, isUpwards: false)
        }
    }

    private static let numberPoints = 7.0
    private static let restPoints = 6.5
    // The same height for every mark, whether or not it has a J or a Q: all stand on one line, and what fitted with
    // the widest mark fits with every other.
    private static let ascent = 0.75 * numberPoints * Typesetter.point
    private static let descent = 0.24 * numberPoints * Typesetter.point
    private static let lineHeight = 1.05 * numberPoints * Typesetter.point

    /// Its lines in this form, the bold number apart; nil where another form says the same.
    private func lines(as form: Form) -> [(number: String, rest: String)]? {
        let tail = part.map { " · \($0)" } ?? ""
        // `HB-7K3M9Q2T +2`: three orders are in it.
        let more = others > 0 ? " +\(others)" : ""
        switch form {
        case .line: return [(number, (reference.map { " · \($0)\(more)" } ?? "") + tail)]
        case .twoLines: return reference.map { [(number, tail), ("", $0 + more)] }
        case .bare: return [(number, more + tail)]
        case .bareTwoLines: return part.map { [(number, more), ("", $0)] }
        case .alone: return others > 0 ? [(number, tail)] : nil
        case .aloneTwoLines: return others > 0 ? part.map { [(number, ""), ("", $0)] } : nil
        }
    }

    /// The mark at a place; nothing where another form says the same.
    func set(as form: Form, at place: Place, with type: Typesetter) -> (texts: [Page.Text], frame: Frame) {
        let lines = self.lines(as: form) ?? []
        let height = Self.ascent + Self.descent + Double(max(0, lines.count - 1)) * Self.lineHeight
        let top = place.isUpwards ? place.y - height : place.y
        var frame = Frame(left: place.right, right: place.right, top: top, bottom: top + height)
        var texts: [Page.Text] = []
        for (index, line) in lines.enumerated() {
            let first = type.width(of: line.number, face: .bold, points: Self.numberPoints)
            let second = type.width(of: line.rest, face: .regular, points: Self.restPoints)
            let left = place.right - first - second
            let baseline = top + Self.ascent + Double(index) * Self.lineHeight
            frame.left = min(frame.left, left)
            if !line.number.isEmpty {
                let at = Point(x: left, y: baseline)
                texts.append(Page.Text(string: line.number, face: .bold, points: Self.numberPoints, at: at))
            }
            if !line.rest.isEmpty {
                let at = Point(x: left + first, y: baseline)
                texts.append(Page.Text(string: line.rest, face: .regular, points: Self.restPoints, at: at))
            }
        }
        return (texts, frame)
    }

    /// The mark at a place where the address and the codes leave it clear; nil if there is none.
    func placed(
        as form: Form, clearOf block: AddressBlock, in room: LabelRoom, with type: Typesetter
    ) -> [Page.Text]? {
        for place in room.places {
            let (texts, frame) = set(as: form, at: place, with: type)
            if !texts.isEmpty, frame.left >= room.area.marginX / 2, frame.isClear(of: block.frames),
                frame.isClear(of: room.obstacles)
            {
                return texts
            }
        }
        return nil
    }
}
