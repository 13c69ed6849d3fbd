import Foundation
import Synchronization

/// Runs blocking work on a thread of its own, off the pool that Swift's tasks share.
public func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread {
            continuation.resume(with: Result(catching: work))
        }.start()
    }
}

/// Counts steps of several threads, and tells each new total.
final class ProgressCount: Sendable {
    private let count = Mutex(0)
    private let tell: @Sendable (Int) -> Void

    init(_ tell: @escaping @Sendable (Int) -> Void) {
        self.tell = tell
    }

    func step() {
        let now = count.withLock { count in
            count += 1
            return count
        }
        tell(now)
    }
}
