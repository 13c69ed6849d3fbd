import Orders

/// The page to pin up over the packing table: which numbers of a closed batch must not be packed any more, to be read
/// from two metres, and below it what became of each order. It names no person.
struct ChangesLayout {
    private let changes: [BatchChange]
    private let snapshot: BatchSnapshot
    private let paper: PaperSize
    private let type: Typesetter
    /// The numbers that are out.
    private let out: Set<Int>
    private let bundles: [Int: String]

    init(_ changes: [BatchChange], in snapshot: BatchSnapshot, on paper: PaperSize, with type: Typesetter) {
        self.changes = changes.filter { !$0.sequences.isEmpty }.sorted {
            ($0.sequences.min() ?? 0, $0.reference.description) < ($1.sequences.min() ?? 0, $1.reference.description)
        }
        self.snapshot = snapshot
        self.paper = paper
        self.type = type
        out = Set(changes.notToPack)
        bundles = Dictionary(snapshot.packets.map { ($0.sequence, $0.bundle) }, uniquingKeysWith: { first, _ in first })
    }

    func pages() -> [Page] {
        var flow = PageFlow(size: paper, footer: 6, type: type)
        head(in: &flow)
        if changes.isEmpty {
            nothing(in: &flow)
        } else {
            if !out.isEmpty { numbers(in: &flow) }
            partly(in: &flow)
            if !out.isEmpty { whatToDo(in: &flow) }
            table(in: &flow)
        }
        return flow.finished { flow, number, count in
            flow.y = flow.bottom + 2
            flow.rule()
            let style = TextStyle.regular(8)
            let baseline = flow.y + 1 + style.ascent
            flow.set("Batch \(snapshot.id) · changes", style, x: flow.left, baseline: baseline)
            flow.set("page \(number) of \(count)", style, x: flow.right, end: true, baseline: baseline)
        }
    }

    /// Paper smaller than A4 has smaller words.
    private var isSmall: Bool { paper.width < 186 }

    private var body: TextStyle { .regular(isSmall ? 9 : 12) }
    private var strong: TextStyle { .bold(isSmall ? 9 : 12) }

    private func head(in flow: inout PageFlow) {
        let big = TextStyle.bold(isSmall ? 18 : 30)
        flow.set("Changes", big, x: flow.left, baseline: flow.y + big.ascent)
        flow.set("\(snapshot.id)", big, x: flow.right, end: true, baseline: flow.y + big.ascent)
        flow.y += big.lineHeight + 1
        // How many are out tells two of these pages apart: the one with more is the newer.
        let facts = [
            "Closed \(snapshot.closedOn.words(in: .english))",
            changes.isEmpty
                ? snapshot.packets.count.of("packet")
                : "\(out.count.grouped) of \(snapshot.packets.count.of("packet")) out",
        ]
        flow.paragraph(facts.joined(separator: " · "), body, x: flow.left, width: flow.width)
        flow.y += 5
    }

    private func nothing(in flow: inout PageFlow) {
        flow.y += 15
        flow.paragraph(
            "Nothing has changed since this batch was closed: pack every number.", .bold(isSmall ? 24 : 40),
            x: flow.left, width: flow.width)
    }

    /// What stands at the top of a further page.
    private static func head(_ title: String, _ style: TextStyle) -> (inout PageFlow) -> Void {
        { flow in
            flow.set(title, style, x: flow.left, baseline: flow.y + style.ascent)
            flow.y += style.lineHeight + 1
        }
    }

    // MARK: The numbers

    /// The sizes in which the numbers are tried, in points. In the smallest they go on over pages.
    private static let sizes: [Double] = [150, 120, 96, 80, 64, 52, 42, 34, 28]

