import Synchronization

/// Counts what comes from each sender, so that a flood can't pass for a crowd.
///
/// Above the limit a person looks; only far above it, ten times, is anything sent away: a conference's wifi is one
/// address. A sender's count begins with what comes first and ends `seconds` later. Senders are known by a hash with a
/// key of this process only; nothing of them is kept. Memory is bounded: when there are more senders than fit, those
/// with the lowest counts are forgotten.
public final class RateLimit: Sendable {
    /// What one more means.
    public enum Verdict: Sendable, Hashable {
        case within
        /// More than the limit: to be held.
        case over
        /// Ten times the limit: to be refused, and how many seconds later to try again.
        case farOver(retryAfter: Int)
    }

    private struct Count {
        var since: Int64
        var number: Int
    }

    private let limit: Int
    private let seconds: Int64
    private let capacity: Int
    private let secret = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    private let counts = Mutex<[Int: Count]>([:])

    /// - Parameters:
    ///   - limit: How many in that time; 0 for any number.
    ///   - seconds: The default is an hour.
    ///   - capacity: The most senders that are counted at once.
    public init(limit: Int, seconds: Int64 = 3600, capacity: Int = 10_000) {
        self.limit = limit
        self.seconds = max(1, seconds)
        self.capacity = max(2, capacity)
    }

    /// Counts one more of a sender. What is refused isn't counted: after the time all is forgotten, whatever came
    /// meanwhile.
    ///
    /// - Parameters:
    ///   - key: The sender, in a form of which there is only one: an e-mail address in small letters.
    ///   - now: Seconds since 1970-01-01T00:00:00Z.
    public func count(_ key: String, at now: Int64) -> Verdict {
        let most = limit.multipliedReportingOverflow(by: 10)
        switch count(key, at: now, atMost: most.overflow ? .max : most.partialValue) {
        case .success(let number): return number > limit && limit > 0 ? .over : .within
        case .failure(let full): return .farOver(retryAfter: full.retryAfter)
        }
    }

    /// The same for what can't be held for a person to look at: it is refused above the limit itself.
    ///
    /// - Returns: how many seconds later to try again; nil if it is within the limit.
    public func countStrictly(_ key: String, at now: Int64) -> Int? {
        if case .failure(let full) = count(key, at: now, atMost: limit) { full.retryAfter } else { nil }
    }

    private struct Full: Error {
        var retryAfter: Int
    }

    /// - Returns: how many it are now; 0 if any number may come.
    private func count(_ key: String, at now: Int64, atMost most: Int) -> Result<Int, Full> {
        guard limit > 0 else { return .success(0) }
        let hash = hash(key)
        return counts.withLock { counts in
            var count = counts[hash] ?? Count(since: now, number: 0)
            // A clock that was set back must not prolong anything.
            if now < count.since { count.since = now }
            if now - count.since >= seconds { count = Count(since: now, number: 0) }
            guard count.number < most else {
                counts[hash] = count
                return .failure(Full(retryAfter: Int(count.since + seconds - now)))
            }
            count.number += 1
            if counts[hash] == nil { makeRoom(in: &counts, at: now) }
            counts[hash] = count
            return .success(count.number)
        }
    }

    /// Takes one back that came to nothing, and will come again.
    public func takeBack(_ key: String) {
        let hash = hash(key)
        counts.withLock { counts in
            guard let count = counts[hash] else { return }
            counts[hash] = count.number > 1 ? Count(since: count.since, number: count.number - 1) : nil
        }
    }

    /// How many senders are counted now.
    var senders: Int { counts.withLock(\.count) }

    private func hash(_ key: String) -> Int {
        var hasher = Hasher()
        hasher.combine(secret.0)
        hasher.combine(secret.1)
        hasher.combine(key)
        return hasher.finalize()
    }

    /// Forgets what is past, and if that isn't enough, half of them; seldom, so that it costs next to nothing.
    private func makeRoom(in counts: inout [Int: Count], at now: Int64) {
        guard counts.count >= capacity else { return }
        counts = counts.filter { $0.value.since <= now && now - $0.value.since < seconds }
        guard counts.count >= capacity else { return }
        let most = counts.sorted { ($0.value.number, $0.value.since) > ($1.value.number, $1.value.since) }
        counts = Dictionary(uniqueKeysWithValues: most.prefix(capacity / 2).map { ($0.key, $0.value) })
    }
}
