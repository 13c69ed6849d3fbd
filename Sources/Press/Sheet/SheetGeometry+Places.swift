public import Orders

extension SheetGeometry {
    /// The top left corner of the label with this index, counted from 0 along the rows; past the sheet's last label,
    /// of its place on the next sheet.
    public func origin(ofLabel index: Int) -> Point {
        let place = index % perSheet
        return Point(x: left + Double(place % columns) * pitchX, y: top + Double(place / columns) * pitchY)
    }
}
