public import Logging
public import Orders
public import ServiceLifecycle
public import Store
public import Wire

/// Takes orders out of a mailbox.
///
/// A message is marked as seen only when what it holds is on the disk; so a crash at any point makes no second order:
/// a message is known by its place in the mailbox and by its Message-ID. What can't be read with certainty is held for a
/// person, with its text, and never rejected; should the intake refuse it all the same, it stays unread. Nothing is
/// deleted: the mailbox keeps every message.
///
/// Answers go to people only. A message of a program, a list, a delivery report or ourselves is taken, but nobody is
/// written to (RFC 3834), and unless it is a form that can be read whole a person looks at it. So is what answers a mail
/// of ours and is no order: it may be a program that doesn't say so, and would answer the answer.
public struct MailDoor: Service {
    /// How much of a message is read, in bytes.
    static let mostBytes = 1 << 20
    /// The shortest rest while the mailbox is away, in seconds.
    static let rest: Int64 = 30

    private let session: @Sendable () throws -> Session
    private let name: String
    let mailDomain: String
    private let every: Duration
    let store: Store
    let receiver: @Sendable () -> Receiver
    let catalogue: @Sendable () -> Catalogue
    let limit: RateLimit
    private let remember: Int64
    let own: Set<String>
    let waiting = Waiting()
    private let memory = Memory()
    let clock: WallClock
    private let halt: Halt
    private let logger: Logger
    private let onPass: @Sendable (Tally) -> Void

    /// - Parameters:
    ///   - mailbox: makes one for each pass, with the flags of `halt`.
    ///   - name: the mailbox's account and folder, `IMAPMailbox.place`; only a keyed hash of it is kept.
    ///   - mailDomain: the right side of our own Message-IDs, by which our mails are known when they come back.
    ///   - every: how long to wait between two passes.
    ///   - receiver: gives the one in force, which requires an e-mail address.
    ///   - catalogue: gives the one in force.
    ///   - limit: for each writer's address; more is held, far more waits in the mailbox.
    ///   - remember: for how many seconds a message is known that isn't in the mailbox any more.
    ///   - own: our own addresses, in small letters: what comes from them is never answered.
    ///   - halt: no message is begun once it says "finish".
    ///   - onPass: hears of each pass.
    public init(
        mailbox: @escaping @Sendable () throws -> IMAPMailbox, name: String, mailDomain: String, every: Duration,
        store: Store, receiver: @escaping @Sendable () -> Receiver, catalogue: @escaping @Sendable () -> Catalogue,
        limit: RateLimit, remember: Int64, own: Set<String> = [], clock: WallClock, halt: Halt, logger: Logger,
        onPass: @escaping @Sendable (Tally) -> Void = { _ in }
    ) {
        self.init(
            session: { Session(try mailbox()) }, name: name, mailDomain: mailDomain, every: every, store: store,
            receiver: receiver, catalogue: catalogue, limit: limit, remember: remember, own: own, clock: clock,
            halt: halt, logger: logger, onPass: onPass)
    }

    init(
        session: @escaping @Sendable () throws -> Session, name: String, mailDomain: String, every: Duration,
        store: Store, receiver: @escaping @Sendable () -> Receiver, catalogue: @escaping @Sendable () -> Catalogue,
        limit: RateLimit, remember: Int64, own: Set<String> = [], clock: WallClock, halt: Halt, logger: Logger,
        onPass: @escaping @Sendable (Tally) -> Void = { _ in }
    ) {
        self.session = session
        self.name = name
        self.mailDomain = mailDomain.lowercased()
        self.every = every
        self.store = store
        self.receiver = receiver
        self.catalogue = catalogue
        self.limit = limit
        self.remember = remember
        self.own = own
        self.clock = clock
        self.halt = halt
        self.logger = logger
        self.onPass = onPass
    }

    /// Runs until shutdown; a message in hand is finished first.
    public func run() async throws {
        let alarm = try Alarm(clock: clock)
        try await withTaskCancellationOrGracefulShutdownHandler {
            var isAway = false
            while !halt.finish.isRaised {
                do {
                    try await look(&isAway)
                } catch is CancellationError {
                    return
                }
                let pause = max(1, every.components.seconds)
                if await alarm.wait(until: clock.now + (isAway ? max(pause, Self.rest) : pause)) == .stopped { return }
            }
        } onCancelOrGracefulShutdown: {
            halt.finish.raise()
            alarm.stop()
        }
    }

