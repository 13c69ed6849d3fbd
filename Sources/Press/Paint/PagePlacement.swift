import Orders

/// How pages lie on the printer's paper: turned or not, and moved as the printer's profile says.
struct PagePlacement {
    /// The pages as they are laid out, in millimetres.
    let page: PaperSize
    let profile: PrinterProfile
    /// Whether a page that is wider than high lies on an upright sheet, its left edge at the sheet's bottom. Which way a
    /// printer would turn it by itself nobody knows, and then nobody knows which way a profile moves it.
    let isTurned: Bool

    /// A page that lies across is turned for a printer that has a profile; without one it stays as people read it.
    init(_ page: PaperSize, profile: PrinterProfile = PrinterProfile(), turnsWide: Bool = false) {
        self.page = page
        self.profile = profile
        isTurned = turnsWide && page.width > page.height && !profile.isNeutral
    }

    /// The sheet that goes into the printer.
    var sheet: PaperSize {
        isTurned ? PaperSize(width: page.height, height: page.width) : page
    }

    /// Whether anything stands elsewhere than it was laid out.
    var isNeutral: Bool { profile.isNeutral && !isTurned }

    /// Where a point of the page comes to lie, from the sheet's top left corner.
    func place(of point: Point) -> Point {
        let (x, y) = isTurned ? (point.y, page.width - point.x) : (point.x, point.y)
        return Point(x: profile.right + profile.scaleX * x, y: profile.down + profile.scaleY * y)
    }

    /// The same as a matrix, in PDF's order, from millimetres of the page to millimetres of the sheet, both counted from
    /// the top left corner.
    var matrix: (xx: Double, yx: Double, xy: Double, yy: Double, x: Double, y: Double) {
        let origin = place(of: Point(x: 0, y: 0))
        let (across, down) = (place(of: Point(x: 1, y: 0)), place(of: Point(x: 0, y: 1)))
        return (across.x - origin.x, across.y - origin.y, down.x - origin.x, down.y - origin.y, origin.x, origin.y)
    }

    /// A code's dark modules as rectangles in dots of the sheet.
    ///
    /// The code as a whole goes where the placement moves it, to the next dot, and its modules keep their whole dots: a
    /// module that ends between two dots is printed, and read, wider than its neighbour.
    func rectangles(of code: Page.Code) -> [DotRectangle] {
        let corner = place(of: code.corner)
        let (left, top) = (Int((corner.x / Page.Code.dot).rounded()), Int((corner.y / Page.Code.dot).rounded()))
        return code.runs.map { run in
            let (along, across) = (run.column * code.dots, run.row * code.dots)
            let length = run.count * code.dots
            // The corner of a turned code is its lower left one.
            return isTurned
                ? DotRectangle(x: left + across, y: top - along - length, width: code.dots, height: length)
                : DotRectangle(x: left + along, y: top + across, width: length, height: code.dots)
        }
    }
}

/// A rectangle of whole dots, counted from the sheet's top left corner.
struct DotRectangle: Hashable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
}
