import Orders
import Testing

@Suite struct PostCalendarTests {
    private let calendar = PostCalendar(holidays: [.on("2026-12-25"), .on("2026-12-28")])

    @Test(arguments: [
        ("2026-12-17", "2026-12-17"), ("2026-12-19", "2026-12-21"), ("2026-12-25", "2026-12-29"),
        ("2026-12-26", "2026-12-29"),
    ])
    func `posts on the next day with post`(day: String, posting: String) {
        #expect(calendar.postingDay(onOrAfter: .on(day)) == .on(posting))
    }

    // 2026-12-17 is a Thursday.
    @Test(arguments: [
        ("2026-12-17", "2026-12-21", "2026-12-23"), ("2026-12-14", "2026-12-16", "2026-12-18"),
        ("2026-12-23", "2026-12-29", "2026-12-31"),
    ])
    func `expects second class after two to four working days`(day: String, first: String, last: String) {
        #expect(calendar.arrival(ofPostingOn: .on(day)) == .on(first) ... .on(last))
    }

    @Test func `expects first class after one to two working days`() {
        let first = PostCalendar(postClass: .first)
        #expect(first.arrival(ofPostingOn: .on("2026-12-17")) == .on("2026-12-18") ... .on("2026-12-21"))
    }

    @Test func `counts working days whatever the days on which we post`() {
        let weekly = PostCalendar(days: [.tuesday])
        #expect(weekly.postingDay(onOrAfter: .on("2026-12-16")) == .on("2026-12-22"))
        #expect(weekly.arrival(ofPostingOn: .on("2026-12-22")) == .on("2026-12-24") ... .on("2026-12-28"))
    }

    // From Monday 2026-12-14 second class is expected by Friday 18.
    @Test(
        arguments: [
            (nil, false), ("2026-12-18", false), ("2026-12-19", false), ("2026-12-17", true), ("2026-12-14", true),
            ("2026-01-01", true),
        ] as [(String?, Bool)])
    func `is urgent if needed before the ordinary post would surely bring it`(neededBy: String?, urgent: Bool) {
        #expect(calendar.isUrgent(neededBy: neededBy.map { .on($0) }, on: .on("2026-12-14")) == urgent)
    }

    @Test func `counts urgency from the next posting day`() {
        #expect(calendar.isUrgent(neededBy: .on("2026-12-24"), on: .on("2026-12-19")))
        #expect(!calendar.isUrgent(neededBy: .on("2026-12-29"), on: .on("2026-12-19")))
    }

    @Test func `takes no posting days at all for the working week`() {
        #expect(PostCalendar(days: []).days == PostCalendar.workingWeek)
    }
}
