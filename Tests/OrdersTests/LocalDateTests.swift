import Testing

@testable import Orders

@Suite struct LocalDateTests {
    @Test func `counts every day of four centuries`() {
        let first = LocalDate.on("1899-12-31")
        var previous = first.components
        var wrong: [LocalDate] = []
        for distance in 1...146_097 {
            let date = first.advanced(by: distance)
            let (year, month, day) = date.components
            let follows =
                day == 1
                ? month == previous.month % 12 + 1 && previous.day >= 28
                : (year, month, day) == (previous.year, previous.month, previous.day + 1)
            if !follows || LocalDate(year: year, month: month, day: day) != date {
                wrong.append(date)
            }
            previous = (year, month, day)
        }
        #expect(wrong.isEmpty)
        #expect(previous == (2299, 12, 31))
    }

    @Test(arguments: [
        ("1970-01-01", Weekday.thursday), ("2026-12-17", .thursday), ("2024-02-29", .thursday),
        ("2000-01-01", .saturday),
        ("1900-01-01", .monday),
    ])
    func `knows the day of the week`(text: String, weekday: Weekday) {
        #expect(LocalDate.on(text).weekday == weekday)
        #expect(LocalDate.on(text).description == text)
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "2026-1-01",
        "2026/01/01", " 2026-01-01", "2026-01-01 ", "", "２０２６-01-01",
    ])
    func `refuses what the calendar hasn't got`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test func `names a batch by its day and number`() {
        #expect(BatchID("2026-12-17-1") == BatchID(date: .on("2026-12-17"), number: 1))
        #expect(BatchID(date: .on("2026-12-17"), number: 12).description == "2026-12-17-12")
        #expect(
            BatchID("2026-12-17-2") ?? .init(date: .on("2026-12-17"), number: 0)
                < BatchID(date: .on("2026-12-17"), number: 10))
        for text in ["2026-12-17", "2026-12-17-", "2026-12-17-0", "2026-12-17-01", "2026-12-17-x", "2026-12-32-1"] {
            #expect(BatchID(text) == nil)
        }
    }
}
