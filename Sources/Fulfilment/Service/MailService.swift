public import Logging
public import ServiceLifecycle
public import Store
import Wire

/// Sends each mail when it is due, and costs nothing while none is.
///
/// It sleeps until the next mail is due or somebody has made work: a commit of its own process or of another. While
/// another process holds claims it looks once a minute whether that one has died, so that its mails come free. A pass
/// that finds nothing to send commits nothing, so that no pass wakes the next.
public struct MailService: Service {
    /// How often to look whether the owners of open claims are alive, in seconds.
    static let claimWatch: Int64 = 60

    private let store: Store
    private let mailer: @Sendable () -> Mailer?
    private let clock: WallClock
    private let alarm: Alarm
    private let halt: Halt
    private let logger: Logger
    private let onPass: @Sendable (Mailer.Tally) -> Void

    /// - Parameters:
    ///   - mailer: gives the one in force; nil while mail can't be sent.
    ///   - alarm: one of the service's own, which watches the state folder.
    ///   - halt: no attempt begins once it says "finish"; an attempt in hand ends when it says "break off".
    ///   - onPass: hears of each pass.
    public init(
        store: Store, mailer: @escaping @Sendable () -> Mailer?, clock: WallClock, alarm: Alarm, halt: Halt,
        logger: Logger, onPass: @escaping @Sendable (Mailer.Tally) -> Void = { _ in }
    ) {
        self.store = store
        self.mailer = mailer
        self.clock = clock
        self.alarm = alarm
        self.halt = halt
        self.logger = logger
        self.onPass = onPass
    }

    /// Runs until shutdown; a mail in hand is finished first.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            if mailer() == nil {
                logger.warning("mail waits", metadata: ["problem": "mail.url is not set"])
            }
            var rhythm = MailRhythm()
            while !halt.finish.isRaised {
                let next: Int64?
                do {
                    next = try await step(&rhythm)
                } catch is CancellationError {
                    return
                } catch {
                    logger.trouble("mail not sent", try StageTrouble(error))
                    rhythm.pause(at: clock.now)
                    next = rhythm.resting(at: clock.now)
                }
                if await alarm.wait(until: next) == .stopped { return }
            }
        } onCancelOrGracefulShutdown: {
            halt.finish.raise()
            alarm.stop()
        }
    }

    /// Sends what is due.
    ///
    /// - Returns: when to look again, if nobody rings before; nil for not before.
    func step(_ rhythm: inout MailRhythm) async throws -> Int64? {
        guard let mailer = mailer() else { return nil }
        if let rest = rhythm.resting(at: clock.now) { return rest }
        var isClaimed = try await store.hasClaims()
        if isClaimed {
            _ = try await onThread { try store.releaseDeadClaims(at: clock.now) }
            isClaimed = try await store.hasClaims()
        }
        let watch = isClaimed ? clock.now + Self.claimWatch : nil
        guard let due = try await store.nextMailTime() else { return watch }
        guard due <= clock.now else { return min(due, watch ?? due) }
        let tally = try await mailer.sendDue(halt: halt)
        report(tally, rhythm.note(tally, at: clock.now))
        onPass(tally)
        LargeWork.ended(tally.sent + tally.deferred, in: store)
        // There may be more by now: the next wait ends at once then.
        return rhythm.resting(at: clock.now) ?? clock.now
    }

    private func report(_ tally: Mailer.Tally, _ change: MailRhythm.Change?) {
        // What was broken off because we stop is not the server's fault.
        guard !halt.breakOff.isRaised || tally.unreachable == nil else { return }
        if change == .cameBack { logger.notice("mail server back") }
        if tally.sent + tally.failed + tally.ambiguous > 0 || (tally.deferred > 0 && tally.unreachable == nil) {
            logger.log(
                level: tally.failed + tally.ambiguous > 0 ? .warning : .info, "mail sent",
                metadata: [
                    "sent": "\(tally.sent)", "later": "\(tally.deferred)", "failed": "\(tally.failed)",
                    "lost": "\(tally.ambiguous)",
                ])
        }
        if change == .wentAway {
            logger.warning(
                "mail server away",
                metadata: ["problem": "\(tally.unreachable ?? "")", "hint": "mail waits and is tried again"])
        }
    }
}
