import Foundation
import Orders
import ServiceLifecycle
public import Store
public import Wire

/// Sends the mails owed: composes them ahead, then lets several connections send the stored bytes.
///
/// "Attempt begun" is committed before each attempt and its outcome before that connection's next one, so that after
/// a crash every mail is either surely sent, surely not, or known to be uncertain.
public struct Mailer: Sendable {
    /// What one pass did.
    public struct Tally: Sendable, Equatable {
        public var sent = 0
        /// Refused for good, or given up.
        public var failed = 0
        /// To be tried again.
        public var deferred = 0
        /// The answer was lost.
        public var ambiguous = 0
        /// Why the server wasn't there, if it wasn't.
        public var unreachable: String?

        public init() {}

        func adding(failed: Int) -> Tally {
            var tally = self
            tally.failed += failed
            return tally
        }

        /// Adds what another connection did.
        static func += (left: inout Tally, right: Tally) {
            left.sent += right.sent
            left.failed += right.failed
            left.deferred += right.deferred
            left.ambiguous += right.ambiguous
            left.unreachable = left.unreachable ?? right.unreachable
        }
    }

    /// How mails leave the house.
    public enum Transport: Sendable {
        case smtp(SMTPServer, connections: Int)
        /// For those who have no server yet: files to be looked at.
        case directory(DirectoryTransport)
    }

    private let store: Store
    private let composer: MailComposer
    private let transport: Transport
    private let sender: String
    private let plan: RetryPlan
    private let clock: WallClock

    /// - Parameter sender: the envelope's sender, an address that a person reads.
    public init(
        store: Store, composer: MailComposer, transport: Transport, sender: String, plan: RetryPlan = RetryPlan(),
        clock: WallClock
    ) {
        self.store = store
        self.composer = composer
        self.transport = transport
        self.sender = sender
        self.plan = plan
        self.clock = clock
    }

