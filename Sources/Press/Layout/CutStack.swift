import Orders

/// Two pages on each sheet, side by side, so that the stack is in order after one cut.
///
/// The first half of the pages stands on the left, the second half on the right: page 1 beside page 1 + n/2, and so on.
/// The whole stack is cut through the middle at once, and the left pile is laid on the right one; nobody sorts.
struct CutStack {
    private let pages: [Page]
    private let size: PaperSize

    /// - Parameter size: of a sheet, twice as wide as a page.
    init(_ pages: [Page], on size: PaperSize) {
        self.pages = pages
        self.size = size
    }

    /// How long the marks are that say where to cut, in millimetres.
    private static let mark = 4.0

    func sheets() -> [Page] {
        let count = (pages.count + 1) / 2
        let middle = size.width / 2
        return (0..<count).map { index in
            var sheet = Page(size: size, items: pages[index].items)
            if index + count < pages.count {
                sheet.items += pages[index + count].items.map { $0.moved(by: Point(x: middle, y: 0)) }
            }
            for y in [0, size.height - Self.mark] {
                sheet.items.append(
                    .rule(
                        Page.Rule(
                            from: Point(x: middle, y: y), to: Point(x: middle, y: y + Self.mark), thickness: 0.15)))
            }
            return sheet
        }
    }
}
