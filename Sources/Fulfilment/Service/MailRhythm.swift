/// When the mail service rests although mail is due: while the server is away, after trouble, and when passes get
/// nothing done. Pure.
///
/// A rest is never cut short by new mail or by `mail retry`: nothing hammers a server that isn't there.
struct MailRhythm {
    /// What a pass did to the server's standing.
    enum Change: Hashable {
        case wentAway, cameBack
    }

    /// How long the first rest is when the server is away, in seconds; each further one is twice as long.
    static let firstRest: Int64 = 30
    /// The longest rest, in seconds.
    static let longestRest: Int64 = 600
    /// The rest after passes that got nothing done, in seconds.
    static let idleRest: Int64 = 60
    /// So many passes in a row may get nothing done; other processes may have been quicker.
    static let idlePasses = 3

    private(set) var isAway = false
    private var rest: Int64 = 0
    private var restUntil: Int64 = 0
    private var idle = 0

    /// Until when to rest; nil if there is no need to.
    ///
    /// A clock that was set back prolongs no rest.
    mutating func resting(at now: Int64) -> Int64? {
        restUntil = min(restUntil, now + rest)
        return now < restUntil ? restUntil : nil
    }

    /// Takes note of a pass.
    ///
    /// - Returns: what is worth a word: only changes are.
    mutating func note(_ tally: Mailer.Tally, at now: Int64) -> Change? {
        // One connection too many may be turned away while others get through.
        if tally.unreachable != nil, tally.sent + tally.failed == 0 {
            rest = isAway ? min(rest * 2, Self.longestRest) : Self.firstRest
            restUntil = now + rest
            idle = 0
            defer { isAway = true }
            return isAway ? nil : .wentAway
        }
        guard tally != Mailer.Tally() else {
            idle += 1
            if idle >= Self.idlePasses { pause(at: now, for: Self.idleRest) }
            return nil
        }
        idle = 0
        rest = 0
        defer { isAway = false }
        return isAway ? .cameBack : nil
    }

    /// Rests after trouble of our own.
    mutating func pause(at now: Int64, for seconds: Int64 = StageTrouble.pause) {
        rest = max(seconds, isAway ? rest : 0)
        restUntil = now + rest
    }
}
