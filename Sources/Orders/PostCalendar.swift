/// When the post goes and when it arrives: the settings `post.days`, `post.holidays` and `post.class`.
public struct PostCalendar: Sendable, Hashable {
    /// The days of the week on which packets are posted, at least one.
    public let days: Set<Weekday>
    /// Days without post: bank holidays. None is built in, since they differ between the nations and from year to year.
    public let holidays: Set<LocalDate>
    public let postClass: PostClass

    /// Royal Mail's classes.
    public enum PostClass: String, Sendable, Hashable, Codable, CaseIterable {
        case first = "1st"
        case second = "2nd"

        /// How many working days after posting a packet is expected.
        public var workingDays: ClosedRange<Int> {
            switch self {
            case .first: 1...2
            case .second: 2...4
            }
        }
    }

    /// - Parameter days: none at all stands for Monday to Friday.
    public init(
        days: Set<Weekday> = Self.workingWeek, holidays: Set<LocalDate> = [], postClass: PostClass = .second
    ) {
        self.days = days.isEmpty ? Self.workingWeek : days
        self.holidays = holidays
        self.postClass = postClass
    }

    /// Monday to Friday.
    public static let workingWeek: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]

    /// The day on which what is ready on this day is posted: the day itself, if there is post on it.
    public func postingDay(onOrAfter day: LocalDate) -> LocalDate {
        var day = day
        while !days.contains(day.weekday) || holidays.contains(day) {
            day = day.advanced(by: 1)
        }
        return day
    }

    /// The days on which a packet is expected that is posted on this day.
    ///
    /// Counts working days, Monday to Friday without the holidays, whatever the days on which we post.
    public func arrival(ofPostingOn day: LocalDate) -> ClosedRange<LocalDate> {
        let range = postClass.workingDays
        let first = workingDay(range.lowerBound, after: day)
        return first...workingDay(range.upperBound - range.lowerBound, after: first)
    }

    /// Whether the ordinary post would bring it too late: it is needed before the last day on which a packet is
    /// expected that is posted on the next posting day. What was needed in the past is urgent too.
    public func isUrgent(neededBy: LocalDate?, on day: LocalDate) -> Bool {
        guard let neededBy else { return false }
        // Nobody needs a calendar for what is already past.
        return neededBy <= day || neededBy < urgentBefore(on: day)
    }

    /// The first day for which the ordinary post is quick enough: what is needed before it is urgent.
    public func urgentBefore(on day: LocalDate) -> LocalDate {
        arrival(ofPostingOn: postingDay(onOrAfter: day)).upperBound
    }

    private func workingDay(_ count: Int, after day: LocalDate) -> LocalDate {
        var day = day
        var left = count
        while left > 0 {
            day = day.advanced(by: 1)
            if Self.workingWeek.contains(day.weekday), !holidays.contains(day) {
                left -= 1
            }
        }
        return day
    }
}
