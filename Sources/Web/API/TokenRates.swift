import Synchronization

/// Counts requests of each token over the last minute.
///
/// A sliding window of two counters: the last whole minute counts by the part of it that the window still covers.
final class TokenRates: Sendable {
    /// Tokens that are counted at once; beyond, those that asked longest ago are forgotten.
    private static let capacity = 10_000

    private struct Count {
        var minute: Int64
        var current = 0
        var previous = 0

        mutating func turn(to now: Int64) {
            guard now > minute else { return }
            previous = now == minute + 1 ? current : 0
            current = 0
            minute = now
        }

        /// Requests in the window that ends in this second, in sixtieths.
        func sixtieths(second: Int64) -> Int {
            previous * Int(60 - second) + current * 60
        }
    }

    private let counts = Mutex<[String: Count]>([:])

    /// Counts a request, unless it is one too many.
    ///
    /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
    /// - Returns: nil if it is within the rate, else the seconds after which there is room again.
    func count(_ name: String, rate: Int, at now: Int64) -> Int? {
        let (minute, second) = (now / 60, now % 60)
        return counts.withLock { counts in
            if counts[name] == nil, counts.count >= Self.capacity {
                let oldest = counts.min { $0.value.minute < $1.value.minute }
                if let oldest { counts[oldest.key] = nil }
            }
            var count = counts[name] ?? Count(minute: minute)
            count.turn(to: minute)
            defer { counts[name] = count }
            if count.sixtieths(second: second) + 60 <= rate * 60 {
                count.current += 1
                return nil
            }
            return Self.wait(count, rate: rate, second: second)
        }
    }

    /// Seconds until one more fits, if nobody asks meanwhile.
    private static func wait(_ count: Count, rate: Int, second: Int64) -> Int {
        var count = count
        for ahead in 1...120 {
            let then = second + Int64(ahead)
            if then % 60 == 0 { count.turn(to: count.minute + 1) }
            if count.sixtieths(second: then % 60) + 60 <= rate * 60 { return ahead }
        }
        return 120
    }
}
