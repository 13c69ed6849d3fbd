import Orders

/// The outlines of a sheet's labels with their numbers, to be held against a real sheet: what `--start-at` counts, and
/// whether geometry and printer fit.
struct OutlineLayout {
    private let sheet: SheetGeometry
    private let type: Typesetter

    init(_ sheet: SheetGeometry, with type: Typesetter) {
        self.sheet = sheet
        self.type = type
    }

    func page() -> Page {
        var page = Page(size: sheet.page)
        let style = TextStyle.bold(min(24, sheet.labelHeight * 0.4 / Typesetter.point))
        for place in 0..<sheet.perSheet {
            let corner = sheet.origin(ofLabel: place)
            page.items.append(
                .box(Page.Box(corner: corner, width: sheet.labelWidth, height: sheet.labelHeight, thickness: 0.2)))
            let number = String(place + 1)
            let width = type.width(of: number, face: style.face, points: style.points)
            let at = Point(
                x: corner.x + (sheet.labelWidth - width) / 2,
                y: corner.y + sheet.labelHeight / 2 + style.points * Typesetter.point * 0.36)
            page.items.append(.text(Page.Text(string: number, face: style.face, points: style.points, at: at)))
        }
        if sheet.top >= 8 {
            let text = type.settable(
                "\(sheet.name) · \(sheet.columns) × \(sheet.rows) labels · hold it against a sheet, to the light",
                face: .regular)
            page.items.append(
                .text(
                    Page.Text(
                        string: text, face: .regular, points: 7,
                        at: Point(x: max(sheet.left, 5), y: min(8, sheet.top - 2.5)))))
        }
        return page
    }
}
