/// When a mail that surely wasn't delivered is tried again.
///
/// The pauses grow from a minute to four hours, each up to a fifth longer by chance, so that a server that was away
/// isn't met by everything at once. Five days after the mail became owed it fails (RFC 5321, 4.5.4.1, asks for four
/// to five).
public struct RetryPlan: Sendable {
    /// Pauses before the second, third, … attempt, in seconds; the last one goes on.
    static let pauses: [Int64] = [60, 5 * 60, 15 * 60, 30 * 60, 3600, 2 * 3600, 4 * 3600]
    /// How long a mail is tried, in seconds.
    public static let patience: Int64 = 5 * 86_400

    private let chance: @Sendable () -> Double

    /// - Parameter chance: a number from 0 up to 1. The default is random.
    public init(chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }) {
        self.chance = chance
    }

    /// When to try again, in seconds since 1970-01-01T00:00:00Z; nil if the plan is at its end.
    ///
    /// - Parameters:
    ///   - attempts: attempts made so far, 1 or more.
    ///   - owedSince: when the mail became owed.
    ///   - now: when the last attempt ended.
    public func next(afterAttempts attempts: Int, owedSince: Int64, now: Int64) -> Int64? {
        let pause = Self.pauses[min(max(attempts, 1), Self.pauses.count) - 1]
        let at = now + pause + Int64(Double(pause) / 5 * chance())
        return at - owedSince > Self.patience ? nil : at
    }
}
