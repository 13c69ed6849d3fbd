public import Logging
import Orders
public import ServiceLifecycle

/// Takes files as they come, noticed by inotify; costs nothing while none comes.
///
/// A file that can't be taken now, because the disk is full or the database busy, stays in `incoming/` and is tried
/// again. A database that doesn't write any more ends the service: only a restart finds out what is on the disk.
public struct FileQueueService: Service {
    /// How long a file that couldn't be taken is left alone.
    static let pause = Duration.seconds(30)
    /// How long at least one is that another process has, or that is still being written.
    static let shortPause = Duration.milliseconds(50)

    private let queue: @Sendable () -> FileQueue
    private let halt: Halt
    private let logger: Logger
    private let onReport: @Sendable (FileQueue.Report) async -> Void

    /// - Parameters:
    ///   - queue: gives the one in force: each file is judged by the catalogue of its time. The folder stays the
    ///     first's.
    ///   - halt: a file in hand is left after its chunk when it says "break off".
    ///   - onReport: hears of each file that was taken or refused.
    public init(
        queue: @escaping @Sendable () -> FileQueue, halt: Halt = Halt(), logger: Logger,
        onReport: @escaping @Sendable (FileQueue.Report) async -> Void = { _ in }
    ) {
        self.queue = queue
        self.halt = halt
        self.logger = logger
        self.onReport = onReport
    }

    /// Runs until shutdown; a file in hand is finished first.
    public func run() async throws {
        let first = queue()
        try first.prepare()
        let watch = try QueueWatch(directory: first.incoming, settle: first.rules.settle) { [queue, logger] in
            logger.error(
                "file queue lost",
                metadata: ["problem": "incoming was removed or renamed", "hint": "it is made anew and watched again"])
            do {
                try queue().prepare()
            } catch {
                logger.error("file queue lost", metadata: ["problem": "incoming can't be made anew"])
            }
        }
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
        let queue = queue()
        do {
            switch try await queue.process(name, halt: halt) {
            case .gone: return
            case .notYet: watch.sayAgain(name, after: max(queue.rules.settle, Self.shortPause))
            case .finished(let report):
                // A file without a single good order is somebody's whole list.
                logger.log(
                    level: report.taken == 0 ? .warning : report.tally[.rejected] == nil ? .info : .notice,
                    "file taken",
                    metadata: [
                        "orders": "\(report.taken)", "rejected": "\(report.tally[.rejected] ?? 0)",
                        "folder": "\(report.taken > 0 ? "accepted" : "rejected")",
                    ])
                await onReport(report)
                LargeWork.ended(report.taken)
            }
        } catch is CancellationError {
            return
        } catch {
            // The file is untouched; whatever it was may pass.
            logger.trouble("file not taken", try StageTrouble(error))
            watch.sayAgain(name, after: Self.pause)
        }
    }
}
