public import Orders

/// The page that measures a printer: four lines at known places, and how to write down what a ruler says of them.
struct RulerLayout {
    private let paper: PaperSize
    private let type: Typesetter
    private let printer: String?

    /// How far lines A and B lie from the left and the top edge, and C and D from the right and the bottom one, in
    /// millimetres.
    static let inset = 20.0

    /// What is measured on paper of this size that comes from an exact printer.
    static func exact(on paper: PaperSize) -> PrinterProfile.Measurements {
        PrinterProfile.Measurements(
            left: inset, top: inset, across: paper.width - 2 * inset, down: paper.height - 2 * inset)
    }

    /// - Parameter printer: whose profile is in force on this page; nil for none.
    init(on paper: PaperSize, printer: String?, with type: Typesetter) {
        self.paper = paper
        self.printer = printer
        self.type = type
    }

    func page() -> Page {
        var page = Page(size: paper)
        let (left, top) = (Self.inset, Self.inset)
        let (right, bottom) = (paper.width - Self.inset, paper.height - Self.inset)
        func line(_ from: Point, _ to: Point, _ thickness: Double = 0.15) {
            page.items.append(.rule(Page.Rule(from: from, to: to, thickness: thickness)))
        }
        for x in [left, right] { line(Point(x: x, y: 6), Point(x: x, y: paper.height - 6)) }
        for y in [top, bottom] { line(Point(x: 6, y: y), Point(x: paper.width - 6, y: y)) }
        // Millimetres along the inner sides of A and B, so that two prints can be laid one on the other.
        for step in 1...Int(min(right - left, bottom - top)) {
            let length = step % 10 == 0 ? 4.0 : step % 5 == 0 ? 3.0 : 1.5
            line(Point(x: left + Double(step), y: top), Point(x: left + Double(step), y: top + length), 0.1)
            line(Point(x: left, y: top + Double(step)), Point(x: left + length, y: top + Double(step)), 0.1)
        }
        let names = [
            ("A", Point(x: left - 4, y: paper.height / 2)), ("B", Point(x: paper.width / 2, y: top - 1.5)),
            ("C", Point(x: right + 1.5, y: paper.height / 2)), ("D", Point(x: paper.width / 2, y: bottom + 5)),
        ]
        for (name, place) in names { set(name, .bold(14), at: place, on: &page) }
        words(on: &page, x: left + 12, y: top + 16)
        return page
    }

    private func words(on page: inout Page, x: Double, y top: Double) {
        var y = top
        func say(_ text: String, _ style: TextStyle = .regular(10)) {
            let width = paper.width - Self.inset - 6 - x
            for line in type.wrap(text, face: style.face, points: style.points, width: width) ?? [text] {
                set(line, style, at: Point(x: x, y: y + style.ascent), on: &page)
                y += style.lineHeight
            }
            y += 1.5
        }
        let exact = Self.exact(on: paper)
        say(printer.map { "Ruler, with the profile of \($0)" } ?? "Ruler", .bold(18))
        say("Print this page at its actual size: never “fit to page”. Then measure with a ruler, in millimetres:")
        say("A: from the sheet's left edge to line A. An exact printer gives \(Self.written(exact.left)).")
        say("B: from the sheet's top edge to line B. An exact printer gives \(Self.written(exact.top)).")
        say("C: from line A to line C. An exact printer gives \(Self.written(exact.across)).")
        say("D: from line B to line D. An exact printer gives \(Self.written(exact.down)).")
        say("Hand the four numbers to Handbill, and it says what to write into handbill.yaml:")
        let named = PaperSize.named.first { $0.size == paper }.map { " --paper \($0.name)" } ?? ""
        say("handbill sheet ruler\(named) --measured A,B,C,D", .bold(10))
        say("Then print this page again with the printer's name, and it should measure right:")
        say("handbill sheet ruler\(named) --profile NAME", .bold(10))
    }

    private func set(_ text: String, _ style: TextStyle, at place: Point, on page: inout Page) {
        let text = type.settable(text, face: style.face)
        page.items.append(.text(Page.Text(string: text, face: style.face, points: style.points, at: place)))
    }

    /// `170`, `175.9`.
    private static func written(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension PrinterProfile {
    /// The profile that makes up for what was measured on a ruler page of this paper.
    ///
    /// - Parameter current: the profile that the page was printed with.
    public init(measured: Measurements, on paper: PaperSize, with current: PrinterProfile = PrinterProfile()) {
        self.init(measured: measured, right: RulerLayout.exact(on: paper), with: current)
    }
}
