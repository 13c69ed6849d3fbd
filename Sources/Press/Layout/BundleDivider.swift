import Orders

/// The page before each bundle among the order sheets: which bundle begins, which numbers it has, and what to fetch for
/// it. It names no person.
struct BundleDivider {
    let bundle: BatchSnapshot.Bundle
    let snapshot: BatchSnapshot

    private static let sizes: [Double] = [140, 110, 84, 64, 48, 36, 28, 20, 14]

    func pages(on paper: PaperSize, margin: Double, with type: Typesetter) -> [Page] {
        var flow = PageFlow(size: paper, margin: margin, footer: 6, type: type)
        let isSmall = flow.width < 150
        let caption = TextStyle.regular(isSmall ? 11 : 14)
        flow.paragraph(snapshot.campaign.name, .bold(12), x: flow.left, width: flow.width)
        flow.y += 1.5
        flow.rule(thickness: 1.6)
        flow.y += isSmall ? 10 : 25
        flow.set("Bundle", caption, x: flow.left, baseline: flow.y + caption.ascent)
        flow.y += caption.lineHeight
        line(BatchSnapshot.bundleInWords(bundle.name), largest: isSmall ? 110 : 140, in: &flow)
        flow.y += isSmall ? 4 : 10
        line(bundle.numbers, largest: isSmall ? 48 : 64, in: &flow)
        let orders = bundle.packets.reduce(0) { $0 + $1.orders.count }
        let urgent = bundle.packets.count { $0.orders.contains(where: \.urgent) }
        var facts = [bundle.packets.count.of("packet"), orders.of("order sheet")]
        if urgent > 0, bundle.name != "urgent" { facts.append("\(urgent.grouped) urgent") }
        flow.paragraph(facts.joined(separator: " · "), .regular(isSmall ? 14 : 20), x: flow.left, width: flow.width)
        flow.y += 6
        for (item, sum) in ItemTotals(of: bundle.packets, items: snapshot.items).rows {
            let lines = sum.lines(pack: item.pack).joined(separator: ", ")
            flow.paragraph(
                "\(sum.copies.grouped) \(item.title): \(lines)", caption, x: flow.left, width: flow.width)
        }
        return flow.finished { flow, _, _ in
            flow.y = flow.bottom + 2
            flow.rule()
            let style = TextStyle.regular(8)
            flow.set(
                "Batch \(snapshot.id) · bundle \(BatchSnapshot.bundleInWords(bundle.name)), \(bundle.inWords)", style,
                x: flow.left, baseline: flow.y + 1 + style.ascent)
        }
    }

    /// One line, as large as the page takes it.
    private func line(_ text: String, largest: Double, in flow: inout PageFlow) {
        let fitting = Self.sizes.first {
            $0 <= largest && flow.type.width(of: text, face: .bold, points: $0) <= flow.width
        }
        flow.paragraph(text, .bold(fitting ?? 14), x: flow.left, width: flow.width)
    }
}
