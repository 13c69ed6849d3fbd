import Synchronization

/// The requests with an `Idempotency-Key` that are being worked on in this process.
final class RequestsInFlight: Sendable {
    struct Key: Sendable, Hashable {
        var producer: String
        var key: String
    }

    private let keys = Mutex<Set<Key>>([])

    /// - Returns: false if the same is being worked on already.
    func enter(_ key: Key) -> Bool {
        keys.withLock { $0.insert(key).inserted }
    }

    func leave(_ key: Key) {
        _ = keys.withLock { $0.remove(key) }
    }
}
