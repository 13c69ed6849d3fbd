public import Logging
import Orders
public import ServiceLifecycle
import Store

/// Takes files as they come, noticed by inotify; costs nothing while none comes.
///
/// A file that can't be taken now, because the disk is full or the database busy, stays in `incoming/` and is tried
/// again. A database that doesn't write any more ends the service: only a restart finds out what is on the disk.
public struct FileQueueService: Service {
    /// How long a file that couldn't be taken is left alone.
    static let pause = Duration.seconds(30)
    /// How long at least one is that another process has, or that is still being written.
    static let shortPause = Duration.milliseconds(50)

    private let queue: FileQueue
    private let logger: Logger
    private let onReport: @Sendable (FileQueue.Report) async -> Void

    /// - Parameter onReport: hears of each file that was taken or refused.
    public init(
        queue: FileQueue, logger: Logger, onReport: @escaping @Sendable (FileQueue.Report) async -> Void = { _ in }
    ) {
        self.queue = queue
        self.logger = logger
        self.onReport = onReport
    }

    /// Runs until shutdown; a file in hand is finished first.
    public func run() async throws {
        try queue.prepare()
        let watch = try QueueWatch(directory: queue.incoming, settle: queue.rules.settle)
        try await withTaskCancellationOrGracefulShutdownHandler {
            for await name in watch.names {
                if Task.isCancelled || Task.isShuttingDownGracefully { break }
                try await take(name, again: watch)
            }
        } onCancelOrGracefulShutdown: {
            watch.stop()
        }
    }

    private func take(_ name: String, again watch: QueueWatch) async throws {
        do {
            switch try await queue.process(name) {
            case .gone: return
            case .notYet: watch.sayAgain(name, after: max(queue.rules.settle, Self.shortPause))
            case .finished(let report):
                logger.info(
                    "file taken",
                    metadata: [
                        "orders": "\(report.taken)", "rejected": "\(report.tally[.rejected] ?? 0)",
                        "folder": "\(report.taken > 0 ? "accepted" : "rejected")",
                    ])
                await onReport(report)
            }
        } catch StoreError.writeFailed(let cause) {
            throw StoreError.writeFailed(cause: cause)
        } catch is CancellationError {
            return
        } catch {
            // The file is untouched; whatever it was may pass.
            let hint = (error as? StoreError)?.hint ?? "it stays in incoming and is tried again"
            logger.error("file not taken", metadata: ["problem": "\(Self.words(for: error))", "hint": "\(hint)"])
            watch.sayAgain(name, after: Self.pause)
        }
    }

    /// What went wrong, without the file's name: it may be a person's.
    private static func words(for error: any Error) -> String {
        switch error {
        case let error as StoreError: "\(error)"
        case let error as DurableFile.Failure: error.withoutPath
        case let error as FileProblem: error.problem
        default: "\(type(of: error))"
        }
    }
}
