/// A place on a page, in millimetres from its top left corner.
public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    func moved(by distance: Point) -> Point {
        Point(x: x + distance.x, y: y + distance.y)
    }
}
