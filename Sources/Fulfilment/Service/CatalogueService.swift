public import Logging
public import ServiceLifecycle

/// Lets orders go whose items ship by now, and keeps back those whose items don't any more: at the start, at each
/// local midnight, and whenever the catalogue was read again.
public struct CatalogueService: Service {
    private let batcher: @Sendable () -> Batcher
    private let clock: WallClock
    private let alarm: Alarm
    private let logger: Logger

    /// - Parameters:
    ///   - batcher: gives the one in force.
    ///   - alarm: one of the service's own; ring it when there is another catalogue.
    public init(batcher: @escaping @Sendable () -> Batcher, clock: WallClock, alarm: Alarm, logger: Logger) {
        self.batcher = batcher
        self.clock = clock
        self.alarm = alarm
        self.logger = logger
    }

    /// Runs until shutdown.
    public func run() async throws {
        let midnights = CutoffPlan.midnights(in: clock.timeZone)
        try await withTaskCancellationOrGracefulShutdownHandler {
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                var next = midnights.next(after: clock.now)?.instant
                do {
                    let moved = try await batcher().updateBackorders(who: "catalogue")
                    if moved > 0 { logger.info("catalogue moved orders", metadata: ["orders": "\(moved)"]) }
                } catch is CancellationError {
                    return
                } catch {
                    logger.trouble("catalogue not applied", try StageTrouble(error))
                    next = clock.now + StageTrouble.pause
                }
                if await alarm.wait(until: next) == .stopped { return }
            }
        } onCancelOrGracefulShutdown: {
            alarm.stop()
        }
    }
}
