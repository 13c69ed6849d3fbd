import Orders

/// The order sheets of a batch: one for every order of every packet, in the order of the sequence numbers. It tells the
/// volunteer at the table what to put into the packet, and goes into it. Where there are several bundles, a divider
/// stands before each.
struct OrderSheetLayout {
    private let snapshot: BatchSnapshot
    private let paper: PaperSize
    private let margin: Double
    let type: Typesetter
    private let items: [String: SnapshotItem]

    /// What stays free at the edges of an order sheet that is half of a page, in millimetres.
    static let halvedMargin = 12.0

    /// - Parameter margin: what stays free at all four edges, in millimetres.
    init(_ snapshot: BatchSnapshot, on paper: PaperSize, margin: Double = PageFlow.margin, with type: Typesetter) {
        self.snapshot = snapshot
        self.paper = paper
        self.margin = margin
        self.type = type
        items = Dictionary(snapshot.items.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Calls `body` with one page after the other; with one empty page for a batch without packets.
    func forEachPage(_ body: (Page) -> Void) {
        let bundles = snapshot.bundles
        for bundle in bundles {
            // One bundle by itself, or one order, is divided from nothing.
            if bundles.count > 1 {
                BundleDivider(bundle: bundle, snapshot: snapshot).pages(on: paper, margin: margin, with: type)
                    .forEach(body)
            }
            for packet in bundle.packets {
                for index in packet.orders.indices { pages(of: packet, order: index).forEach(body) }
            }
        }
        if snapshot.packets.allSatisfy(\.orders.isEmpty) { body(Page(size: paper)) }
    }

    /// The pages of one order of one packet.
    func pages(of packet: PacketSnapshot, order index: Int) -> [Page] {
        let order = packet.orders[index]
        let imprints = self.imprints(of: order)
        var flow = PageFlow(size: paper, margin: margin, footer: 0, type: type)
        let small = imprints.flatMap { flow.lines(of: $0, Self.fine, width: flow.width) }
        flow.bottom -= Self.footer.lineHeight + Double(small.count) * Self.fine.lineHeight + 4
        head(of: packet, order: index, campaign: snapshot.campaign.name, in: &flow)
        addressAndFacts(of: packet, order: order, in: &flow)
        table(of: order, under: "\(order.reference) · packet \(packet.sequence), continued", in: &flow)
        note(order.note, in: &flow)
        let names = [snapshot.campaign.name, snapshot.campaign.website].compactMap { $0 }
        let campaign = type.settable(names.joined(separator: " · "), face: .regular)
        return flow.finished { flow, number, count in
            flow.y = flow.bottom + 2
            flow.rule()
            flow.y += 1
            let left =
                "Batch \(snapshot.id) · packet \(packet.sequence) · \(order.reference) · "
                + "page \(number) of \(count)"
            flow.set(left, Self.footer, x: flow.left, baseline: flow.y + Self.footer.ascent)
            let room = flow.width - type.width(of: left, face: .regular, points: Self.footer.points) - 6
            // The campaign stands at the head of the sheet already: here only where there is room for it.
            if type.width(of: campaign, face: .regular, points: Self.footer.points) <= room {
                flow.set(campaign, Self.footer, x: flow.right, end: true, baseline: flow.y + Self.footer.ascent)
            }
            flow.y += Self.footer.lineHeight + 0.6
            for line in small {
                flow.set(line, Self.fine, x: flow.left, baseline: flow.y + Self.fine.ascent)
                flow.y += Self.fine.lineHeight
            }
        }
    }

    private static let footer = TextStyle.regular(8)
    private static let fine = TextStyle.regular(7)
    static let caption = TextStyle.regular(8)
    static let body = TextStyle.regular(11)

    private func table(of order: PacketOrder, under running: String, in flow: inout PageFlow) {
        let left = flow.left
        let (copies, packs) = (22.0, flow.width > 150 ? 48.0 : 34.0)
        let title = flow.width - 10 - copies - packs - 6
        let table = Table(columns: [
            .init(title: "", x: left, width: 6),
            .init(title: "Item", x: left + 10, width: title),
            .init(title: "Copies", x: left + 10 + title, width: copies, right: true),
            .init(title: "Packed as", x: left + 16 + title + copies, width: packs),
        ])
        flow.head = { flow in
            flow.set(running, Self.caption, x: flow.left, baseline: flow.y + Self.caption.ascent)
            flow.y += Self.caption.lineHeight + 3
            table.heading(in: &flow)
        }
        table.heading(in: &flow)
        for line in order.lines {
            let item = items[line.item]
            let pack = item?.pack ?? 1
            let breakdown = Breakdown(copies: line.quantity, pack: pack)
            table.row(
                [
                    .tick, .text([(item?.title ?? line.item, .bold(12)), (line.item, .regular(8))]),
                    .text(line.quantity.grouped, .bold(14)),
                    .text(breakdown.lines(pack: pack).map { ($0, Self.body) }),
                ], in: &flow)
        }
        flow.head = { flow in
            flow.set(running, Self.caption, x: flow.left, baseline: flow.y + Self.caption.ascent)
            flow.y += Self.caption.lineHeight + 3
        }
    }

    /// The supporter's words to the dispatcher, however many.
    private func note(_ note: String?, in flow: inout PageFlow) {
        guard let note, !note.isEmpty else { return }
        flow.y += 6
        flow.need(Self.caption.lineHeight + 2 * Self.body.lineHeight)
        flow.set("Note", Self.caption, x: flow.left, baseline: flow.y + Self.caption.ascent)
        flow.y += Self.caption.lineHeight + 0.5
        flow.paragraph(note, Self.body, x: flow.left, width: flow.width)
    }

    /// The campaign's imprint and those of its items, each once.
    private func imprints(of order: PacketOrder) -> [String] {
        var imprints: [String] = []
        for imprint in [snapshot.campaign.imprint] + order.lines.map({ items[$0.item]?.imprint }) {
            if let imprint, !imprint.isEmpty, !imprints.contains(imprint) { imprints.append(imprint) }
        }
        return imprints
    }
}
