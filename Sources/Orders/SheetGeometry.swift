/// How the labels lie on a sheet: data, as in `templates/sheets/*.yaml`, in millimetres.
///
/// A batch keeps the one that it was closed for. Makers' tables disagree with one another, so a geometry counts only
/// once the press finds no problems in it.
public struct SheetGeometry: Sendable, Hashable, Codable {
    /// What it says on the box: `L7159`.
    public var name: String
    public var page: PaperSize
    /// Labels side by side.
    public var columns: Int
    /// Labels one below the other.
    public var rows: Int
    /// A label's own size.
    public var labelWidth: Double
    public var labelHeight: Double
    /// From the page's left edge to the first label's.
    public var left: Double
    /// From the page's top edge to the first label's.
    public var top: Double
    /// From one label's left edge to the next one's.
    public var pitchX: Double
    /// From one label's top edge to the next one's.
    public var pitchY: Double

    public init(
        name: String, page: PaperSize = .a4, columns: Int, rows: Int, labelWidth: Double, labelHeight: Double,
        left: Double, top: Double, pitchX: Double, pitchY: Double
    ) {
        self.name = name
        self.page = page
        self.columns = columns
        self.rows = rows
        self.labelWidth = labelWidth
        self.labelHeight = labelHeight
        self.left = left
        self.top = top
        self.pitchX = pitchX
        self.pitchY = pitchY
    }

    /// How many labels a sheet has.
    public var perSheet: Int {
        columns * rows
    }

    /// The first label that is free after so many, from 1, where the first of them went on label `startAt`; 1 where that
    /// filled a sheet: a new one begins.
    public func label(after count: Int, startAt: Int) -> Int {
        (startAt - 1 + count) % perSheet + 1
    }
}
