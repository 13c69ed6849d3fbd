/// A rectangle of ink: a line of text, a barcode.
struct Frame: Hashable {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    init(left: Double, right: Double, top: Double, bottom: Double) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    }

    init(left: Double, baseline: Double, extent: Extent) {
        self.left = left
        right = left + extent.width
        top = baseline - extent.ascent
        bottom = baseline + extent.descent
    }

    init(_ bars: Page.Bar) {
        (left, top) = (bars.corner.x, bars.corner.y)
        (right, bottom) = (left + bars.width, top + bars.height)
    }

    /// Whether the two are at least so many millimetres apart, sideways or up and down.
    func isClear(of other: Frame, by distance: Double) -> Bool {
        left >= other.right + distance || other.left >= right + distance || top >= other.bottom + distance
            || other.top >= bottom + distance
    }

    /// Whether it keeps a label's usual distance from all of these.
    func isClear(of others: [Frame]) -> Bool {
        others.allSatisfy { isClear(of: $0, by: LabelSetting.clearance) }
    }
}
