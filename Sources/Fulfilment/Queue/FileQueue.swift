import Foundation
public import Orders
import Store
import Wire

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

        mutating func count(_ answered: FileIntake.Answered, failed: FailedFile) throws {
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

    /// What came of asking for a file.
    public enum Taking: Sendable {
        case finished(Report)
        /// It isn't there any more.
        case gone
        /// Another process has it in hand, it was written to while it was read, or it was broken off: it stays in
        /// `incoming/`, to be taken later. Orders that were read from it are known then.
        case notYet

        /// What became of the file, if it was taken to its end.
        public var report: Report? {
            if case .finished(let report) = self { report } else { nil }
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

    /// Makes the folders that are missing, and removes what a killed process left half written.
    public func prepare() throws {
        try makeFolders()
        for folder in [incoming, accepted, rejected] { DurableFile.sweep(folder) }
    }

    /// Makes the folders that are missing.
    ///
    /// Whoever may write into the queue could put a link in a folder's stead, to the state folder say, and have us move
    /// its files about: links are refused.
    private func makeFolders() throws {
        for folder in [incoming, accepted, rejected] {
            var status = stat()
            if lstat(folder, &status) != 0 {
                try DurableFile.makeDirectory(folder)
            } else if status.st_mode & S_IFMT == S_IFLNK {
                throw DurableFile.Failure(call: "use the folder", path: folder, code: ENOTDIR)
            }
        }
    }

    /// Takes everything that lies in `incoming/` now, in the order of names, without waiting for it to settle.
    ///
    /// - Throws: what the first file that couldn't be taken threw, once the others are taken; at once if the database
    ///   doesn't write any more.
    public func drain(each: (Report) -> Void = { _ in }) async throws {
        var first: (any Error)?
        for name in try IncomingFolder(path: incoming).names() {
            do {
                if let report = try await process(name).report { each(report) }
            } catch StoreError.writeFailed(let cause) {
                throw StoreError.writeFailed(cause: cause)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
    }

    /// Takes one file to its end.
    ///
    /// - Parameter halt: the file is left after the chunk in hand when it says "break off".
    /// - Throws: `StoreError`, `DurableFile.Failure` or `FileProblem`; then the file stays in `incoming/` and can be
    ///   taken again.
    public func process(_ name: String, halt: Halt = Halt()) async throws -> Taking {
        try await withTaskExecutorPreference(OwnThreads()) { try await take(name, halt) }
    }

    /// Thrown to leave a file between two chunks.
    private struct BrokenOff: Error {}

    private func take(_ name: String, _ halt: Halt) async throws -> Taking {
        try makeFolders()
        let path = incoming + "/" + name
        let lock = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        defer { if lock >= 0 { close(lock) } }
        // Two processes may watch one folder: whoever has the lock takes the file.
        if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) != 0 { return .notYet }
        guard let stamp = FileStamp(path: path) else { return .gone }
        if lock >= 0, FileStamp(descriptor: lock) != stamp { return .notYet }

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
                if halt.breakOff.isRaised { throw BrokenOff() }
            }
        } catch is BrokenOff {
            return .notYet
        } catch let problem as FileProblem {
            switch problem.kind {
            case .missing: return .gone
            case .unreadable: throw problem
            case .forbidden, .notAFile, .tooLarge, .content: report.reasons.append(problem.description)
            }
        }
        guard FileStamp(path: path) == stamp else { return .notYet }
        try finish(&report, failed)
        return .finished(report)
    }

    /// Writes what the person who dropped the file must know, then moves the file: killed in between, the file is taken
    /// again.
    private func finish(_ report: inout Report, _ failed: FailedFile?) throws {
        if report.taken > 0 {
            report.failedOrders = try failed?.publish(for: report.name)
            report.path = try DurableFile.move(report.path, into: accepted)
        } else {
            let reason = try DurableFile.Writer(in: rejected)
            try reason.append(Array((report.reasons.joined(separator: "\n") + "\n").utf8))
            if report.unlisted > 0 { try reason.append(Array("and \(report.unlisted) more\n".utf8)) }
            _ = try reason.publish(as: DurableFile.named(report.name, ".reason.txt"), in: rejected)
            report.path = try DurableFile.move(report.path, into: rejected)
        }
    }
}
