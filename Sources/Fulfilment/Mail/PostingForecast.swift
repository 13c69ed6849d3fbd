public import Orders

/// When an order will be batched and posted, as far as the settings tell: what a confirmation promises.
public struct PostingForecast: Sendable {
    /// The cut-off's time of day in minutes after midnight; nil where batches are closed by hand.
    private let cutoff: Int?
    private let days: Set<Weekday>
    private let calendar: PostCalendar
    private let clock: WallClock

    /// - Parameters:
    ///   - cutoff: minutes after local midnight; nil for by hand.
    ///   - days: the days on which batches are closed.
    public init(cutoff: Int?, days: Set<Weekday>, calendar: PostCalendar, clock: WallClock) {
        self.cutoff = cutoff
        self.days = days
        self.calendar = calendar
        self.clock = clock
    }

    /// The local date of the cut-off that takes an order received at this moment; nil where batches are closed by hand.
    public func closing(ofOrderAt moment: Int64) -> LocalDate? {
        guard let cutoff, !days.isEmpty else { return nil }
        let today = clock.date(at: moment)
        let first = clock.minutes(at: moment) < cutoff ? today : today.advanced(by: 1)
        return (0..<7).map(first.advanced).first { days.contains($0.weekday) }
    }

    /// The day on which it is posted.
    public func posting(ofOrderAt moment: Int64) -> LocalDate? {
        closing(ofOrderAt: moment).map(calendar.postingDay)
    }

    /// The days on which it arrives, posted on this day.
    public func arrival(ofPostingOn day: LocalDate) -> ClosedRange<LocalDate> {
        calendar.arrival(ofPostingOn: day)
    }

    /// Until when an order received at this moment can be changed: its cut-off; nil where batches are closed by hand.
    public func deadline(ofOrderAt moment: Int64) -> MailContent.Deadline? {
        closing(ofOrderAt: moment).map { MailContent.Deadline(day: $0, minutes: cutoff) }
    }
}
