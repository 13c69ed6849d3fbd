import Foundation
public import Orders
import Store

/// The folders into which producers drop files of orders.
///
/// A file is taken whole: every order in it is stored and synced before the file moves. One with a good order goes to
/// `accepted/`, one without to `rejected/` with its reason; the failed orders of a mixed one stand beside it there.
/// Nothing is overwritten. Killed anywhere, or dropped twice, a file makes no second order: it is read again and its
/// orders are known.
public struct FileQueue: Sendable {
    /// How the queue is run, from the settings.
    public struct Rules: Sendable {
        /// The folder that holds `incoming/`, `accepted/` and `rejected/`.
        public var directory: String
        /// How long the size of a file that is copied straight in must be still.
        public var settle: Duration
        public var maximumBytes: Int
        public var producer: String
        /// A form's own headings, mapped to fields or items.
        public var columns: [String: String]

        public init(
            directory: String, settle: Duration, maximumBytes: Int, producer: String, columns: [String: String]
        ) {
            self.directory = directory
            self.settle = settle
            self.maximumBytes = maximumBytes
            self.producer = producer
            self.columns = columns
        }
    }

    /// What became of a file.
    public struct Report: Sendable {
        public var name: String
        /// Where the file lies now.
        public var path: String
        /// Orders by outcome.
        public var tally: [Answer.Outcome: Int] = [:]
        /// Why the file, or orders in it, were refused, as `reason.txt` says it: the first thousand.
        public var reasons: [String] = []
        /// How many reasons there are besides.
        public var unlisted = 0
        /// What is worth a word about the file: columns that are ignored.
        public var warnings: [Problem] = []
        /// Where the failed orders of a mixed file stand.
        public var failedOrders: String?

        /// Orders that were taken: all but the rejected ones.
        public var taken: Int {
            tally.reduce(0) { $0 + ($1.key == .rejected ? 0 : $1.value) }
        }

        fileprivate mutating func count(_ answered: FileIntake.Answered, failed: FailedFile) throws {
            tally[answered.answer.outcome, default: 0] += 1
            guard answered.answer.outcome == .rejected else { return }
            try failed.append(answered)
            for problem in answered.answer.problems {
                if reasons.count < 1000 {
                    reasons.append(answered.row.report(problem))
                } else {
                    unlisted += 1
                }
            }
        }
    }

    public let rules: Rules
    private let receiver: Receiver

    public init(rules: Rules, receiver: Receiver) {
        self.rules = rules
        self.receiver = receiver
    }

    var incoming: String { rules.directory + "/incoming" }
    var accepted: String { rules.directory + "/accepted" }
    var rejected: String { rules.directory + "/rejected" }

    /// Makes the folders that are missing.
    public func prepare() throws {
        for folder in [incoming, accepted, rejected] { try DurableFile.makeDirectory(folder) }
    }

    /// Takes everything that lies in `incoming/` now, in the order of names, without waiting for it to settle.
    public func drain(each: (Report) -> Void = { _ in }) async throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: incoming).sorted()
        where !QueueWatch.isUnfinished(name) {
            if let report = try await process(name) { each(report) }
        }
    }

    /// Takes one file to its end.
    ///
    /// - Returns: what became of it; nil if it is gone, or another process has it in hand.
    /// - Throws: `StoreError` or `DurableFile.Failure`; then the file stays in `incoming/` and can be taken again.
    public func process(_ name: String) async throws -> Report? {
        let path = incoming + "/" + name
        let lock = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        defer { if lock >= 0 { close(lock) } }
        if lock < 0, errno == ENOENT { return nil }
        // Two processes may watch one folder: whoever has the lock takes the file.
        if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) != 0 { return nil }
        guard FileManager.default.fileExists(atPath: path) || isDangling(path) else { return nil }

        var report = Report(name: name, path: path)
        var failed: FailedFile?
        do {
            var reader = try SubmissionReader.open(
                .path(path), columns: rules.columns, maximumBytes: rules.maximumBytes)
            report.warnings = reader.warnings
            let intake = FileIntake(
                receiver: receiver, door: .file,
                sender: Receiver.Sender(producer: rules.producer, who: "file"))
            let file = try FailedFile(of: reader, in: rejected)
            failed = file
            try await intake.take(&reader) { answers, _, _ in
                for answered in answers { try report.count(answered, failed: file) }
            }
        } catch let problem as FileProblem {
            switch problem.kind {
            case .missing: return nil
            case .unreadable: throw problem
            case .forbidden, .notAFile, .tooLarge, .content: report.reasons.append(problem.description)
            }
        }
        try finish(&report, failed)
        return report
    }

    /// Writes what the person who dropped the file must know, then moves the file: killed in between, the file is taken
    /// again.
    private func finish(_ report: inout Report, _ failed: FailedFile?) throws {
        if report.taken > 0 {
            report.failedOrders = try failed?.publish(for: report.name)
            report.path = try DurableFile.move(report.path, into: accepted)
        } else {
            let reason = try DurableFile.Writer(beside: rejected + "/" + report.name)
            try reason.append(Array((report.reasons.joined(separator: "\n") + "\n").utf8))
            if report.unlisted > 0 { try reason.append(Array("and \(report.unlisted) more\n".utf8)) }
            _ = try reason.publish(as: report.name + ".reason.txt", in: rejected)
            report.path = try DurableFile.move(report.path, into: rejected)
        }
    }

    private func isDangling(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}

/// The failed orders of a file, written as they come; published only if other orders of the file were good.
private final class FailedFile {
    private let writer: DurableFile.Writer
    private let folder: String
    private var orders: FailedOrders

    init(of reader: borrowing SubmissionReader, in folder: String) throws {
        self.folder = folder
        orders = FailedOrders(of: reader)
        writer = try DurableFile.Writer(beside: folder + "/" + reader.name)
    }

    func append(_ answered: FileIntake.Answered) throws {
        orders.append(answered.row, problems: answered.answer.problems)
        try writer.append(orders.drain())
    }

    /// - Returns: where it stands; nil if no order failed.
    func publish(for name: String) throws -> String? {
        guard !orders.isEmpty else { return nil }
        try writer.append(orders.finish())
        return try writer.publish(as: name + orders.suffix, in: folder)
    }
}
