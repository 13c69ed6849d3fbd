/// What validation says of a submission: everything at once.
public struct Verdict: Sendable, Hashable {
    /// The order; nil if and only if there are problems.
    public var order: Order?
    /// What keeps it from being an order.
    public var problems: [Problem]
    /// What is worth a word but keeps nothing back.
    public var warnings: [Problem]
    /// Why a person must look first; empty if nobody must.
    public var heldBecause: [HeldReason]
    /// Whether one of its items doesn't ship yet.
    public var waits: Bool

    public init(
        order: Order? = nil, problems: [Problem] = [], warnings: [Problem] = [], heldBecause: [HeldReason] = [],
        waits: Bool = false
    ) {
        self.order = order
        self.problems = problems
        self.warnings = warnings
        self.heldBecause = heldBecause
        self.waits = waits
    }
}
