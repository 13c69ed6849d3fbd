import Crypto
import Foundation
public import Orders
public import Press
public import Store
public import Wire

/// Prints papers of batches: one job for each, followed to its end, and remembered.
///
/// "Begun" is committed before a document is sent, and its end after the print server said it. Killed in between, the
/// next printing in the same way finds the job by its title, which holds a part of the document's hash, and follows it
/// instead of sending it once more. A batch is printed when labels, order sheets and pick list have come out whole by
/// the print server's word.
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
    }

    /// How a document fared.
    public struct Outcome: Sendable, Hashable {
        public var document: DocumentName
        public var job: Int
        public var end: PrintFollowing.End
        public var last: PrintFollowing.Standing?
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

    /// Asks how the printer is and what it has.
    ///
    /// - Throws: `PrintProblem`; for an unknown printer, with the name that may be meant.
    public func describe() async throws -> PrintQueue {
        try await Self.describe(place)
    }

    /// Asks how a printer is and what it has.
    public static func describe(_ place: Place) async throws -> PrintQueue {
        do {
            return try await onThread { try PrintConnection(to: place.server).queue(place.queue) }
        } catch var problem as PrintProblem {
            if let near = place.queue.nearest(in: problem.known) { problem.hint = "did you mean \(near)?" }
            throw problem
        }
    }

    /// Asks whether these papers can be printed now; nothing is sent.
    ///
    /// - Returns: as what they can be sent.
    /// - Throws: `PrintProblem`.
    public func check(
        _ documents: [DocumentName], of snapshot: BatchSnapshot, _ way: Papers.Way, as format: PaperFormat? = nil
    ) async throws -> PaperFormat {
        let queue = try await describe()
        let subject = "the printer \(queue.name)"
        if queue.state == .stopped || !queue.isAccepting {
            throw PrintProblem(
                .notReady, subject, "\(queue.condition); nothing was sent",
                hint: queue.hint.map { "\($0); then try again" })
        }
        for document in documents {
            let media = media(of: document, in: snapshot, way)
            guard queue.takes(media) else {
                throw PrintProblem(
                    .unsupported, subject, "has no paper \(media.name) for \(document.rawValue)",
                    hint: "it has \(queue.media.prefix(6).joined(separator: ", ")); write another --labels, or take "
                        + "another printer")
            }
            if let tray = tray(of: document), !queue.trays.isEmpty, !queue.trays.contains(tray) {
                throw PrintProblem(
                    .unsupported, subject, "has no tray \(tray)",
                    hint: "it has \(queue.trays.joined(separator: ", ")): tray and labelTray in sheets.printers")
            }
        }
        let formats = format.map { [$0] } ?? [.pdf, .ps]
        guard let chosen = formats.first(where: { queue.formats.contains($0.mime.rawValue) }) else {
            throw PrintProblem(
                .unsupported, subject, "takes no \(formats[0].rawValue.uppercased())",
                hint: format == nil ? nil : "leave out --format")
        }
        return chosen
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
        // Single sheets are no printing of the paper, and aren't remembered as one.
        let record =
            way.sheets == nil
            ? try await store.beginPrinting(
                way.printing, of: document.rawValue, in: snapshot.id, on: place.name, isOnlyFirst: isOnlyFirst,
                at: clock.now, who: who) : nil
        if record == nil, way.sheets == nil { return nil }
        let paper = PrintDocument(
            bytes: bytes, format: format.mime, title: Self.title(of: document, in: snapshot.id, bytes),
            paper: media(of: document, in: snapshot, way), tray: tray(of: document))
        let sent = try await send(paper, record)
        tell(.sent(document, job: sent.job, isNew: sent.isNew))
        return try await follow(sent.job, of: document, record, stop: stop, cancels: cancels, tell: tell)
    }

    /// What everybody at the printer sees: nothing personal, and the same for the same bytes only.
    static func title(of document: DocumentName, in batch: BatchID, _ bytes: [UInt8]) -> String {
        let hash = SHA256.hash(data: bytes).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "Handbill \(batch) \(document.rawValue) \(hash)"
    }

    private func send(
        _ paper: PrintDocument, _ record: PrintingRecord?
    ) async throws -> (job: Int, isNew: Bool) {
        let place = place
        let sent: (job: Int, isNew: Bool)
        do {
            sent = try await onThread { () throws -> (job: Int, isNew: Bool) in
                let connection = PrintConnection(to: place.server)
                if let earlier = try Self.job(of: record, paper.title, in: place.queue, connection) {
                    return (earlier, false)
                }
                let waiting = try connection.jobs(in: place.queue, isWaiting: true).last { $0.name == paper.title }
                if let waiting { return (waiting.id, false) }
                return (try connection.send(paper, to: place.queue), true)
            }
        } catch let problem as PrintProblem where problem.kind != .unreachable {
            // It surely wasn't taken.
            if let record { try await store.withdrawPrinting(record.id) }
            throw problem
        }
        if let record { try await store.printingSent(record.id, as: sent.job) }
        return sent
    }

    /// The job of a printing that was broken off, also one that has come out meanwhile; nil for one that was given up.
    private static func job(
        of record: PrintingRecord?, _ title: String, in queue: String, _ connection: PrintConnection
    ) throws(PrintProblem) -> Int? {
        guard let record, record.isResumed else { return nil }
        let found =
            if let job = record.job {
                try connection.job(job)
            } else {
                // It came, but its number was never written down.
                try connection.jobs(in: queue).last { $0.name == title }
            }
        // A number may come again after a power cut: the title says whose job it is.
        guard let found, found.name == title, found.state != .canceled, found.state != .aborted else { return nil }
        return found.id
    }

    /// Stays with a job that was sent.
    func follow(
        _ job: Int, of document: DocumentName, _ record: PrintingRecord?, stop: StopFlag, cancels: Bool,
        tell: @escaping @Sendable (Event) -> Void
    ) async throws -> Outcome {
        let place = place
        let following = PrintFollowing(on: place.server, patience: patience, stop: stop)
        let (end, last) = try await onThread {
            () throws -> (PrintFollowing.End, PrintFollowing.Standing?) in
            let (end, last) = try following.follow(job, in: place.queue) { tell(.standing(document, $0)) }
            guard end == .left, cancels else { return (end, last) }
            let connection = PrintConnection(to: place.server)
            _ = try connection.cancel(job)
            // It may have been quicker than we.
            return (try connection.job(job)?.state == .completed ? .completed : .canceled, last)
        }
        if let record, let end = end.recorded {
            try await store.printingEnded(record.id, as: end, at: clock.now)
        }
        return Outcome(document: document, job: job, end: end, last: last)
    }

    /// Says that the batch is printed, if all that makes it so has come out.
    ///
    /// - Returns: the papers that haven't come out yet; empty once the batch is printed.
    public func markPrinted(_ batch: BatchID) async throws -> [DocumentName] {
        let missing = try await store.markPrinted(
            batch, onceCompleted: DocumentName.ofClosing.map(\.rawValue), at: clock.now, who: "printer \(place.name)")
        return missing.compactMap(DocumentName.init)
    }

    private func media(of document: DocumentName, in snapshot: BatchSnapshot, _ way: Papers.Way) -> PrintMedia {
        let size =
            document == .labels
            ? (way.printing.labels ?? snapshot.papers.labels).page : PaperSize(named: snapshot.papers.orders) ?? .a4
        return PrintMedia(width: size.width, height: size.height)
    }

    private func tray(of document: DocumentName) -> String? {
        document == .labels ? place.labelTray ?? place.tray : place.tray
    }
}

extension PaperFormat {
    var mime: PrintDocument.Format {
        switch self {
        case .pdf: .pdf
        case .ps: .ps
        }
    }
}

extension PrintFollowing.End {
    /// What a batch remembers of it; nil as long as there is no end.
    var recorded: PrintingEnd? {
        switch self {
        case .completed: .completed
        case .canceled: .canceled
        case .aborted: .aborted
        case .forgotten, .waits, .left: nil
        }
    }
}
