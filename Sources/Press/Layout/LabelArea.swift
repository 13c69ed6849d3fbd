import Orders

/// The room that a label gives.
struct LabelArea {
    var width: Double
    var height: Double
    /// What stays free at the sides, and above and below: feeders are up to a millimetre off.
    var marginX: Double
    var marginY: Double

    init(of sheet: SheetGeometry) {
        width = sheet.labelWidth
        height = sheet.labelHeight
        marginX = min(4, max(2, width * 0.06))
        marginY = min(2.5, max(1.5, height * 0.06))
    }

    /// 11 pt where there is room, 10 pt on a narrow label, in half points down to 8.
    var sizes: [Double] {
        Array(stride(from: width >= 80 ? 11.0 : 10.0, through: LabelSetting.smallest, by: -0.5))
    }
}

/// The room that a label gives to its address and its mark, once sender and codes have theirs.
struct LabelRoom {
    let area: LabelArea
    /// Between which heights the address stands.
    var top: Double
    var bottom: Double
    /// What the address may not be wider than; several are tried in turn.
    var widths: [Double]
    /// What address and mark keep clear of.
    var obstacles: [Frame] = []
    /// Where the mark may stand, the best place first.
    var places: [LabelMark.Place]

    /// All of it.
    init(_ area: LabelArea) {
        self.area = area
        top = area.marginY
        bottom = area.height - area.marginY
        widths = [area.width - 2 * area.marginX]
        // First choice: the postcode's line is short.
        places = [.bottomRight(of: area), .topRight(of: area)]
    }
}
