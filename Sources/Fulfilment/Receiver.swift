public import Orders
public import Store

/// The one door: every source ends here.
///
/// It is idempotent, it persists before it answers, and it says one of four things: accepted (or backordered),
/// duplicate, held, rejected. A crash before the answer leaves either nothing or the whole order; sending the same
/// again finds out which.
public struct Receiver: Sendable {
    /// One submission and how it came.
    public struct Delivery: Sendable {
        public var submission: Submission
        public var source: Source
        /// The submission as it came, word for word.
        public var original: String
        /// What the reader already found worth a warning.
        public var warnings: [Problem]

        public init(submission: Submission, source: Source, original: String, warnings: [Problem] = []) {
            self.submission = submission
            self.source = source
            self.original = original
            self.warnings = warnings
        }
    }

    /// Who sends, and what it asks of us.
    public struct Sender: Sendable {
        /// The ids of one producer never collide with those of another.
        public var producer: String
        /// Whether confirmations are owed.
        public var owesMail: Bool
        /// Who stands in the history: `file`, a login name.
        public var who: String

        public init(producer: String, owesMail: Bool = true, who: String) {
            self.producer = producer
            self.owesMail = owesMail
            self.who = who
        }
    }

    private let store: Store
    private let rules: Rules
    private let clock: WallClock
    private let duplicatesWithin: Int64
    private let remember: Int64

    /// - Parameters:
    ///   - rules: What submissions are checked against; their day is asked of the clock, anew for each chunk.
    ///   - duplicatesWithin: Seconds in which the same person ordering the same item again is held.
    ///   - remember: Seconds for which an order without an id is known by its content.
    public init(store: Store, rules: Rules, clock: WallClock, duplicatesWithin: Int64, remember: Int64) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.duplicatesWithin = duplicatesWithin
        self.remember = remember
    }

    /// Validates deliveries, without touching the store: the expensive half, which may run while an earlier chunk is
    /// being committed.
    public func examine(_ deliveries: [Delivery], from sender: Sender) -> [Arrival] {
        var rules = rules
        rules.today = clock.today
        return deliveries.map { delivery in
            var verdict = delivery.submission.validated(by: rules)
            verdict.warnings = delivery.warnings + verdict.warnings
            return Arrival(
                source: delivery.source, producer: sender.producer, id: delivery.submission.id?.trimmedID,
                place: 1, content: delivery.submission.canonicalText, original: delivery.original,
                verdict: verdict, owesMail: sender.owesMail)
        }
    }

    /// Works out ahead what storing will need: the other half that may run beside an earlier commit.
    public func prepare(_ arrivals: [Arrival]) -> PreparedArrivals {
        store.prepare(arrivals)
    }

    /// Stores what was examined and prepared; when this returns, every order in it is on disk.
    ///
    /// - Returns: an answer for each arrival, in their order.
    /// - Throws: `StoreError`; then none of them is stored.
    public func accept(_ arrivals: PreparedArrivals, from sender: Sender) async throws -> [Answer] {
        try await store.accept(
            arrivals, at: clock.now, duplicatesWithin: duplicatesWithin, remember: remember, who: sender.who)
    }

    /// What `accept` would answer, with nothing stored; arrivals of an earlier call are forgotten.
    public func check(_ arrivals: PreparedArrivals) async throws -> [Answer] {
        try await store.outcomes(
            of: arrivals, at: clock.now, duplicatesWithin: duplicatesWithin, remember: remember)
    }
}

extension String {
    /// An id without the white space around it; nil if nothing is left.
    fileprivate var trimmedID: String? {
        let front = drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(front[...last])
    }
}
