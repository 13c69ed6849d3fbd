/// By how much a printer misses, as its ruler page shows: what is printed for it is scaled and moved so that it comes out
/// where it belongs.
public struct PrinterProfile: Sendable, Hashable, Codable {
    /// Millimetres by which everything is moved to the right, after scaling; negative to the left.
    public var right: Double
    /// Millimetres by which everything is moved down, after scaling; negative up.
    public var down: Double
    /// What distances from the page's left edge are multiplied by.
    public var scaleX: Double
    /// What distances from the page's top edge are multiplied by.
    public var scaleY: Double

    public init(right: Double = 0, down: Double = 0, scaleX: Double = 1, scaleY: Double = 1) {
        self.right = right
        self.down = down
        self.scaleX = scaleX
        self.scaleY = scaleY
    }

    /// Whether it changes anything.
    public var isNeutral: Bool { self == PrinterProfile() }

    /// What was measured on a printed ruler page, in millimetres.
    public struct Measurements: Sendable, Hashable {
        /// From the sheet's left edge to line A.
        public var left: Double
        /// From the sheet's top edge to line B.
        public var top: Double
        /// From line A to line C.
        public var across: Double
        /// From line B to line D.
        public var down: Double

        public init(left: Double, top: Double, across: Double, down: Double) {
            self.left = left
            self.top = top
            self.across = across
            self.down = down
        }
    }

    /// The profile that makes up for what was measured.
    ///
    /// The printer puts what belongs at x to a + b·x; so distances are divided by b, and a is taken off.
    ///
    /// - Parameters:
    ///   - exact: what would have been measured if the printer were exact.
    ///   - current: the profile that the measured page was printed with.
    public init(measured: Measurements, right exact: Measurements, with current: PrinterProfile = PrinterProfile()) {
        scaleX = exact.across * current.scaleX / measured.across
        scaleY = exact.down * current.scaleY / measured.down
        right = current.right + exact.left * current.scaleX - measured.left * scaleX
        down = current.down + exact.top * current.scaleY - measured.top * scaleY
    }
}
