/// The bars of a four-state barcode, RM4SCC or Mailmark, in the dimensions that Royal Mail publishes for RM4SCC: 20 to 24
/// bars in 25.4 mm, each 0.38–0.63 mm wide; trackers of 1.02–1.52 mm, extensions of 1.60–2.16 mm, 4.22–5.84 mm overall;
/// nothing else within 2 mm.
struct FourStateBars {
    /// How far the bar at each place goes, from left to right.
    let states: [State]

    /// Every bar has a tracker; it may reach further up, further down, or both.
    struct State: Hashable {
        var ascends: Bool
        var descends: Bool
    }

    /// From one bar to the next, in millimetres: 22 bars in an inch.
    static let pitch = 25.4 / 22
    /// A bar's width.
    static let width = 0.5
    /// A tracker's height.
    static let tracker = 1.27
    /// How much further a bar reaches up, or down.
    static let reach = 1.88
    /// From the top of an ascender to the bottom of a descender.
    static let height = tracker + 2 * reach
    /// What stays free on every side.
    static let clearance = 2.0

    /// How long so many bars are.
    static func length(of count: Int) -> Double {
        Double(count - 1) * pitch + width
    }

    var length: Double { Self.length(of: states.count) }

    init(_ symbol: Symbol) {
        states = stride(from: 0, to: symbol.columns, by: 2).map { column in
            State(
                ascends: symbol.isDark(row: 0, column: column), descends: symbol.isDark(row: 2, column: column))
        }
    }

    /// The bars as rectangles, with the top left corner of the whole at `corner`.
    func bars(at corner: Point) -> [Page.Bar] {
        states.enumerated().map { index, state in
            let top = state.ascends ? 0 : Self.reach
            let bottom = Self.height - (state.descends ? 0 : Self.reach)
            return Page.Bar(
                corner: Point(x: corner.x + Double(index) * Self.pitch, y: corner.y + top), width: Self.width,
                height: bottom - top)
        }
    }
}
