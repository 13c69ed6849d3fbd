import Orders

/// A moment as HTTP's headers write it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
enum PageTime {
    static func text(_ moment: Int64) -> String {
        let (day, second) = moment.quotientAndRemainder(dividingBy: 86_400)
        let date = LocalDate(dayNumber: Int(second < 0 ? day - 1 : day))
        let rest = Int(second < 0 ? second + 86_400 : second)
        let (year, month, dayOfMonth) = date.components
        let weekday = date.weekday.rawValue.capitalizedASCII
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map(padded).joined(separator: ":")
        return "\(weekday), \(padded(dayOfMonth)) \(months[month - 1]) \(year) \(time) GMT"
    }

    /// Reads what `text` writes; nil for the forms that nothing has written for decades, and for what is no time.
    static func moment(_ text: String) -> Int64? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == ":" }
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])),
            let day = Int(parts[1]), let year = Int(parts[3]), let hour = Int64(parts[4]), let minute = Int64(parts[5]),
            let second = Int64(parts[6]), (0...23).contains(hour), (0...59).contains(minute),
            // 60 is a leap second.
            (0...60).contains(second), (1...9_999).contains(year), (1...31).contains(day),
            let date = LocalDate(year: year, month: month + 1, day: day)
        else { return nil }
        return Int64(date.dayNumber) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}

extension String {
    fileprivate var capitalizedASCII: String {
        prefix(1).uppercased() + dropFirst()
    }
}
