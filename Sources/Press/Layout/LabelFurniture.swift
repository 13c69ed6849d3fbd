import Orders

/// What stands on every label of a sheet beside the address: the sender at the top left, the QR code at the top right,
/// the bars at the bottom left. It says what room is left for the address, and why there is too little.
struct LabelFurniture {
    let area: LabelArea
    private let content: LabelContent
    /// The sender's lines, and what parts them from the address where they can't keep an envelope's distance.
    let sender: [Page.Text]
    let hairline: Page.Rule?
    /// Where the address may begin.
    private let top: Double
    /// The QR code itself, without the free space around it; nil where there is none.
    private let code: Frame?
    /// The side of its modules.
    private let dots: Int

    /// An address of five lines in the smallest size, and the width of an ordinary line in it, in millimetres.
    static let leastHeight = (4 * LabelSetting.leading + 1) * LabelSetting.smallest * Typesetter.point
    static let leastWidth = 30.0
    /// The same of an address of nine lines.
    private static let mostHeight = (8 * LabelSetting.leading + 1) * LabelSetting.smallest * Typesetter.point
    /// How far from the address a sender stands on an envelope (Royal Mail); on a label where there is room for it.
    private static let senderDistance = 12.0

    init(_ content: LabelContent, on sheet: SheetGeometry, with type: Typesetter) {
        area = LabelArea(of: sheet)
        self.content = content
        let (left, right) = (area.marginX, area.width - area.marginX)
        dots = area.width < 60 || area.height < 30 ? QRCode.fewDots : QRCode.dots
        if content.qr {
            let side = QRCode.side(dots)
            // Half a dot more than must stay free, for painters move it to the next one.
            let y = max(area.marginY, Double(QRCode.quiet) * QRCode.module(dots) + Page.Code.dot / 2)
            code = Frame(left: right - side, right: right, top: y, bottom: y + side)
        } else {
            code = nil
        }
        let width = (code.map { $0.left - LabelSetting.clearance } ?? right) - left
        let style = TextStyle.regular(area.width < 80 ? 6 : 7)
        sender = Self.sender(content.sender, style, at: Point(x: left, y: area.marginY), width: width, with: type)
        guard let last = sender.last else {
            (hairline, top) = (nil, area.marginY)
            return
        }
        let end = last.at.y + 0.25 * style.points * Typesetter.point
        let bars = content.barcode == nil ? 0 : FourStateBars.height + FourStateBars.clearance
        if area.height - area.marginY - bars - end - Self.senderDistance >= Self.mostHeight {
            (hairline, top) = (nil, end + Self.senderDistance)
        } else {
            let y = end + 0.5
            hairline = Page.Rule(from: Point(x: left, y: y), to: Point(x: left + width, y: y), thickness: 0.1)
            top = y + 1.5
        }
    }

    /// "If undelivered please return to" and the lines, as many as one line takes.
    private static func sender(
        _ lines: [String], _ style: TextStyle, at corner: Point, width: Double, with type: Typesetter
    ) -> [Page.Text] {
        guard !lines.isEmpty else { return [] }
        let text = type.settable(
            "If undelivered please return to: " + lines.joined(separator: ", "), face: style.face)
        let wrapped = type.wrap(text, face: style.face, points: style.points, width: width) ?? [text]
        return wrapped.enumerated().map { index, line in
            Page.Text(
                string: line, face: style.face, points: style.points,
                at: Point(
                    x: corner.x, y: corner.y + style.ascent + Double(index) * style.points * Typesetter.point * 1.2)
            )
        }
    }

    /// The bars' top left corner, for so many bars.
    func corner(ofBars count: Int) -> Point {
        let free = area.height - max(area.marginY, FourStateBars.clearance)
        return Point(
            x: min(area.marginX, (area.width - FourStateBars.length(of: count)) / 2), y: free - FourStateBars.height)
    }

    /// The QR code's top left corner and the side of its modules; nil where there is none.
    var place: (corner: Point, dots: Int)? {
        code.map { (Point(x: $0.left, y: $0.top), dots) }
    }

    /// What is left for the address and the mark.
    ///
    /// - Parameter bars: how many bars this label has; 0 for none.
    func room(bars count: Int) -> LabelRoom {
        var room = LabelRoom(area)
        room.top = top
        if !sender.isEmpty { room.places[1].y = top }
        if let code {
            room.obstacles.append(code)
            // Beside the code, if lines would run into it.
            room.widths.append(code.left - LabelSetting.clearance - area.marginX)
            room.places[1].y = max(top, code.bottom + LabelSetting.clearance)
        }
        if count > 0 {
            let corner = corner(ofBars: count)
            room.bottom = corner.y - FourStateBars.clearance
            room.obstacles.append(
                Frame(
                    left: corner.x, right: corner.x + FourStateBars.length(of: count), top: corner.y,
                    bottom: corner.y + FourStateBars.height))
            room.places.insert(LabelMark.Place(right: room.places[0].right, y: room.bottom, isUpwards: true), at: 1)
        }
        return room
    }
}
