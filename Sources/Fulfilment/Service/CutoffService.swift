public import Logging
import Orders
import Press
public import ServiceLifecycle
public import Store

/// Closes a batch at each cut-off, once a local date, and makes its papers.
///
/// Only the latest cut-off that is due counts: those that were missed while nothing ran, or that a clock which was set
/// forward left out, are made up for by one closing. The store records each with what it closed, in the same
/// transaction: whatever is killed, and however many services run, no date is closed for twice. A crash after the
/// closing leaves a batch whose papers are made when somebody asks for them.
public struct CutoffService: Service {
    private let plan: CutoffPlan?
    private let store: Store
    private let batcher: @Sendable () -> Batcher
    private let papers: String
    private let clock: WallClock
    private let alarm: Alarm
    private let logger: Logger

    /// - Parameters:
    ///   - plan: nil for by hand.
    ///   - batcher: gives the one in force. It needs no press of its own: one is made for each closing, and let go.
    ///   - papers: the folder of the batches' folders.
    ///   - alarm: one of the service's own; it notices by itself when the clock is set.
    public init(
        plan: CutoffPlan?, store: Store, batcher: @escaping @Sendable () -> Batcher, papers: String, clock: WallClock,
        alarm: Alarm, logger: Logger
    ) {
        self.plan = plan
        self.store = store
        self.batcher = batcher
        self.papers = papers
        self.clock = clock
        self.alarm = alarm
        self.logger = logger
    }

    /// Runs until shutdown; a closing in hand is finished first.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            // Batches that are closed and have no papers yet.
            var bare: [BatchID] = []
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                var again: Int64?
                do {
                    bare += try await closeWhatIsDue()
                } catch is CancellationError {
                    return
                } catch {
                    logger.trouble("batch not closed", try StageTrouble(error))
                    again = clock.now + StageTrouble.pause
                }
                bare = try await makePapers(of: bare)
                if !bare.isEmpty { again = clock.now + StageTrouble.pause }
                let next = plan?.next(after: clock.now)?.instant
                if await alarm.wait(until: [again, next].compactMap(\.self).min()) == .stopped { return }
            }
        } onCancelOrGracefulShutdown: {
            alarm.stop()
        }
    }

    /// Closes a batch if a cut-off is due that nobody has closed for.
    ///
    /// - Returns: the new batches, which have no papers yet.
    /// - Throws: `StoreError`, `PressError`. Nothing is closed then.
    func closeWhatIsDue() async throws -> [BatchID] {
        guard let due = plan?.latest(at: clock.now), try await !store.isCutoffRecorded(due.date) else { return [] }
        let batcher = batcher()
        try await batcher.updateBackorders(who: Self.who)
        guard try await store.hasAcceptedOrder(receivedBefore: due.instant) else {
            let now = clock.now
            _ = try await store.closeBatches(on: clock.date(at: now), cutoff: due.date, at: now, who: Self.who) { _ in
                []
            }
            logger.info("cut-off passed, nothing to close", metadata: ["date": "\(due.date)"])
            return []
        }
        let closing = try await batcher.close(cutoff: due.date, who: Self.who)
        if !closing.held.isEmpty {
            logger.notice(
                "orders held", metadata: ["count": "\(closing.held.count)", "hint": "handbill order list --state held"])
        }
        for warning in closing.warnings {
            logger.log(
                level: warning.isError ? .error : .warning, "\(warning.problem)", metadata: ["hint": "\(warning.hint)"])
        }
        for snapshot in closing.snapshots {
            let orders = Set(snapshot.packets.flatMap { $0.orders.map(\.reference) }).count
            logger.info(
                "batch closed",
                metadata: [
                    "batch": "\(snapshot.id)", "packets": "\(snapshot.packets.count)", "orders": "\(orders)",
                    "date": "\(due.date)",
                ])
        }
        if closing.snapshots.isEmpty {
            logger.info("cut-off passed, nothing to close", metadata: ["date": "\(due.date)"])
        }
        return closing.snapshots.map(\.id)
    }

    /// Makes the papers of batches, as `batch close` does.
    ///
    /// - Returns: those that have none still.
    private func makePapers(of batches: [BatchID]) async throws -> [BatchID] {
        var bare: [BatchID] = []
        for batch in batches {
            do {
                let snapshot = try await store.snapshot(of: batch)
                let press = try Press(font: snapshot.papers.font)
                let papers = Papers(store: store, press: press, directory: papers)
                let made = await Result { try await papers.make(DocumentName.ofClosing, of: snapshot, as: [.pdf]) }
                await press.close()
                _ = try made.get()
            } catch {
                bare.append(batch)
                logger.trouble("papers not made", try StageTrouble(error), ["batch": "\(batch)"])
            }
        }
        if !batches.isEmpty { LargeWork.ended(in: store) }
        return bare
    }

    /// Who stands in the history.
    private static let who = "cutoff"
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
