import Orders

extension SheetGeometry {
    static let l7159 = SheetGeometry(
        name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9, pitchX: 66.04,
        pitchY: 33.9)
    static let l7160 = SheetGeometry(
        name: "L7160", columns: 3, rows: 7, labelWidth: 63.5, labelHeight: 38.1, left: 7.21, top: 15.15, pitchX: 66.04,
        pitchY: 38.1)
    static let l7163 = SheetGeometry(
        name: "L7163", columns: 2, rows: 7, labelWidth: 99.1, labelHeight: 38.1, left: 4.63, top: 15.15,
        pitchX: 101.64, pitchY: 38.1)
}
