import Synchronization

/// What was said last, so that what stays as it is isn't said again and again.
final class LastWords: Sendable {
    private let words = Mutex("")

    /// Whether these are others.
    func areNew(_ new: String) -> Bool {
        words.withLock { words in
            defer { words = new }
            return words != new
        }
    }

    func forget() {
        words.withLock { $0 = "" }
    }
}
