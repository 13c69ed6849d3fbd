import Orders

/// Pages that fill from top to bottom: what doesn't fit goes on on the next page, so that nothing is ever cut.
struct PageFlow {
    let size: PaperSize
    let type: Typesetter
    /// What stays free at all four edges, in millimetres.
    static let margin = 18.0
    let margin: Double
    /// Where the next thing begins, from the page's top edge.
    var y: Double
    /// The lowest line that the text may reach; the footer stands below.
    var bottom: Double
    /// Sets what stands at the top of every further page, and moves `y` below it.
    var head: (inout PageFlow) -> Void = { _ in }
    private(set) var pages: [Page]
    /// Where the text of this page began.
    private var top: Double

    init(size: PaperSize, margin: Double = Self.margin, footer: Double, type: Typesetter) {
        self.size = size
        self.margin = margin
        self.type = type
        y = margin
        top = margin
        bottom = size.height - margin - footer
        pages = [Page(size: size)]
    }

    var left: Double { margin }
    var right: Double { size.width - margin }
    var width: Double { right - left }

    /// Goes to the next page unless there is still so much room on this one; what doesn't fit on an empty page won't
    /// fit on the next one either.
    mutating func need(_ height: Double) {
        if y + height > bottom, y > top { turn() }
    }

    private mutating func turn() {
        pages.append(Page(size: size))
        y = margin
        head(&self)
        top = y
    }

    mutating func rule(thickness: Double = 0.2) {
        add(.rule(Page.Rule(from: Point(x: left, y: y), to: Point(x: right, y: y), thickness: thickness)))
    }

    /// Sets a line with its left end at `x`, or its right end, on this baseline.
    ///
    /// - Parameter continues: whether it belongs to the same paragraph as the text before.
    mutating func set(
        _ text: String, _ style: TextStyle, x: Double, end: Bool = false, baseline: Double, continues: Bool = false
    ) {
        let text = type.settable(text, face: style.face)
        let x = end ? x - type.width(of: text, face: style.face, points: style.points) : x
        let at = Point(x: x, y: baseline)
        add(.text(Page.Text(string: text, face: style.face, points: style.points, at: at, continues: continues)))
    }

    /// Sets text of any length, line after line and page after page; line ends in it stay line ends.
    mutating func paragraph(_ text: String, _ style: TextStyle, x: Double, width: Double) {
        for (number, line) in lines(of: text, style, width: width).enumerated() {
            need(style.lineHeight)
            set(line, style, x: x, baseline: y + style.ascent, continues: number > 0)
            y += style.lineHeight
        }
    }

    /// The lines that this text takes.
    func lines(of text: String, _ style: TextStyle, width: Double) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
            let line = type.settable(String(line), face: style.face)
            return type.wrap(line, face: style.face, points: style.points, width: width) ?? [line]
        }
    }

    mutating func add(_ item: Page.Item) {
        pages[pages.count - 1].items.append(item)
    }

    /// The finished pages, each with its footer.
    func finished(footer: (inout PageFlow, _ number: Int, _ count: Int) -> Void) -> [Page] {
        var flow = self
        flow.pages = []
        for (index, page) in pages.enumerated() {
            flow.pages.append(page)
            footer(&flow, index + 1, pages.count)
        }
        return flow.pages
    }
}

/// A face and a size, with the room that a line of it takes.
struct TextStyle: Hashable {
    var face: Face
    /// In points.
    var points: Double

    static func regular(_ points: Double) -> TextStyle { TextStyle(face: .regular, points: points) }
    static func bold(_ points: Double) -> TextStyle { TextStyle(face: .bold, points: points) }

    /// From the top of a line to its baseline, in millimetres.
    var ascent: Double { points * Typesetter.point * 0.95 }
    /// From one baseline to the next, in millimetres.
    var lineHeight: Double { points * Typesetter.point * 1.35 }
}
