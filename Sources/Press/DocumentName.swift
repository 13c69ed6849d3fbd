/// The papers of a batch that the press makes.
public enum DocumentName: String, Sendable, Hashable, CaseIterable {
    /// The address labels.
    case labels
    /// The order sheets, one for every order of every packet, in the order of the sequence numbers.
    case orders
    /// What to fetch: totals per item, per bundle, per packet.
    case picklist
    /// What has changed since the closing: the numbers that must not be packed.
    case changes

    /// What is made when a batch is closed. These show the snapshot alone, so that they never differ from their first
    /// printing; `changes` shows what has become of it since.
    public static let ofClosing: [DocumentName] = [.labels, .orders, .picklist]
}

/// What a paper is written as; both come from one layout.
public enum PaperFormat: String, Sendable, Hashable, CaseIterable {
    case pdf
    /// PostScript.
    case ps
}
