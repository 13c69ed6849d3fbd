public import Orders

/// When an order will be batched and posted, as far as the settings tell: what a confirmation promises.
public struct PostingForecast: Sendable {
    /// The cut-off's time of day in minutes after midnight; nil where batches are closed by hand.
    private let cutoff: Int?
    /// The same rule as the service's; nil where batches are closed by hand.
    private let cutoffs: CutoffPlan?
    private let calendar: PostCalendar
    private let clock: WallClock

    /// - Parameters:
    ///   - cutoff: minutes after local midnight; nil for by hand.
    ///   - days: the days on which batches are closed.
    public init(cutoff: Int?, days: Set<Weekday>, calendar: PostCalendar, clock: WallClock) {
        self.cutoff = cutoff
        cutoffs = cutoff.map { CutoffPlan(minutes: $0, days: days, timeZone: clock.timeZone) }
        self.calendar = calendar
        self.clock = clock
    }

    /// The local date of the cut-off that takes an order received at this moment; nil where batches are closed by hand.
    public func closing(ofOrderAt moment: Int64) -> LocalDate? {
        cutoffs?.next(after: moment)?.date
    }

    /// The day on which it is posted.
    public func posting(ofOrderAt moment: Int64) -> LocalDate? {
        closing(ofOrderAt: moment).map(calendar.postingDay)
    }

    /// The day on which what is in a batch of this date is posted.
    public func posting(ofBatchOn date: LocalDate) -> LocalDate {
        calendar.postingDay(onOrAfter: date)
    }

    /// The day on which what was marked as posted at this moment goes.
    public func posting(ofDispatchAt moment: Int64) -> LocalDate {
        calendar.postingDay(onOrAfter: clock.date(at: moment))
    }

    /// Whether what was marked as posted at this moment waits for its day of posting still: it was marked on a day without
    /// post, and that day isn't over.
    public func isGoing(ofDispatchAt moment: Int64, on today: LocalDate) -> Bool {
        let day = posting(ofDispatchAt: moment)
        return day > clock.date(at: moment) && day >= today
    }

    public var postClass: PostCalendar.PostClass {
        calendar.postClass
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
