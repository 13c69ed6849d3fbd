public import Orders
public import Store

/// The one door: every source ends here.
///
/// It is idempotent, it persists before it answers, and it says one of four things: accepted (or backordered),
/// duplicate, held, rejected. A crash before the answer leaves either nothing or the whole order; sending the same
/// again finds out which.
public final class Receiver: Sendable {
    /// One submission and how it came.
    public struct Delivery: Sendable {
        public var submission: Submission
        public var source: Source
        /// The submission as it came, word for word.
        public var original: String
        /// What the reader already found worth a warning.
        public var warnings: [Problem]
        /// What the reader already found wrong: with any, it is rejected.
        public var problems: [Problem]
        /// What the door found odd, in words for the dispatcher: the order is held for it, never refused.
        public var concern: String?
        /// Whether something that can't be read whole is held as `unreadable`, and not rejected: it was written by a
        /// person to people.
        public var isFromAPerson: Bool
        /// Whether the supporter is written to at once, and not only about what becomes of it later.
        public var isAnswered = true
        /// Which one this is among equal orders without an id in the same request, from 1.
        public var place = 1

        public init(
            submission: Submission, source: Source, original: String, warnings: [Problem] = [],
            problems: [Problem] = [], concern: String? = nil, isFromAPerson: Bool = false
        ) {
            self.submission = submission
            self.source = source
            self.original = original
            self.warnings = warnings
            self.problems = problems
            self.concern = concern
            self.isFromAPerson = isFromAPerson
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
    private let room: WaitingRoom
    private let count: OrderCount?

    /// - Parameters:
    ///   - rules: What submissions are checked against; their day is asked of the clock, anew for each chunk.
    ///   - duplicatesWithin: Seconds in which the same person ordering the same item again is held.
    ///   - remember: Seconds for which an order without an id is known by its content.
    ///   - room: The one that all receivers of this process share.
    ///   - count: Counts the answers; nil where nobody asks for figures.
    public init(
        store: Store, rules: Rules, clock: WallClock, duplicatesWithin: Int64, remember: Int64,
        room: WaitingRoom = WaitingRoom(), count: OrderCount? = nil
    ) {
        self.store = store
        self.rules = rules
        self.clock = clock
        self.duplicatesWithin = duplicatesWithin
        self.remember = remember
        self.room = room
        self.count = count
    }

    /// Validates deliveries, without touching the store: the expensive half, which may run while an earlier chunk is
    /// being committed.
    public func examine(_ deliveries: [Delivery], from sender: Sender) -> [Arrival] {
        var rules = rules
        rules.today = clock.today
        return deliveries.map { delivery in
            let verdict = delivery.verdict(by: rules)
            var arrival = Arrival(
                source: delivery.source, producer: sender.producer, id: delivery.submission.id?.trimmedID,
                place: delivery.place, content: delivery.submission.canonicalText, original: delivery.original,
                verdict: verdict, owesMail: sender.owesMail, heldNote: delivery.heldNote(for: verdict))
            arrival.isAnswered = delivery.isAnswered
            return arrival
        }
    }

    /// Takes deliveries in one go, for doors whose senders wait for the answer: when it comes, every order taken is on
    /// disk, and so is what was enclosed.
    ///
    /// - Throws: `WaitingRoom.Full` if too many wait already; then nothing was done. `StoreError`.
    public func takeNow(
        _ deliveries: [Delivery], from sender: Sender, enclosing enclosure: Enclosure = Enclosure()
    ) async throws -> Reception {
        try room.enter(deliveries.count)
        defer { room.leave(deliveries.count) }
        return try await store(deliveries, from: sender, enclosing: enclosure)
    }

    /// The same for doors that can as well take later: waits until the others have been served.
    public func take(
        _ deliveries: [Delivery], from sender: Sender, enclosing enclosure: Enclosure = Enclosure()
    ) async throws -> Reception {
        await room.waitForQuiet()
        return try await store(deliveries, from: sender, enclosing: enclosure)
    }

    private func store(
        _ deliveries: [Delivery], from sender: Sender, enclosing enclosure: Enclosure
    ) async throws -> Reception {
        let reception = try await store.accept(
            prepare(examine(deliveries, from: sender)), enclosing: enclosure, at: clock.now,
            duplicatesWithin: duplicatesWithin, remember: remember, who: sender.who)
        // The API counts for itself, with what never came as far as here.
        if let door = deliveries.first?.source.door, door != .api { note(reception.answers, from: door) }
        return reception
    }

    /// Counts the answers that a door gave.
    func note(_ answers: some Sequence<Answer>, from door: Source.Door) {
        count?.note(door: door, answers: answers)
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
        await room.waitForQuiet()
        return try await store.accept(
            arrivals, at: clock.now, duplicatesWithin: duplicatesWithin, remember: remember, who: sender.who)
    }

    /// What `accept` would answer, with nothing stored; arrivals of an earlier call are forgotten.
    public func check(_ arrivals: PreparedArrivals) async throws -> [Answer] {
        try await store.outcomes(
            of: arrivals, at: clock.now, duplicatesWithin: duplicatesWithin, remember: remember)
    }
}

extension Receiver.Delivery {
    /// Why it is held, in words for the dispatcher and without anything of what was written.
    fileprivate func heldNote(for verdict: Verdict) -> String? {
        guard isFromAPerson, verdict.heldBecause.contains(.unreadable) else { return concern }
        let own = problems.map { "the \($0.field) \($0.problem)" }
        var fields: [String] = []
        for warning in verdict.warnings.dropFirst(problems.count) where !fields.contains(warning.field) {
            fields.append(warning.field)
        }
        let others = fields.isEmpty ? [] : ["look at \(fields.joined(separator: ", "))"]
        return (own + others + [concern].compactMap { $0 }).joined(separator: "; ")
    }

    /// What validation says, with what the door found already.
    fileprivate func verdict(by rules: Rules) -> Verdict {
        var verdict = submission.validated(by: rules)
        verdict.warnings = warnings + verdict.warnings
        verdict.problems = problems + verdict.problems
        if !verdict.problems.isEmpty {
            guard isFromAPerson else {
                verdict.order = nil
                return verdict
            }
            let order = submission.salvaged(by: rules)
            verdict = Verdict(
                order: order, warnings: verdict.problems + verdict.warnings,
                heldBecause: [.unreadable] + (order.email?.needsSMTPUTF8 == true ? [.mailAddress] : []))
        }
        if concern != nil { verdict.heldBecause.append(.manual) }
        return verdict
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
