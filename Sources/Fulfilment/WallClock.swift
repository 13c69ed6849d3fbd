public import Foundation
public import Orders

/// The time, and the date that it is where the campaign works. Injected everywhere: no stage asks the machine itself.
public struct WallClock: Sendable {
    /// The zone of local dates, `batch.timeZone`.
    public let timeZone: TimeZone
    private let seconds: @Sendable () -> Int64

    /// - Parameter seconds: seconds since 1970-01-01T00:00:00Z. The default asks the machine.
    public init(
        timeZone: TimeZone,
        seconds: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.timeZone = timeZone
        self.seconds = seconds
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    public var now: Int64 {
        seconds()
    }

    /// The local date now.
    public var today: LocalDate {
        date(at: now)
    }

    /// The local date at a moment, in seconds since 1970-01-01T00:00:00Z.
    public func date(at moment: Int64) -> LocalDate {
        let local = local(moment)
        return LocalDate(dayNumber: Int((local >= 0 ? local : local - 86_399) / 86_400))
    }

    /// The local time of day at a moment, in minutes after midnight.
    public func minutes(at moment: Int64) -> Int {
        let seconds = local(moment) % 86_400
        return Int(seconds < 0 ? seconds + 86_400 : seconds) / 60
    }

    private func local(_ moment: Int64) -> Int64 {
        moment + Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment))))
    }
}
