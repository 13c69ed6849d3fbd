import Logging
public import Orders
import Synchronization
import Wire

extension QueueDoor {
    /// What one poll brought, and what became of it.
    public struct Poll: Sendable, Hashable {
        /// Messages that the queue handed over.
        public var messages = 0
        /// Orders in them by outcome.
        public var tally: [Answer.Outcome: Int] = [:]
        /// Messages of which something was kept for a person: in the dead-letter queue or in `rejected/`.
        public var kept = 0
        /// Messages that stay in the queue and come again.
        public var left = 0
        /// Messages whose bodies had another checksum than the queue says; they are among those left.
        public var damaged = 0
        /// How long the queue took to hand them over, and how long reading, storing and keeping took after that.
        public var waited = Duration.zero
        public var worked = Duration.zero

        /// Orders that are new.
        public var orders: Int {
            tally.reduce(0) { $0 + ([.rejected, .duplicate].contains($1.key) ? 0 : $1.value) }
        }
    }

    /// How long things last. Tests have less time.
    struct Pace: Sendable {
        /// Seconds that a poll waits for a message; the protocol allows 20.
        var wait = 20
        /// Seconds for which a message that is in hand is hidden from others.
        var visibility = 30
        /// How often that is renewed while the work on it lasts.
        var renewal = Duration.seconds(10)
        /// The first rest while the queue or the disk is away; each further one is twice as long.
        var firstRest = Duration.seconds(1)
        var longestRest = Duration.seconds(60)
        /// How long messages stay in hand while the store or the disk can't take them.
        var patience = Duration.seconds(60)
        /// How long a receiver rests after that.
        var pause = Duration.seconds(StageTrouble.pause)

        /// Polls for a single message after an answer that couldn't be used.
        static let singles = 20
    }

    /// Whether a queue can be reached; says so in the log when that changes, and each reason once until it is back. All
    /// receivers share one.
    final class Standing: Sendable {
        private let role: String
        private let logger: Logger
        /// Why it couldn't be reached since it last was; empty while it can.
        private let troubles = Mutex<Set<SQSProblem.Kind>>([])

        init(of role: String, logger: Logger) {
            self.role = role
            self.logger = logger
        }

        var isAwayNow: Bool { troubles.withLock { !$0.isEmpty } }

        func isThere() {
            let wasAway = troubles.withLock { troubles in
                defer { troubles = [] }
                return !troubles.isEmpty
            }
            if wasAway { logger.notice("queue back", metadata: ["queue": "\(role)"]) }
        }

        func isAway(because problem: SQSProblem) {
            guard problem.kind != .stopped, troubles.withLock({ $0.insert(problem.kind).inserted }) else { return }
            logger.warning(
                "queue away",
                metadata: [
                    "queue": "\(role)", "problem": "\(problem)",
                    "hint": "\(problem.hint ?? "messages stay in the queue; it is tried again")",
                ])
        }
    }

    /// The connections of one receiver.
    final class Lines {
        let queue: SQSConnection
        let deadLetters: SQSConnection?

        init(queue: SQSQueue, deadLetters: SQSQueue?, stop: StopFlag) throws(WireProblem) {
            self.queue = try SQSConnection(to: queue, stop: stop)
            self.deadLetters =
                if let deadLetters { try SQSConnection(to: deadLetters, stop: stop) } else { nil }
        }
    }
}
