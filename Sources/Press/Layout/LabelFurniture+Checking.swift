import Orders

extension LabelFurniture {
    /// Why labels of this sheet can't show all of it, each as a sentence with the numbers; empty if they can.
    ///
    /// What is left for the address must take five lines of 8 pt.
    static func problems(_ content: LabelContent, on sheet: SheetGeometry, with type: Typesetter) -> [String] {
        let area = LabelArea(of: sheet)
        let size = "a label of \(sheet.name) has \(millimetres(area.width)) × \(millimetres(area.height)) mm"
        var problems: [String] = []
        if let barcode = content.barcode {
            let width = FourStateBars.length(of: barcode.mostBars) + 2 * FourStateBars.clearance
            let height =
                area.marginY + leastHeight + FourStateBars.height + FourStateBars.clearance
                + max(area.marginY, FourStateBars.clearance)
            if width > area.width || height > area.height {
                problems.append(
                    "\(barcode.name) with an address above it needs \(millimetres(width)) × \(millimetres(height)) mm,"
                        + " and \(size)")
            }
        }
        if content.qr {
            let side = QRCode.side(QRCode.fewDots)
            let width = 2 * area.marginX + leastWidth + LabelSetting.clearance + side
            if width > area.width {
                problems.append(
                    "a QR code with an address beside it needs a width of \(millimetres(width)) mm, and \(size)")
            }
        }
        guard problems.isEmpty, !content.sender.isEmpty else { return problems }
        let furniture = LabelFurniture(content, on: sheet, with: type)
        let room = furniture.room(bars: content.barcode?.mostBars ?? 0)
        if room.bottom - room.top < leastHeight {
            let left = millimetres(max(0, room.bottom - room.top))
            problems.append(
                "the sender's \(furniture.sender.count.of("line")) would leave \(left) mm of height for the address, "
                    + "which needs \(millimetres(leastHeight)) mm, and \(size)")
        }
        return problems
    }

    /// A tenth at most, rounded up: what is needed.
    private static func millimetres(_ value: Double) -> String {
        let tenths = Int((value * 10 - 0.001).rounded(.up))
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension LabelContent.Barcode {
    /// What it is called.
    var name: String {
        switch self {
        case .rm4scc: "RM4SCC"
        case .mailmark: "Mailmark"
        }
    }

    /// The bars of the longest postcode.
    var mostBars: Int {
        switch self {
        case .rm4scc: 42
        case .mailmark(let contract): contract.supplyChain.utf8.count > 2 ? 78 : 66
        }
    }
}
