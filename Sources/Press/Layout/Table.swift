/// A table on flowing pages: columns, a heading that every page repeats, rows that stay together where they can.
struct Table {
    var columns: [Column]

    struct Column {
        var title: String
        /// Its left edge, from the page's.
        var x: Double
        var width: Double
        /// Numbers stand at the right.
        var right = false
    }

    enum Cell {
        /// Lines of text, each in its style.
        case text([(String, TextStyle)])
        /// A box to tick.
        case tick
    }

    private static let title = TextStyle.regular(8)
    /// Free space above and below a row, in millimetres.
    private static let padding = 1.3
    private static let box = 4.2

    /// The columns' titles and a line below them.
    func heading(in flow: inout PageFlow) {
        for column in columns where !column.title.isEmpty {
            flow.set(
                column.title, Self.title, x: column.right ? column.x + column.width : column.x, end: column.right,
                baseline: flow.y + Self.title.ascent)
        }
        flow.y += Self.title.lineHeight + 0.6
        flow.rule(thickness: 0.35)
    }

    /// One row, and a thin line below it. One that is higher than a page goes on on the next.
    func row(_ cells: [Cell], in flow: inout PageFlow) {
        let wrapped = zip(cells, columns).map { cell, column -> [(String, TextStyle)] in
            guard case .text(let lines) = cell else { return [] }
            return lines.flatMap { text, style in
                flow.lines(of: text, style, width: column.width).map { ($0, style) }
            }
        }
        let heights = (0..<max(1, wrapped.map(\.count).max() ?? 1)).map { index in
            wrapped.compactMap { index < $0.count ? $0[index].1.lineHeight : nil }.max() ?? Self.box
        }
        flow.need(max(heights.reduce(0, +), Self.box) + 2 * Self.padding)
        let begin = flow.y
        let page = flow.pages.count
        flow.y += Self.padding
        for (cell, column) in zip(cells, columns) {
            if case .tick = cell {
                let corner = Point(x: column.x, y: flow.y + 0.2)
                flow.add(.box(Page.Box(corner: corner, width: Self.box, height: Self.box, thickness: 0.3)))
            }
        }
        for (index, height) in heights.enumerated() {
            if index > 0 { flow.need(height) }
            let ascent = wrapped.compactMap { index < $0.count ? $0[index].1.ascent : nil }.max() ?? 0
            for (lines, column) in zip(wrapped, columns) where index < lines.count {
                let (text, style) = lines[index]
                flow.set(
                    text, style, x: column.right ? column.x + column.width : column.x, end: column.right,
                    baseline: flow.y + ascent)
            }
            flow.y += height
        }
        if flow.pages.count == page { flow.y = max(flow.y, begin + Self.padding + Self.box + 0.4) }
        flow.y += Self.padding
        flow.rule(thickness: 0.1)
    }
}

extension Table.Cell {
    static func text(_ text: String, _ style: TextStyle) -> Table.Cell {
        .text([(text, style)])
    }
}
