public import Orders

/// What a batch remembers of a printing of one of its papers.
public struct PrintingRecord: Sendable, Hashable {
    public var id: Int64
    public var batch: BatchID
    /// `labels`, `orders`, …
    public var document: String
    /// Seconds since 1970-01-01T00:00:00Z.
    public var at: Int64
    public var way: Printing
    /// The printer that it was sent to; nil for papers that were written as files.
    public var printer: String?
    /// The job's number on the print server; nil if it isn't known whether the server took it.
    public var job: Int?
    /// What the print server said at last; nil as long as it hasn't.
    public var end: PrintingEnd?
    /// Whether it was begun by an earlier command that was broken off, and goes on.
    public var isResumed = false
}
