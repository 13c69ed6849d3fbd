/// A printer as its CUPS server describes it: a queue, or a class of them.
public struct PrintQueue: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        case idle, processing, stopped
    }

    /// What CUPS calls it.
    public var name: String
    /// What people call it; empty if nobody said.
    public var about: String
    public var state: State
    /// What keeps it or will keep it, as IPP's keywords: `media-empty`, `toner-low-warning`.
    public var reasons: [String]
    /// The printer's own words; may be empty.
    public var message: String
    public var isAccepting: Bool
    /// MIME types that it takes.
    public var formats: [String]
    /// The papers that it knows, as IPP names them.
    public var media: [String]
    /// Where its paper may lie: `main`, `by-pass-tray`.
    public var trays: [String]

    /// Whether the queue takes this paper, as far as it says.
    public func takes(_ paper: PrintMedia) -> Bool { paper.isAmong(media) }

    /// How it is, in words that follow its name: "is ready", "is stopped: no paper (media-empty)", "takes no jobs".
    public var condition: String {
        let words: String
        switch state {
        case .idle: words = isAccepting ? "is ready" : "takes no jobs"
        case .processing: words = isAccepting ? "is printing" : "takes no jobs"
        case .stopped: words = "is stopped"
        }
        let reasons = PrintReason.all(reasons, message: message).map(\.short)
        return reasons.isEmpty ? words : "\(words): \(reasons.joined(separator: ", "))"
    }

    /// What to do about what keeps it; nil if nothing does.
    public var hint: String? {
        if let hint = PrintReason.all(reasons, message: message).first(where: \.isTrouble)?.hint { return hint }
        if state == .stopped { return "look at the printer; then: cupsenable \(name)" }
        return isAccepting ? nil : "let it take jobs again: cupsaccept \(name)"
    }
}
