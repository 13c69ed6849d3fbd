/// Some packets of a batch, as people say them at the table: `1-120,133,HB-7K3M9QZX`.
///
/// Reading looks at the words alone; `DispatchPlan` looks at the batch.
public struct PacketSelection: Sendable, Hashable {
    /// In the order in which they were written, at least one.
    public var parts: [Part]

    /// What stands between two commas.
    public struct Part: Sendable, Hashable {
        public var choice: Choice
        /// As it was written, without blanks around it.
        public var text: String
    }

    public enum Choice: Sendable, Hashable {
        /// The packet with this number.
        case number(Int)
        /// The packets from the one number to the other.
        case range(ClosedRange<Int>)
        /// Every packet of this order.
        case reference(Reference)
        /// Eight characters whose check doesn't fit; the batch shows which reference was meant.
        case misread
    }
}

/// What is wrong with a selection of packets: everything at once.
public struct SelectionProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// Their fields are the option that the selection came by, `only` or `except`; `list` where only its words are wrong.
    public var problems: [Problem]

    public var description: String {
        problems.map { problem in problem.problem + (problem.hint.map { ": \($0)" } ?? "") }.joined(separator: "\n")
    }
}