    /// One pass, told to the log.
    ///
    /// - Parameter isAway: Whether the mailbox was away, which is said once.
    /// - Throws: what only the end of the process helps against.
    func look(_ isAway: inout Bool) async throws {
        do {
            let (tally, trouble) = await withTaskExecutorPreference(OwnThreads()) { await goThrough() }
            if trouble == nil, isAway { logger.notice("mailbox back") }
            // What waits is told when it is another number, not at each pass.
            let isNews = trouble == nil && waiting.isNews(tally.later)
            if isNews || !tally.isOnlyLater { report(tally) }
            if let trouble { throw trouble }
            isAway = false
            onPass(tally)
        } catch let problem as IMAPProblem {
            away(&isAway, "\(problem.subject) \(problem.problem)", problem.hint)
        } catch let problem as WireProblem {
            away(&isAway, "\(problem.subject) \(problem.problem)", problem.hint)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.trouble("mailbox not read", try StageTrouble(error))
        }
    }

    private func report(_ tally: Tally) {
        logger.log(
            level: tally.failed > 0 ? .error : .info, "mailbox read",
            metadata: [
                "orders": "\(tally.orders)", "held": "\(tally.held)", "seen": "\(tally.seen)",
                "later": "\(tally.later)", "failed": "\(tally.failed)",
            ])
    }

    private func away(_ isAway: inout Bool, _ problem: String, _ hint: String?) {
        // What was broken off because we stop is not the server's fault.
        guard !isAway, !halt.breakOff.isRaised, !halt.finish.isRaised else { return }
        isAway = true
        logger.warning(
            "mailbox away",
            metadata: ["problem": "\(problem)", "hint": "\(hint ?? "the mail waits there and is read later")"])
    }

    /// Reads what is new, a message after the other; a bad one never stops the next.
    ///
    /// - Throws: `IMAPProblem`, `WireProblem`; a `StoreError` that would meet every message.
    func pass() async throws -> Tally {
        let (tally, trouble) = await goThrough()
        if let trouble { throw trouble }
        return tally
    }

    /// The same, with what came of the messages before the trouble.
    private func goThrough() async -> (tally: Tally, trouble: (any Error)?) {
        var tally = Tally()
        do {
            try await goThrough(&tally)
            return (tally, nil)
        } catch {
            return (tally, error)
        }
    }

    private func goThrough(_ tally: inout Tally) async throws {
        let session = try session()
        defer { session.close() }
        let validity = try session.open()
        let (ready, left) = waiting.ready(of: try session.unseen(), validity: validity, at: clock.now)
        tally.later = left
        for uid in ready {
            guard !halt.finish.isRaised else { break }
            let key = MessageKey(mailbox: name, validity: validity, uid: uid, messageID: nil)
            if try await store.isSeen(key) {
                // Taken before a crash, or marked as unread by somebody since.
                try session.markSeen([uid])
                tally.seen += 1
                continue
            }
            guard let message = try session.fetch(uid, Self.mostBytes) else {
                // It has gone meanwhile; or the server lists what it doesn't show.
                waiting.leave(uid, until: clock.now + 3_600)
                tally.later += 1
                continue
            }
            do {
                let outcome = try await take(message, key)
                tally.count(outcome)
                switch outcome {
                case .order, .held, .seen: try session.markSeen([uid])
                case .later(let until): waiting.leave(uid, until: until)
                case .failed:
                    logger.error(
                        "mail not taken",
                        metadata: [
                            "uid": "\(uid)", "problem": "the intake refused it",
                            "hint": "it stays unread: read it in the mailbox, and answer it by hand",
                        ])
                    waiting.leave(uid, until: clock.now + 86_400)
                }
            } catch let error as StoreError where !error.mayPass && !error.isFatal {
                logger.error(
                    "mail not taken",
                    metadata: ["uid": "\(uid)", "problem": "\(error)", "hint": "it stays unread and is tried again"])
                tally.failed += 1
                waiting.leave(uid, until: clock.now + 3_600)
            }
        }
        try await forget(session, validity)
    }

    /// Once a day forgets what was seen long ago and has left the mailbox.
    private func forget(_ session: Session, _ validity: UInt32) async throws {
        guard !halt.finish.isRaised, memory.isDue(at: clock.now), let uids = try session.present() else { return }
        let present = uids.map { MessageKey(mailbox: name, validity: validity, uid: $0, messageID: nil) }
        _ = try await store.forgetMessages(before: clock.now - remember, besides: present)
    }
}

extension StoreError {
    /// Whether the store takes nothing any more.
    fileprivate var isFatal: Bool {
        if case .writeFailed = self { return true }
        return false
    }
}