    /// "Do not pack", and the numbers as large as a part of the page takes them all.
    private func numbers(in flow: inout PageFlow) {
        band(in: &flow)
        let title = TextStyle.bold(isSmall ? 28 : 48)
        flow.set("Do not pack:", title, x: flow.left, baseline: flow.y + title.ascent)
        flow.y += title.lineHeight
        let room = paper.height * 0.36
        let text = NumberRanges(out).onPaper
        var style = TextStyle.bold(isSmall ? 20 : Self.sizes[Self.sizes.count - 1])
        for points in Self.sizes where points > style.points {
            let tried = TextStyle.bold(points)
            let most = Int(room / tried.lineHeight)
            if most > 0,
                type.wrap(text, face: .bold, points: points, width: flow.width, longWords: .keep, most: most) != nil
            {
                style = tried
                break
            }
        }
        flow.head = Self.head("Do not pack, continued", .bold(20))
        flow.paragraph(text, style, x: flow.left, width: flow.width)
        flow.head = Self.head("Changes, continued", .bold(11))
        flow.y += 2
        band(in: &flow)
        flow.y += 4
    }

    /// What is packed without one of its orders.
    private func partly(in flow: inout PageFlow) {
        let sentences = changes.toPackWithout.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        guard !sentences.isEmpty else { return }
        let style = TextStyle.bold(isSmall ? 14 : 20)
        for sentence in sentences { flow.paragraph(sentence, style, x: flow.left, width: flow.width) }
        flow.paragraph(
            "Take its order sheet and its copies out, and weigh the packet.", .regular(isSmall ? 10 : 14),
            x: flow.left, width: flow.width)
        flow.y += 4
    }

    /// A thick line across the page, with room below it.
    private func band(in flow: inout PageFlow) {
        flow.y += 1
        flow.rule(thickness: 1.6)
        flow.y += 2
    }

    // MARK: What to do

    private static let instructions = [
        ("Not packed yet:", "take its label and its order sheet out of the piles and shred them."),
        (
            "Packed already:",
            "take it out of the pile, tear off the label, shred it with the order sheet. What was in it goes back on "
                + "the shelf."
        ),
        ("Fetching:", "the pick list still counts these packets."),
    ]

    private func whatToDo(in flow: inout PageFlow) {
        let bold = TextStyle.bold(isSmall ? 10 : 14)
        let plain = TextStyle.regular(bold.points)
        let indent = isSmall ? 32.0 : 44.0
        for (when, what) in Self.instructions {
            let lines = flow.lines(of: what, plain, width: flow.width - indent)
            flow.need(Double(lines.count) * plain.lineHeight)
            flow.set(when, bold, x: flow.left, baseline: flow.y + bold.ascent)
            for line in lines {
                flow.set(line, plain, x: flow.left + indent, baseline: flow.y + plain.ascent)
                flow.y += plain.lineHeight
            }
            flow.y += 1
        }
        flow.y += 5
    }

    // MARK: What became of them

    private func table(in flow: inout PageFlow) {
        var x = flow.left
        func column(_ title: String, _ part: Double) -> Table.Column {
            defer { x += part * flow.width }
            return .init(title: title, x: x, width: part * flow.width - 2)
        }
        let table = Table(columns: [
            column("Number", 0.21), column("Bundle", 0.15), column("Order", 0.28), column("What became of it", 0.36),
        ])
        flow.need(30)
        let title = Self.head("What became of them, continued", .bold(11))
        flow.head = { flow in
            title(&flow)
            table.heading(in: &flow)
        }
        table.heading(in: &flow)
        for change in changes {
            let bundles = change.sequences.compactMap { self.bundles[$0] }.uniqued
            table.row(
                [
                    .text(NumberRanges(change.sequences).onPaper, .bold(isSmall ? 13 : 18)),
                    .text(bundles.map(BatchSnapshot.bundleInWords).joined(separator: ", "), body),
                    .text(change.reference.description, body),
                    .text((change.isShared ? "packed without it: " : "") + change.fate.inWords, strong),
                ], in: &flow)
        }
    }
}

extension BatchChange.Fate {
    /// What became of the order, as a volunteer would say it.
    var inWords: String {
        switch self {
        case .waits: "goes with a later batch"
        case .backordered: "waits for an item"
        case .held: "held: somebody has to look"
        case .cancelled: "cancelled"
        case .moved(let batch): "in batch \(batch)"
        }
    }
}