    /// Composes and sends everything that is due now, once. If nothing is, nothing is committed.
    ///
    /// - Parameters:
    ///   - halt: no attempt begins once it says "finish"; an attempt in hand ends when it says "break off".
    ///   - progress: hears after each mail how many are done.
    /// - Throws: `StoreError`. What was sent by then is recorded.
    public func sendDue(
        halt: Halt = Halt(), progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Tally {
        _ = try await onThread { try store.releaseDeadClaims(at: clock.now) }
        let failed = try await compose()
        guard let due = try await store.nextMailTime(), due <= clock.now, !halt.finish.isRaised else {
            return Tally().adding(failed: failed)
        }
        let owner = try await onThread { try store.enrol(role: "mail", at: clock.now) }
        let tally = try await whileRenewing(owner) {
            try await send(as: owner, halt: halt, count: ProgressCount(progress))
        }
        try await onThread { try store.retire(owner) }
        return tally.adding(failed: failed)
    }

    /// Composes what is owed without bytes; a service that stops leaves the rest, between two commits.
    ///
    /// - Returns: how many can't be composed, ever.
    private func compose() async throws -> Int {
        do {
            return try await cancelWhenGracefulShutdown {
                try await composer.composeOwed(in: store, at: clock.now).failed
            }
        } catch is CancellationError where !Task.isCancelled {
            return 0
        }
    }

    /// Renews our claims while the work goes on, so that nobody takes them for a dead process's.
    private func whileRenewing(
        _ owner: Owner, _ work: @escaping @Sendable () async throws -> Tally
    ) async throws -> Tally {
        try await withThrowingTaskGroup(of: Tally?.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(owner.lease / 4))
                    try await onThread { try store.renew(owner, at: clock.now) }
                }
            }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let tally = finished { return tally }
            }
            return Tally()
        }
    }

    private func send(as owner: Owner, halt: Halt, count: ProgressCount) async throws -> Tally {
        switch transport {
        case .directory(let directory):
            return try await onThread {
                try pass(owner: owner, halt: halt, count: count) { attempt in
                    do {
                        try directory.write(attempt.message, name: "\(attempt.reference)-\(attempt.id)")
                        return .accepted
                    } catch {
                        return .unreachable(words: "\(error)")
                    }
                }
            }
        case .smtp(let server, let connections):
            return try await withThrowingTaskGroup(of: Tally.self) { group in
                for _ in 0..<connections {
                    group.addTask {
                        try await onThread {
                            let connection = try SMTPConnection(to: server, stop: halt.breakOff)
                            return try pass(owner: owner, halt: halt, count: count) { attempt in
                                connection.send(attempt.message, from: sender, to: attempt.recipient.text)
                            }
                        }
                    }
                }
                var tally = Tally()
                for try await part in group { tally += part }
                return tally
            }
        }
    }

    /// One connection's pass, on its own thread: begins an attempt, makes it, and records its outcome together with
    /// the beginning of the next.
    private func pass(
        owner: Owner, halt: Halt, count: ProgressCount, send: (MailAttempt) -> SMTPResult
    ) throws -> Tally {
        var tally = Tally()
        var finished: (attempt: MailAttempt, outcome: MailOutcome)?
        var goesOn: Bool { tally.unreachable == nil && !halt.finish.isRaised }
        while let attempt = try advance(finished, takeNext: goesOn, owner) {
            let outcome = outcome(of: send(attempt), for: attempt, &tally)
            finished = (attempt, outcome)
            count.step()
        }
        return tally
    }

    /// Records the outcome and begins the next attempt. What can't be recorded now is recorded as soon as it can be:
    /// otherwise a mail that was sent would go out again.
    private func advance(
        _ finished: (attempt: MailAttempt, outcome: MailOutcome)?, takeNext: Bool, _ owner: Owner
    ) throws -> MailAttempt? {
        do {
            return try store.advance(finished: finished, takeNext: takeNext, owner: owner, at: clock.now)
        } catch let error as StoreError where error.mayPass && finished != nil {
            _ = try Self.persistently {
                try store.advance(finished: finished, takeNext: false, owner: owner, at: clock.now)
            }
            return takeNext
                ? try store.advance(finished: nil, takeNext: true, owner: owner, at: clock.now) : nil
        }
    }

    /// Does it again, every second for a minute, while the disk is full or the database busy. Blocks its thread.
    ///
    /// - Throws: What `work` throws in the end.
    static func persistently<Value>(
        for patience: Duration = .seconds(60), pause: () -> Void = { Thread.sleep(forTimeInterval: 1) },
        _ work: () throws -> Value
    ) throws -> Value {
        let end = ContinuousClock.now + patience
        while true {
            do {
                return try work()
            } catch let error as StoreError where error.mayPass && ContinuousClock.now < end {
                pause()
            }
        }
    }

    private func outcome(of result: SMTPResult, for attempt: MailAttempt, _ tally: inout Tally) -> MailOutcome {
        switch result {
        case .accepted:
            tally.sent += 1
            return .sent
        case .permanent(let code, let words):
            tally.failed += 1
            return .failed(problem: "\(code) \(words)")
        case .refusedLocally(let words):
            tally.failed += 1
            return .failed(problem: words)
        case .temporary(let code, let words):
            return retry(attempt, "\(code) \(words)", &tally)
        case .unreachable(let words):
            // Not this mail's fault: leave the others alone until the next pass.
            tally.unreachable = words
            return retry(attempt, words, &tally)
        case .ambiguous:
            guard clock.now - attempt.owedSince < RetryPlan.patience else {
                tally.failed += 1
                return .failed(problem: "given up after five days: answer lost")
            }
            tally.ambiguous += 1
            return .ambiguous(retryAt: clock.now + Store.ambiguousRest)
        }
    }

    private func retry(_ attempt: MailAttempt, _ words: String, _ tally: inout Tally) -> MailOutcome {
        guard let at = plan.next(afterAttempts: attempt.number, owedSince: attempt.owedSince, now: clock.now) else {
            tally.failed += 1
            return .failed(problem: "given up after five days: \(words)")
        }
        tally.deferred += 1
        return .retry(at: at, problem: words)
    }
}
