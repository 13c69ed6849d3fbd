import Orders

extension OrderSheetLayout {
    /// The sizes in which reference and packet are tried, in points.
    private static let sizes: [Double] = [30, 26, 22, 18, 16, 14]
    /// A side of the code's modules, to be read at arm's length.
    private static let codeDots = 9
    private static let codeSide = QRCode.side(codeDots)

    /// The reference for a scanner, at the right of the page.
    private func code(of reference: Reference, in flow: PageFlow) -> Page.Code? {
        QRCode(reference)?.placed(at: Point(x: flow.right - Self.codeSide, y: flow.y), dots: Self.codeDots)
    }

    /// Campaign, urgency, reference and packet: what is read from across the table.
    func head(of packet: PacketSnapshot, order index: Int, campaign name: String, in flow: inout PageFlow) {
        let order = packet.orders[index]
        let campaign = TextStyle.bold(12)
        let top = flow.y
        flow.paragraph(name, campaign, x: flow.left, width: flow.width - (order.urgent ? 45 : 0))
        if order.urgent {
            let style = TextStyle.bold(16)
            let width = type.width(of: "URGENT", face: .bold, points: style.points) + 6
            let corner = Point(x: flow.right - width, y: top - 2)
            flow.add(.box(Page.Box(corner: corner, width: width, height: 9, thickness: 0.7)))
            flow.set("URGENT", style, x: corner.x + 3, baseline: corner.y + 6.5)
            flow.y = max(flow.y, top + 8.5)
        }
        flow.y += 1.5
        flow.rule(thickness: 0.5)
        flow.y += 4
        // The code stands at the right, with nothing else near it.
        let top2 = flow.y
        let right = flow.right - Self.codeSide - Double(QRCode.quiet + 1) * QRCode.module(Self.codeDots)
        code(of: order.reference, in: flow).map { flow.add(.code($0)) }
        let (reference, number) = (order.reference.description, "Packet \(packet.sequence)")
        let big = TextStyle.bold(
            Self.sizes.first { points in
                let taken = [reference, number].reduce(0) { $0 + type.width(of: $1, face: .bold, points: points) }
                return taken + 6 <= right - flow.left
            } ?? Self.sizes[Self.sizes.count - 1])
        flow.set(reference, big, x: flow.left, baseline: flow.y + big.ascent)
        flow.set(number, big, x: right, end: true, baseline: flow.y + big.ascent)
        flow.y += big.lineHeight
        let second = TextStyle.regular(12)
        var parts: [String] = []
        if packet.of > 1 { parts.append("Part \(packet.part) of \(packet.of)") }
        if packet.orders.count > 1 { parts.append("Order \(index + 1) of \(packet.orders.count) in this packet") }
        let bundle = "Bundle " + BatchSnapshot.bundleInWords(packet.bundle)
        for (index, text) in [parts.joined(separator: " · "), bundle].enumerated() where !text.isEmpty {
            flow.set(
                text, second, x: index == 0 ? flow.left : right, end: index == 1, baseline: flow.y + second.ascent)
        }
        flow.y = max(flow.y + second.lineHeight, top2 + Self.codeSide) + 5
    }

    /// Where it goes, beside what is known of the order.
    func addressAndFacts(of packet: PacketSnapshot, order: PacketOrder, in flow: inout PageFlow) {
        let column = (flow.width - 10) / 2
        let top = flow.y
        flow.set("Send to", Self.caption, x: flow.left, baseline: flow.y + Self.caption.ascent)
        flow.y += Self.caption.lineHeight + 0.5
        for line in packet.recipient ?? ["(the address has been taken out)"] {
            flow.paragraph(line, .regular(12), x: flow.left, width: column)
        }
        let afterAddress = flow.y
        flow.y = top
        var facts: [(String, String, TextStyle)] = []
        if let day = order.neededBy { facts.append(("Needed by", day.words(in: .english), .bold(12))) }
        facts.append(("For", order.purpose.inWords, Self.body))
        if let postage = packet.postage {
            facts.append(("Postage, \(postage.serviceInWords)", postage.inWords, Self.body))
            if let packaging = postage.packaging { facts.append(("Pack in", packaging, Self.body)) }
        }
        if let organisation = order.organisation { facts.append(("Organisation", organisation, Self.body)) }
        let x = flow.left + column + 10
        for (caption, text, style) in facts {
            flow.set(caption, Self.caption, x: x, baseline: flow.y + Self.caption.ascent)
            flow.y += Self.caption.lineHeight
            flow.paragraph(text, style, x: x, width: column)
            flow.y += 1.5
        }
        flow.y = max(flow.y, afterAddress) + 6
    }
}
