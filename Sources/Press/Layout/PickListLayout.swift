import Orders

/// The pick list of a batch: what to fetch from the shelf, and how it divides among bundles and packets. It names no
/// person.
struct PickListLayout {
    private let snapshot: BatchSnapshot
    private let paper: PaperSize
    private let type: Typesetter
    private let items: [String: SnapshotItem]

    init(_ snapshot: BatchSnapshot, on paper: PaperSize, with type: Typesetter) {
        self.snapshot = snapshot
        self.paper = paper
        self.type = type
        items = Dictionary(snapshot.items.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func pages() -> [Page] {
        var flow = PageFlow(size: paper, footer: 6, type: type)
        head(in: &flow)
        totals(in: &flow)
        bundles(in: &flow)
        postage(in: &flow)
        packets(in: &flow)
        return flow.finished { flow, number, count in
            flow.y = flow.bottom + 2
            flow.rule()
            let style = TextStyle.regular(8)
            let baseline = flow.y + 1 + style.ascent
            flow.set("Batch \(snapshot.id) · pick list", style, x: flow.left, baseline: baseline)
            flow.set("page \(number) of \(count)", style, x: flow.right, end: true, baseline: baseline)
        }
    }

    private static let body = TextStyle.regular(11)
    private static let strong = TextStyle.bold(11)
    private static let caption = TextStyle.regular(8)

    private func head(in flow: inout PageFlow) {
        let big = TextStyle.bold(flow.width > 150 ? 26 : 16)
        flow.set("Pick list", big, x: flow.left, baseline: flow.y + big.ascent)
        flow.set("\(snapshot.id)", big, x: flow.right, end: true, baseline: flow.y + big.ascent)
        flow.y += big.lineHeight + 1
        let totals = ItemTotals(of: snapshot.packets, items: snapshot.items)
        let orders = Set(snapshot.packets.flatMap(\.orders).map(\.reference)).count
        let facts = [
            "Closed \(snapshot.closedOn.words(in: .english))", snapshot.packets.count.of("packet"), orders.of("order"),
            totals.copies == 1 ? "1 copy" : "\(totals.copies.grouped) copies",
        ]
        flow.paragraph(snapshot.campaign.name, Self.strong, x: flow.left, width: flow.width)
        flow.paragraph(facts.joined(separator: " · "), Self.body, x: flow.left, width: flow.width)
        flow.y += 5
    }

    /// A section's title with its table's heading, both repeated on further pages.
    private func section(_ title: String, _ table: Table, in flow: inout PageFlow) {
        let style = TextStyle.bold(14)
        flow.need(style.lineHeight + 20)
        flow.head = { flow in
            flow.set("\(title), continued", Self.strong, x: flow.left, baseline: flow.y + Self.strong.ascent)
            flow.y += Self.strong.lineHeight + 1
            table.heading(in: &flow)
        }
        flow.set(title, style, x: flow.left, baseline: flow.y + style.ascent)
        flow.y += style.lineHeight + 1
        table.heading(in: &flow)
    }

    private func totals(in flow: inout PageFlow) {
        let table = quantities(first: "", firstWidth: 10, in: flow)
        section("All together", table, in: &flow)
        for (item, sum) in ItemTotals(of: snapshot.packets, items: snapshot.items).rows {
            table.row([.tick] + cells(of: item, sum), in: &flow)
        }
        flow.y += 7
    }

    private func bundles(in flow: inout PageFlow) {
        let table = quantities(first: "Bundle", firstWidth: 40, in: flow)
        section("By bundle", table, in: &flow)
        for bundle in snapshot.bundles {
            let name = BatchSnapshot.bundleInWords(bundle.name)
            for (index, row) in ItemTotals(of: bundle.packets, items: snapshot.items).rows.enumerated() {
                let lines = index > 0 ? [] : [(name, Self.strong), (bundle.inWords, Self.caption)]
                table.row([.text(lines)] + cells(of: row.item, row.sum), in: &flow)
            }
        }
        flow.y += 7
    }

    /// What to buy at the post: packets of each format and band, and what they cost. Nothing in batches from before
    /// postage was reckoned.
    private func postage(in flow: inout PageFlow) {
        let totals = PostageTotals(snapshot.packets.lazy.compactMap(\.postage).map(Optional.some))
        guard !totals.rows.isEmpty else { return }
        let widths = [flow.width - 4 * 27, 27, 27, 27, 27]
        let titles = ["Format", "Up to", "Packets", "Each", "Together"]
        var x = flow.left
        let columns = zip(titles, widths).enumerated().map { index, column in
            defer { x += column.1 }
            return Table.Column(title: column.0, x: x, width: column.1 - (index == 0 ? 2 : 0), right: index > 0)
        }
        let table = Table(columns: columns)
        section("Postage", table, in: &flow)
        for row in totals.rows {
            let together = row.pricePence.map { $0 * row.packets }
            table.row(
                [
                    .text([(row.formatInWords, Self.body), (row.serviceInWords, Self.caption)]),
                    .text(row.bandGrams.map { "\($0.grouped) g" } ?? "–", Self.body),
                    .text(row.packets.grouped, Self.strong), .text(row.pricePence?.asPounds ?? "–", Self.body),
                    .text(together?.asPounds ?? "–", Self.strong),
                ], in: &flow)
        }
        table.row(
            [
                .text(totals.atCounter > 0 ? "Together, without the counter" : "Together", Self.strong), .text([]),
                .text(totals.priced.grouped, Self.strong), .text([]), .text(totals.pence.asPounds, Self.strong),
            ], in: &flow)
        flow.y += 7
    }

    private func packets(in flow: inout PageFlow) {
        let left = flow.left
        let table = Table(columns: [
            .init(title: "", x: left, width: 6),
            .init(title: "Packet", x: left + 8, width: 14, right: true),
            .init(title: "Bundle", x: left + 27, width: 20),
            .init(title: "Order", x: left + 49, width: 38),
            .init(title: "Contents", x: left + 89, width: flow.width - 89),
        ])
        section("By packet", table, in: &flow)
        for packet in snapshot.packets {
            let part = packet.of > 1 ? ", \(packet.part) of \(packet.of)" : ""
            table.row(
                [
                    .tick, .text(packet.sequence.description, Self.strong),
                    .text(BatchSnapshot.bundleInWords(packet.bundle), Self.body),
                    .text(packet.orders.map { ("\($0.reference)\(part)", .regular(10)) }),
                    .text(packet.orders.flatMap(\.lines).map { (contents($0), .regular(10)) }),
                ], in: &flow)
        }
    }

    /// `100 leaflet-1: 4 packs of 25`.
    private func contents(_ line: OrderLine) -> String {
        let pack = items[line.item]?.pack ?? 1
        let breakdown = Breakdown(copies: line.quantity, pack: pack)
        let lines = breakdown.lines(pack: pack).joined(separator: ", ")
        return "\(line.quantity.grouped) \(line.item): \(lines)"
    }

    /// A table with a first column of its own, then item, copies, packs and loose copies.
    private func quantities(first: String, firstWidth: Double, in flow: PageFlow) -> Table {
        let numbers = 18.0
        let packs = 36.0
        let item = flow.width - firstWidth - 2 * numbers - packs
        var x = flow.left
        func next(_ title: String, _ width: Double, right: Bool = false) -> Table.Column {
            defer { x += width }
            return .init(title: title, x: x, width: right ? width : width - 2, right: right)
        }
        return Table(columns: [
            next(first, firstWidth), next("Item", item), next("Copies", numbers, right: true),
            next("Packs", packs, right: true), next("Loose", numbers, right: true),
        ])
    }

    private func cells(of item: SnapshotItem, _ sum: Breakdown) -> [Table.Cell] {
        [
            .text([(item.title, Self.body), (item.sku, Self.caption)]),
            .text(sum.copies.grouped, Self.strong),
            .text(sum.packs > 0 ? "\(sum.packs.grouped) of \(item.pack.grouped)" : "–", Self.body),
            .text(sum.loose > 0 ? sum.loose.grouped : "–", Self.body),
        ]
    }
}
