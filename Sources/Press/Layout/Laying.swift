public import Orders

/// How pages are laid on sheets of paper, and which of them are wanted.
public struct Laying: Sendable, Hashable {
    /// On which label of the first sheet the first packet goes, from 1.
    public var startAt: Int
    /// The pages that are wanted, from 1; nil for all.
    public var sheets: Set<Int>?
    /// Whether the last page comes first.
    public var isReversed: Bool
    /// Whether a label whose address can't be set stays empty but for its number; otherwise nothing is made.
    public var leavesMisfits: Bool

    public init(
        startAt: Int = 1, sheets: Set<Int>? = nil, isReversed: Bool = false, leavesMisfits: Bool = false
    ) {
        self.startAt = startAt
        self.sheets = sheets
        self.isReversed = isReversed
        self.leavesMisfits = leavesMisfits
    }

    /// As a printing has it: another sheet than that of the closing may be too small for an address.
    public init(_ printing: Printing, sheets: Set<Int>? = nil) {
        self.init(
            startAt: printing.startAt, sheets: sheets, isReversed: printing.isReversed,
            leavesMisfits: printing.labels != nil)
    }

    /// The indices, from 0, of the wanted ones of so many pages, in the order in which they come.
    func indices(of count: Int) throws(PressError) -> [Int] {
        if let missing = sheets?.subtracting(1...max(1, count)).min() { throw .noPage(missing, of: count) }
        let wanted = (0..<count).filter { sheets?.contains($0 + 1) ?? true }
        return isReversed ? wanted.reversed() : wanted
    }

    /// Whether pages can be drawn as they come.
    var isPlain: Bool { sheets == nil && !isReversed }
}
