/// A job as its CUPS server describes it.
public struct PrintJob: Sendable, Hashable {
    /// IPP's states (RFC 8011, 5.3.7).
    public enum State: Int32, Sendable, Hashable {
        case pending = 3
        case held, processing, stopped, canceled, aborted, completed

        /// Whether nothing more comes of it.
        public var isEnd: Bool { rawValue >= Self.canceled.rawValue }
    }

    public var id: Int
    /// Empty where the server doesn't tell.
    public var name: String
    public var state: State
    /// IPP's keywords: `job-printing`, `printer-stopped`.
    public var reasons: [String]
    public var message: String
    /// Sides of paper that came out, as far as the printer counts.
    public var sheets: Int

    /// Whether it is the job that was sent under this title, as far as its number and the server tell. A server that
    /// keeps titles to itself leaves the number alone.
    public func mayBeCalled(_ title: String) -> Bool { name.isEmpty || name == title }
}

/// A document, ready to be sent.
public struct PrintDocument: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case pdf = "application/pdf"
        case ps = "application/postscript"
    }

    public var bytes: [UInt8]
    public var format: Format
    /// What everybody at the printer sees: nothing personal.
    public var title: String
    public var paper: PrintMedia
    /// Where its paper lies, as the printer calls it; nil for where the printer looks.
    public var tray: String?

    public init(bytes: [UInt8], format: Format, title: String, paper: PrintMedia, tray: String? = nil) {
        self.bytes = bytes
        self.format = format
        self.title = title
        self.paper = paper
        self.tray = tray
    }
}
