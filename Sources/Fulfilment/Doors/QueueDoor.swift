import Foundation
public import Logging
public import ServiceLifecycle
public import Wire

/// The door to a cloud queue (Amazon SQS, or a server that speaks its protocol).
///
/// Several receivers take messages beside each other. A message is deleted only when each of its orders is on the disk,
/// and what can't be an order is kept with its reason: in the dead-letter queue, or without one in `rejected/`. So a
/// crash anywhere, a message that is delivered twice, and several workers on one queue make no order twice and lose
/// none: what wasn't deleted comes again, and its orders are known by their keys. Nothing that a message names is ever
/// fetched.
///
/// While the queue is away, or the store can't take orders, messages stay in the queue; receivers rest and try again. A
/// database that doesn't write any more ends the service.
public struct QueueDoor: Service {
    let queue: SQSQueue
    let deadLetters: SQSQueue?
    let rejected: String
    let producer: String
    let receiver: @Sendable () -> Receiver
    let halt: Halt
    let logger: Logger
    let receivers: Int
    let pace: Pace
    let onPoll: @Sendable (Poll) async throws -> Void
    let standing: Standing
    let deadLetterStanding: Standing

    /// - Parameters:
    ///   - deadLetters: where what can't be an order goes; nil for the folder.
    ///   - rejected: the folder for it, `rejected/` of the file queue; also for what the dead-letter queue won't take.
    ///   - producer: whose ids the orders carry, `sqs.producer`.
    ///   - receiver: gives the one in force: each poll is judged by the catalogue of its time.
    ///   - halt: polls end at once when it says "finish", and what is in hand is finished; at "break off" that ends too,
    ///     and its messages come again.
    ///   - receivers: how many polls run beside each other, each on its own thread and connection.
    ///   - onPoll: hears of each poll that brought messages once all of it is on the disk, just before the messages are
    ///     deleted. What it throws ends the service.
    public init(
        queue: SQSQueue, deadLetters: SQSQueue?, rejected: String, producer: String,
        receiver: @escaping @Sendable () -> Receiver, halt: Halt, logger: Logger, receivers: Int = 2,
        onPoll: @escaping @Sendable (Poll) async throws -> Void = { _ in }
    ) {
        self.init(
            queue: queue, deadLetters: deadLetters, rejected: rejected, producer: producer, receiver: receiver,
            halt: halt, logger: logger, receivers: receivers, pace: Pace(), onPoll: onPoll)
    }

    init(
        queue: SQSQueue, deadLetters: SQSQueue?, rejected: String, producer: String,
        receiver: @escaping @Sendable () -> Receiver, halt: Halt, logger: Logger, receivers: Int, pace: Pace,
        onPoll: @escaping @Sendable (Poll) async throws -> Void
    ) {
        self.queue = queue
        self.deadLetters = deadLetters
        self.rejected = rejected
        self.producer = producer
        self.receiver = receiver
        self.halt = halt
        self.logger = logger
        self.receivers = receivers
        self.pace = pace
        self.onPoll = onPoll
        standing = Standing(of: "orders", logger: logger)
        deadLetterStanding = Standing(of: "dead letters", logger: logger)
    }

    /// Runs until shutdown; messages in hand are finished first.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withTaskExecutorPreference(OwnThreads()) { try await serve() }
        } onCancelOrGracefulShutdown: {
            halt.finish.raise()
        }
    }

    private func serve() async throws {
        try prepareFolder()
        DurableFile.sweep(rejected)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<receivers {
                group.addTask {
                    do {
                        try await receive()
                    } catch {
                        // The others would go on with their polls for twenty seconds.
                        halt.finish.raise()
                        throw error
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// One receiver: polls until it is told to finish.
    private func receive() async throws {
        let lines = try Lines(queue: queue, deadLetters: deadLetters, stop: halt.breakOff)
        var rest = pace.firstRest
        var singles = 0
        while !halt.finish.isRaised {
            let began = ContinuousClock.now
            do {
                let messages = try lines.queue.receive(
                    maximum: singles > 0 ? 1 : SQSConnection.batch, wait: pace.wait, visibility: pace.visibility,
                    stop: halt.finish)
                standing.isThere()
                rest = pace.firstRest
                singles = max(0, singles - 1)
                let waited = began.duration(to: .now)
                if !messages.isEmpty {
                    try await take(messages, over: lines, waited: waited)
                } else if waited < pace.firstRest {
                    // A server that doesn't wait when it is asked to isn't asked without end.
                    sleep(pace.firstRest)
                }
            } catch let problem as SQSProblem {
                switch problem.kind {
                case .stopped: return
                case .tooLarge where singles == 0, .protocolBroken where singles == 0:
                    // One message may be the cause: for a while they are asked for one by one.
                    singles = Pace.singles
                default:
                    standing.isAway(because: problem)
                    sleep(rest)
                    rest = min(rest * 2, pace.longestRest)
                }
            } catch is CancellationError {
                return
            }
        }
    }

    /// Sleeps, until it is told to finish. It runs on a thread of its own, which it may keep.
    func sleep(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while !halt.finish.isRaised, .now < end { poll(nil, 0, 50) }
    }
}
