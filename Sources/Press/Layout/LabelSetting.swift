import Orders

/// An address and its corner mark, set on a label: sizes and places relative to the label's top left corner.
///
/// The lines are wrapped first, then set smaller; they are never cut. The corner mark (sequence number, reference,
/// part) and the codes keep 2 mm of clear space to the address, whose neighbourhood the sorting machine reads.
struct LabelSetting {
    var points: Double
    var address: [Page.Text]
    var mark: [Page.Text]

    /// Why an address can't be set.
    enum Problem: Error {
        case tooLong
        case missing
    }

    /// The smallest size in which an address is still read, in points.
    static let smallest = 8.0
    /// A longer address is not tried.
    private static let longest = 2_000
    /// Clear space between the address and whatever else stands on the label.
    static let clearance = 2.0
    /// From one baseline to the next, in em.
    static let leading = 1.2
}

extension LabelSetting {
    /// Sets these lines, with the mark in a corner.
    ///
    /// The mark gives way before the address does: at first it stands whole on one line, then on two, then without the
    /// reference. Each form is tried at every size, and words are split only where they are wider than the label.
    init(lines: [String], mark: LabelMark, in room: LabelRoom, with type: Typesetter) throws(Problem) {
        guard lines.reduce(0, { $0 + $1.utf8.count }) <= Self.longest else { throw .tooLong }
        let measured = lines.map { ($0, type.measure($0, face: .regular)) }
        guard measured.allSatisfy({ $1.isWhole && !$0.unicodeScalars.contains(where: Typesetter.isControl) }) else {
            throw .missing
        }
        var blocks: [AddressBlock] = []
        for longWords in [LongWords.keep, .split] where blocks.isEmpty {
            for points in longWords == .keep ? room.area.sizes : [Self.smallest] {
                for width in room.widths {
                    guard
                        let block = AddressBlock(
                            measured, points: points, longWords: longWords, width: width, in: room, with: type)
                    else { continue }
                    if let placed = mark.placed(as: .line, clearOf: block, in: room, with: type) {
                        self.init(block, mark: placed)
                        return
                    }
                    blocks.append(block)
                }
            }
        }
        for form in LabelMark.Form.allCases where form != .line {
            for block in blocks {
                if let placed = mark.placed(as: form, clearOf: block, in: room, with: type) {
                    self.init(block, mark: placed)
                    return
                }
            }
        }
        throw .tooLong
    }

    private init(_ block: AddressBlock, mark: [Page.Text]) {
        self.init(points: block.points, address: block.texts, mark: mark)
    }

    /// An empty place with nothing but its number.
    init(empty mark: LabelMark, on area: LabelArea, with type: Typesetter) {
        self.init(points: 0, address: [], mark: mark.set(as: .line, at: .bottomRight(of: area), with: type).texts)
    }
}
