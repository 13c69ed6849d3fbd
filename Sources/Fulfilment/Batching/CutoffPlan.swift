public import Foundation
public import Orders

/// When batches are closed by themselves: at a time of day on some days of the week, in a zone whose clocks change.
///
/// A cut-off is due at the first instant at which the clocks on the wall show its time or a later one: of a time that
/// daylight saving skips that is the first instant after, of one that it repeats the first. Pure; nothing of it depends
/// on a locale.
public struct CutoffPlan: Sendable, Hashable {
    /// One cut-off: the local date that it belongs to, and its instant in seconds since 1970-01-01T00:00:00Z.
    public struct Moment: Sendable, Hashable {
        public var date: LocalDate
        public var instant: Int64

        public init(date: LocalDate, instant: Int64) {
            self.date = date
            self.instant = instant
        }
    }

    private let minutes: Int
    private let days: Set<Weekday>
    private let timeZone: TimeZone

    /// - Parameters:
    ///   - minutes: the time of day, in minutes after midnight.
    ///   - days: the days on which there is a cut-off.
    public init(minutes: Int, days: Set<Weekday>, timeZone: TimeZone) {
        self.minutes = minutes
        self.days = days
        self.timeZone = timeZone
    }

    /// Midnight of every day in this zone: where one date begins, and the one before ends.
    public static func midnights(in timeZone: TimeZone) -> CutoffPlan {
        CutoffPlan(minutes: 0, days: Set(Weekday.allCases), timeZone: timeZone)
    }

    /// The latest cut-off that is due at this instant; nil if there are none on any day.
    public func latest(at now: Int64) -> Moment? {
        let today = date(at: now)
        return (-1...8).lazy.map { moment(on: today.advanced(by: -$0)) }
            .first { $0.instant <= now && days.contains($0.date.weekday) }
    }

    /// The first cut-off after this instant; nil if there are none on any day.
    public func next(after now: Int64) -> Moment? {
        let today = date(at: now)
        return (-1...8).lazy.map { moment(on: today.advanced(by: $0)) }
            .first { $0.instant > now && days.contains($0.date.weekday) }
    }

    /// The instant of the time on a date, whether or not there is a cut-off on that day of the week.
    public func moment(on date: LocalDate) -> Moment {
        let wall = Int64(date.dayNumber) * 86_400 + Int64(minutes) * 60
        return Moment(date: date, instant: first(at: wall))
    }

    private func date(at instant: Int64) -> LocalDate {
        let local = instant + offset(at: instant)
        return LocalDate(dayNumber: Int((local >= 0 ? local : local - 86_399) / 86_400))
    }

    /// The first instant at which the wall shows this time, in seconds since 1970 by the wall, or a later one.
    private func first(at wall: Int64) -> Int64 {
        // Zones lie between 12 hours behind UTC and 14 ahead; the clocks change once an hour at most.
        let hour: Int64 = 3600
        var start = wall - 15 * hour
        while true {
            let end = start + hour
            let change = start + firstChange(from: start, to: end)
            let reached = max(start, wall - offset(at: start))
            if reached < change { return reached }
            if change < end {
                let reached = max(change, wall - offset(at: change))
                if reached < end { return reached }
            }
            start = end
        }
    }

    /// After how many seconds the offset is another one; the whole length if it stays.
    private func firstChange(from start: Int64, to end: Int64) -> Int64 {
        let before = offset(at: start)
        guard offset(at: end - 1) != before else { return end - start }
        var (same, other) = (start, end - 1)
        while other - same > 1 {
            let middle = (same + other) / 2
            if offset(at: middle) == before { same = middle } else { other = middle }
        }
        return other - start
    }

    /// Seconds by which the wall is ahead of UTC.
    private func offset(at instant: Int64) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant))))
    }
}
