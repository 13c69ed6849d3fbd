import Foundation
import Orders
import Testing

@testable import Fulfilment

@Suite struct CutoffPlanTests {
    private static let everyDay = Set(Weekday.allCases)

    private func plan(_ time: String, in zone: String, on days: Set<Weekday> = everyDay) throws -> CutoffPlan {
        let parts = time.split(separator: ":").compactMap { Int($0) }
        return CutoffPlan(
            minutes: parts[0] * 60 + parts[1], days: days, timeZone: try #require(TimeZone(identifier: zone)))
    }

    private func instant(_ text: String) throws -> Int64 {
        Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    }

    @Test(arguments: [
        ("an ordinary winter's day", "Europe/London", "2026-12-07", "16:00", "2026-12-07T16:00:00Z"),
        ("an ordinary summer's day", "Europe/London", "2026-07-07", "16:00", "2026-07-07T15:00:00Z"),
        ("before the hour that is skipped", "Europe/London", "2026-03-29", "00:59", "2026-03-29T00:59:00Z"),
        ("the beginning of the hour that is skipped", "Europe/London", "2026-03-29", "01:00", "2026-03-29T01:00:00Z"),
        ("inside the hour that is skipped", "Europe/London", "2026-03-29", "01:30", "2026-03-29T01:00:00Z"),
        ("after the hour that is skipped", "Europe/London", "2026-03-29", "02:30", "2026-03-29T01:30:00Z"),
        ("the beginning of the hour that comes twice", "Europe/London", "2026-10-25", "01:00", "2026-10-25T00:00:00Z"),
        ("inside the hour that comes twice", "Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30:00Z"),
        ("the end of the hour that comes twice", "Europe/London", "2026-10-25", "02:00", "2026-10-25T02:00:00Z"),
        ("the afternoon after a change", "Europe/London", "2026-10-25", "16:00", "2026-10-25T16:00:00Z"),
        ("a skipped time in New York", "America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"),
        ("a time that comes twice in New York", "America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"),
        ("a skipped midnight", "America/Havana", "2026-03-08", "00:00", "2026-03-08T05:00:00Z"),
        ("just after a skipped midnight", "America/Havana", "2026-03-08", "00:30", "2026-03-08T05:00:00Z"),
        ("a midnight that comes twice", "America/Havana", "2026-11-01", "00:00", "2026-11-01T04:00:00Z"),
        ("an evening that comes twice", "America/Santiago", "2026-04-04", "23:30", "2026-04-05T02:30:00Z"),
        ("the midnight after it", "America/Santiago", "2026-04-05", "00:00", "2026-04-05T04:00:00Z"),
        ("half an hour's change", "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z"),
        ("a day that was left out", "Pacific/Apia", "2011-12-30", "16:00", "2011-12-30T10:00:00Z"),
    ])
    func `a cut-off is at the first instant that shows its time or a later one`(
        when: String, zone: String, date: String, time: String, expected: String
    ) throws {
        let moment = try plan(time, in: zone).moment(on: try #require(LocalDate(date)))
        #expect(moment.instant == (try instant(expected)), "\(when)")
    }

    @Test(arguments: ["Europe/London", "America/New_York", "America/Havana", "Australia/Lord_Howe"])
    func `over both changes each date has one cut-off, and they come in order`(zone: String) throws {
        for (time, first) in [
            ("00:00", "2026-02-27"), ("01:30", "2026-10-20"), ("02:00", "2026-03-25"), ("02:30", "2026-03-04"),
        ] {
            let plan = try plan(time, in: zone)
            var before = plan.moment(on: try #require(LocalDate(first)))
            for _ in 0..<20 {
                let next = try #require(plan.next(after: before.instant))
                #expect(next.date == before.date.advanced(by: 1))
                #expect((82_000...91_000).contains(next.instant - before.instant))
                #expect(plan.next(after: next.instant - 1) == next)
                #expect(plan.latest(at: next.instant) == next)
                #expect(plan.latest(at: next.instant - 1) == before)
                before = next
            }
        }
    }

    @Test(arguments: [
        ("2026-12-07T15:59:59Z", "2026-12-04", "2026-12-07"),
        ("2026-12-07T16:00:00Z", "2026-12-07", "2026-12-08"),
        ("2026-12-05T12:00:00Z", "2026-12-04", "2026-12-07"),
        ("2026-12-06T23:00:00Z", "2026-12-04", "2026-12-07"),
    ])
    func `days without a cut-off are passed over`(now: String, latest: String, next: String) throws {
        let plan = try plan("16:00", in: "Europe/London", on: PostCalendar.workingWeek)
        #expect(plan.latest(at: try instant(now))?.date.description == latest)
        #expect(plan.next(after: try instant(now))?.date.description == next)
    }

    @Test func `one day a week is found from any other, and no day never`() throws {
        let sundays = try plan("09:00", in: "Europe/London", on: [.sunday])
        #expect(sundays.latest(at: try instant("2026-12-13T08:59:00Z"))?.date.description == "2026-12-06")
        #expect(sundays.next(after: try instant("2026-12-06T09:00:00Z"))?.date.description == "2026-12-13")
        let never = try plan("09:00", in: "Europe/London", on: [])
        #expect(never.latest(at: 0) == nil)
        #expect(never.next(after: 0) == nil)
    }
}
