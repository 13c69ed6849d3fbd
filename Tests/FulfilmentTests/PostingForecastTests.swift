import Foundation
import Orders
import Testing

@testable import Fulfilment

@Suite struct PostingForecastTests {
    private let clock = WallClock(timeZone: TimeZone(identifier: "Europe/London") ?? .gmt) { 0 }

    private func forecast(cutoff: Int?) -> PostingForecast {
        PostingForecast(
            cutoff: cutoff, days: PostCalendar.workingWeek,
            calendar: PostCalendar(days: PostCalendar.workingWeek, holidays: [], postClass: .second), clock: clock)
    }

    private func moment(_ text: String) throws -> Int64 {
        Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    }

    @Test(arguments: [
        ("2026-12-07T15:59:59Z", "2026-12-07"),
        ("2026-12-07T16:00:00Z", "2026-12-08"),
        ("2026-12-11T17:00:00Z", "2026-12-14"),
        ("2026-12-12T09:00:00Z", "2026-12-14"),
        // British summer time: 15:30 UTC is 16:30 in London.
        ("2026-07-06T15:30:00Z", "2026-07-07"),
    ])
    func `an order goes with the next cut-off`(_ received: String, _ closing: String) throws {
        #expect(try forecast(cutoff: 16 * 60).closing(ofOrderAt: moment(received)) == LocalDate(closing))
    }

    @Test func `nothing is promised where batches are closed by hand`() throws {
        let forecast = forecast(cutoff: nil)
        #expect(try forecast.posting(ofOrderAt: moment("2026-12-07T12:00:00Z")) == nil)
        #expect(try forecast.deadline(ofOrderAt: moment("2026-12-07T12:00:00Z")) == nil)
    }

    @Test(arguments: [
        ("2026-12-07T17:30:00Z", "2026-12-07"),
        ("2026-12-12T09:00:00Z", "2026-12-14"),
        // British summer time: 23:30 UTC is the next day in London.
        ("2026-07-05T23:30:00Z", "2026-07-06"),
        ("2026-07-03T23:30:00Z", "2026-07-06"),
    ])
    func `what is marked as posted goes on that day, or with the next post`(_ at: String, _ posting: String) throws {
        #expect(try forecast(cutoff: nil).posting(ofDispatchAt: moment(at)) == LocalDate(posting))
    }
}
