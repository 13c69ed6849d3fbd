import Orders

/// The label sheets of a batch, one page at a time, so that a large batch is never in memory as a whole.
struct LabelLayout {
    let snapshot: BatchSnapshot
    let sheet: SheetGeometry
    /// How many labels of the first sheet are used already.
    private let used: Int
    private let area: LabelArea

    /// - Parameter startAt: the label of the first sheet where the first packet goes, from 1.
    /// - Throws: `PressError.noLabel`.
    init(_ snapshot: BatchSnapshot, on sheet: SheetGeometry, startAt: Int = 1) throws(PressError) {
        guard (1...sheet.perSheet).contains(startAt) else {
            throw .noLabel(startAt, of: sheet.perSheet, sheet: sheet.name)
        }
        self.snapshot = snapshot
        self.sheet = sheet
        used = startAt - 1
        area = LabelArea(of: sheet)
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
        for index in packets.indices {
            let origin = sheet.origin(ofLabel: firstPlace + index - packets.startIndex)
            var setting = setting(of: packets[index], with: type)
            if setting == nil {
                unprintable.append(packets[index].sequence)
                setting = LabelSetting(
                    empty: LabelMark(number: String(packets[index].sequence)), on: area, with: type)
            }
            guard let setting else { continue }
            // The label is one paragraph, the address with its number.
            for (place, text) in (setting.address + setting.mark).enumerated() {
                var text = text.moved(by: origin)
                text.continues = place > 0
                page.items.append(.text(text))
            }
        }
        return page
    }

    private func setting(of packet: PacketSnapshot, with type: Typesetter) -> LabelSetting? {
        guard let recipient = packet.recipient else {
            return LabelSetting(empty: LabelMark(number: String(packet.sequence)), on: area, with: type)
        }
        return try? LabelSetting(lines: recipient, mark: Self.mark(of: packet), on: area, with: type)
    }

    private static func mark(of packet: PacketSnapshot) -> LabelMark {
        LabelMark(
            number: "\(packet.sequence)", reference: packet.orders.first?.reference.description,
            part: "\(packet.part)", of: "\(packet.of)")
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
