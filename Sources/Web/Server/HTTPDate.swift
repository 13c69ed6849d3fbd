import Orders
import Synchronization

/// The header `Date`, written once for each second in which somebody asks: no timer keeps it fresh.
final class HTTPDate: Sendable {
    private struct Written {
        var second: Int64 = .min
        var text = ""
    }

    private let written = Mutex(Written())

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    ///
    /// - Parameter moment: seconds since 1970-01-01T00:00:00Z.
    func text(at moment: Int64) -> String {
        written.withLock { written in
            if written.second != moment { written = Written(second: moment, text: Self.write(moment)) }
            return written.text
        }
    }

    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func write(_ moment: Int64) -> String {
        let second = Int(((moment % 86_400) + 86_400) % 86_400)
        let date = LocalDate(dayNumber: Int((moment - Int64(second)) / 86_400))
        let (year, month, day) = date.components
        let weekday = days[Weekday.allCases.firstIndex(of: date.weekday) ?? 0]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return "\(weekday), \(two(day)) \(months[month - 1]) \(year) \(time) GMT"
    }
}
