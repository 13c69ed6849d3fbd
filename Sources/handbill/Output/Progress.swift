import Foundation
import Synchronization

/// How far long work has come, on one line of a terminal that is rewritten in place.
///
/// Nothing is shown in the first second, nor where standard error isn't a terminal.
final class Progress: Sendable {
    private let label: String
    private let began = ContinuousClock.now
    private let shownAt = Mutex<ContinuousClock.Instant?>(nil)

    init(_ label: String) {
        self.label = label
    }

    /// - Parameters:
    ///   - done: units finished.
    ///   - total: units in all; nil if that isn't known.
    func show(_ done: Int, of total: Int?) {
        let now = ContinuousClock.now
        guard StandardError.isTerminal, now - began > .seconds(1) else { return }
        let isDue = shownAt.withLock { shownAt in
            guard shownAt.map({ now - $0 > .milliseconds(100) }) ?? true else { return false }
            shownAt = now
            return true
        }
        guard isDue else { return }
        if let total, total > 0 {
            let filled = min(24, 24 * done / total)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            StandardError.raw("\r\u{1B}[K\(label) \(bar) \(min(100, 100 * done / total)) %")
        } else {
            StandardError.raw("\r\u{1B}[K\(label) \(done)")
        }
    }

    /// Takes the line away.
    func end() {
        shownAt.withLock { shownAt in
            if shownAt != nil { StandardError.raw("\r\u{1B}[K") }
            shownAt = nil
        }
    }
}
