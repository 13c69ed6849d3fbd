public import Orders
public import Press
public import Store
public import Wire

/// Prints papers of batches: one job for each, followed to its end, and remembered.
///
/// "Begun" is committed before a document is sent, and its end after the print server said it. Killed in between, the
/// next printing in the same way finds the job by its title, which no other printing has, and follows it instead of
/// sending it once more. A batch is printed when labels, order sheets and pick list have come out whole by the print
/// server's word.
public struct Printer: Sendable {
    /// Where it is, and where its paper lies.
    public struct Place: Sendable, Hashable {
        public var server: PrintServer
        public var queue: String
        /// nil for where the printer looks by itself.
        public var tray: String?
        public var labelTray: String?

        public init(server: PrintServer, queue: String, tray: String? = nil, labelTray: String? = nil) {
            self.server = server
            self.queue = queue
            self.tray = tray
            self.labelTray = labelTray
        }

        /// `Desk`, or `Desk on office:631`.
        public var name: String { server == PrintServer() ? queue : "\(queue) on \(server.name)" }
    }

    /// What is told while it prints.
    public enum Event: Sendable, Hashable {
        /// - Parameter isNew: otherwise the job was there already, sent by an earlier printing that was broken off.
        case sent(DocumentName, job: Int, isNew: Bool)
        case standing(DocumentName, PrintFollowing.Standing)
        /// The print server doesn't answer any more, and is asked again.
        case silent(DocumentName, PrintProblem)
        /// It answers again, and the job goes on.
        case answering(DocumentName, job: Int)
    }

    /// How a document fared.
    public struct Outcome: Sendable, Hashable {
        public var document: DocumentName
        public var job: Int
        public var end: PrintFollowing.End
        public var last: PrintFollowing.Standing?

        /// Whether the print server doesn't answer any more.
        public var isLost: Bool { if case .lost = end { true } else { false } }
    }

    let store: Store
    let papers: Papers
    public let place: Place
    /// How long a job may stand still.
    let patience: Duration
    let clock: WallClock
    let who: String

    public init(
        store: Store, papers: Papers, place: Place, patience: Duration, clock: WallClock, who: String
    ) {
        self.store = store
        self.papers = papers
        self.place = place
        self.patience = patience
        self.clock = clock
        self.who = who
    }

    /// Prints one paper and stays with it.
    ///
    /// - Parameters:
    ///   - isOnlyFirst: only if it was never printed nor written before.
    ///   - cancels: whether the job is taken out of the queue if `stop` is raised; otherwise it goes on by itself.
    /// - Returns: nil if it was printed before and this would be another time.
    /// - Throws: `PrintProblem`, `PressError`, `StoreError`.
    public func print(
        _ document: DocumentName, of snapshot: BatchSnapshot, as format: PaperFormat, _ way: Papers.Way = Papers.Way(),
        changes: [BatchChange] = [], isOnlyFirst: Bool = false, stop: StopFlag = StopFlag(), cancels: Bool = true,
        tell: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Outcome? {
        let bytes = try await papers.render(document, of: snapshot, as: format, way, changes: changes)
        let turn = try await PrintingTurn(in: store.directory, stop: stop)
        let (record, paper, sent): (PrintingRecord?, PrintDocument, (job: Int, isNew: Bool))
        do {
            defer { turn.end() }
            // Single sheets are no printing of the paper, and aren't remembered as one.
            record =
                way.sheets == nil
                ? try await store.beginPrinting(
                    way.printing, of: document.rawValue, in: snapshot.id, on: place.name, isOnlyFirst: isOnlyFirst,
                    at: clock.now, who: who) : nil
            if record == nil, way.sheets == nil { return nil }
            paper = PrintDocument(
                bytes: bytes, format: format.mime,
                title: record.map { Self.title(of: $0) } ?? Self.title(of: document, in: snapshot.id, bytes),
                paper: media(of: document, in: snapshot, way), tray: tray(of: document))
            sent = try await send(paper, record)
        }
        tell(.sent(document, job: sent.job, isNew: sent.isNew))
        return try await follow(
            sent.job, called: paper.title, of: document, record, stop: stop, cancels: cancels, tell: tell)
    }

    /// Says that the batch is printed, if all that makes it so has come out.
    ///
    /// - Returns: the papers that haven't come out yet; empty once the batch is printed.
    public func markPrinted(_ batch: BatchID) async throws -> [DocumentName] {
        let missing = try await store.markPrinted(
            batch, onceCompleted: DocumentName.ofClosing.map(\.rawValue), at: clock.now, who: "printer \(place.name)")
        return missing.compactMap(DocumentName.init)
    }
}

extension PrintFollowing.End {
    /// What a batch remembers of it; nil as long as there is no end.
    var recorded: PrintingEnd? {
        switch self {
        case .completed: .completed
        case .canceled: .canceled
        case .aborted: .aborted
        case .forgotten, .waits, .lost, .left: nil
        }
    }
}
