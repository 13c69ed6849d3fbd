import Orders

/// The label sheets of a batch, one page at a time, so that a large batch is never in memory as a whole.
struct LabelLayout {
    let snapshot: BatchSnapshot
    let sheet: SheetGeometry
    /// How many labels of the first sheet are used already.
    private let used: Int
    private let content: LabelContent

    /// - Parameter startAt: the label of the first sheet where the first packet goes, from 1.
    /// - Throws: `PressError.noLabel`.
    init(_ snapshot: BatchSnapshot, on sheet: SheetGeometry, startAt: Int = 1) throws(PressError) {
        guard (1...sheet.perSheet).contains(startAt) else {
            throw .noLabel(startAt, of: sheet.perSheet, sheet: sheet.name)
        }
        self.snapshot = snapshot
        self.sheet = sheet
        used = startAt - 1
        content = snapshot.papers.content ?? LabelContent()
    }

    /// How many sheets it takes; at least one, so that the paper is a paper.
    var count: Int {
        max(1, (used + snapshot.packets.count + sheet.perSheet - 1) / sheet.perSheet)
    }

    /// The sheet with this index.
    ///
    /// - Parameter unprintable: gets the sequence numbers of the packets whose address can't be set; their places stay
    ///   empty but for the numbers.
    func page(_ index: Int, with type: Typesetter, unprintable: inout [Int]) -> Page {
        var page = Page(size: sheet.page)
        let firstPlace = index == 0 ? used : 0
        let first = index * sheet.perSheet - used + firstPlace
        let packets = snapshot.packets[min(first, snapshot.packets.count)...].prefix(sheet.perSheet - firstPlace)
        page.items += heading(sheet: index, packets: packets, with: type).map(Page.Item.text)
        let furniture = LabelFurniture(content, on: sheet, with: type)
        let withoutBars = furniture.room(bars: 0)
        var (bars, codes): ([Page.Bar], [Page.Code]) = ([], [])
        for (place, packet) in packets.enumerated() {
            let origin = sheet.origin(ofLabel: firstPlace + place)
            let code = fourStateBars(of: packet)
            let room = code.map { furniture.room(bars: $0.states.count) } ?? withoutBars
            guard let setting = setting(of: packet, in: room, with: type) else {
                if packet.recipient != nil { unprintable.append(packet.sequence) }
                let number = LabelMark(number: String(packet.sequence))
                page.add(LabelSetting(empty: number, on: furniture.area, with: type).mark, at: origin)
                continue
            }
            page.add(furniture.sender, at: origin)
            page.add(setting.address + setting.mark, at: origin)
            if let hairline = furniture.hairline { page.items.append(.rule(hairline.moved(by: origin))) }
            if let code { bars += code.bars(at: furniture.corner(ofBars: code.states.count).moved(by: origin)) }
            if let place = furniture.place, let code = packet.orders.first.flatMap({ QRCode($0.reference) }) {
                codes.append(code.placed(at: place.corner.moved(by: origin), dots: place.dots))
            }
        }
        // Painters draw the bars of one item in one go.
        if !bars.isEmpty { page.items.append(.bars(bars)) }
        page.items += codes.map(Page.Item.code)
        return page
    }

    /// Nil where the address has been taken out, or can't be set.
    private func setting(of packet: PacketSnapshot, in room: LabelRoom, with type: Typesetter) -> LabelSetting? {
        guard let recipient = packet.recipient else { return nil }
        return try? LabelSetting(lines: recipient, mark: Self.mark(of: packet), in: room, with: type)
    }

    private func fourStateBars(of packet: PacketSnapshot) -> FourStateBars? {
        guard let barcode = content.barcode, let recipient = packet.recipient,
            let item = MailmarkItem(packet, of: snapshot.id) ?? (barcode == .rm4scc ? .any : nil)
        else { return nil }
        return FourStateBars(barcode, for: recipient, packet: item)
    }

    private static func mark(of packet: PacketSnapshot) -> LabelMark {
        LabelMark(
            number: "\(packet.sequence)", reference: packet.orders.first?.reference.description,
            others: packet.orders.count - 1, part: "\(packet.part)", of: "\(packet.of)")
    }

    /// Batch, sheet, numbers and label type in the top margin, where it has 8 mm: printers leave the rest blank.
    private func heading(sheet index: Int, packets: ArraySlice<PacketSnapshot>, with type: Typesetter) -> [Page.Text] {
        guard sheet.top >= 8 else { return [] }
        var parts = ["Batch \(snapshot.id)", "sheet \(index + 1) of \(count)"]
        if let first = packets.first, let last = packets.last {
            let isRun = last.sequence - first.sequence + 1 == packets.count
            parts.append(
                packets.count == 1
                    ? "number \(first.sequence)"
                    : isRun
                        ? "\(first.sequence)–\(last.sequence)"
                        : "\(packets.count) of \(first.sequence)–\(last.sequence)")
        }
        parts.append(sheet.name)
        let text = type.settable(parts.joined(separator: " · "), face: .regular)
        let at = Point(x: max(sheet.left, 5), y: min(8, sheet.top - 2.5))
        return [Page.Text(string: text, face: .regular, points: 7, at: at)]
    }
}

extension Page {
    /// Adds the texts of a label, which are one paragraph.
    fileprivate mutating func add(_ texts: [Text], at origin: Point) {
        for (place, text) in texts.enumerated() {
            var text = text.moved(by: origin)
            text.continues = place > 0
            items.append(.text(text))
        }
    }
}
