import Synchronization

extension MailDoor {
    /// When it was last seen to that nothing is known for ever.
    final class Memory: Sendable {
        private static let day: Int64 = 86_400
        private let last = Mutex<Int64?>(nil)

        /// Whether it is time again; then it counts as done. A clock that was set back makes it due at once.
        func isDue(at now: Int64) -> Bool {
            last.withLock { last in
                if let done = last, (0..<Self.day).contains(now - done) { return false }
                last = now
                return true
            }
        }
    }
}
