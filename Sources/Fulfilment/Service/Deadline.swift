import Foundation
import Synchronization
import Wire

/// Sees to it that a process that was told to end does so in time: within ten seconds, as its supervisor expects.
///
/// It runs on a thread of its own, so that nothing that hangs can hold it up. Being killed anywhere is safe by design;
/// so the last step is simply to end the process.
public final class Deadline: Sendable {
    private let halt: Halt
    private let patience: (work: Duration, process: Duration)
    private let end: @Sendable (_ cause: (any Error)?) -> Void
    private let hasBegun = Atomic(false)

    /// - Parameters:
    ///   - work: after this time what is in hand is broken off.
    ///   - process: after this time, counted from the same beginning, the process ends.
    ///   - end: ends it; is given the error that it ends because of, nil if it was told to.
    public init(
        halt: Halt, work: Duration = .seconds(7), process: Duration = .milliseconds(9500),
        end: @escaping @Sendable (_ cause: (any Error)?) -> Void
    ) {
        self.halt = halt
        patience = (work, process)
        self.end = end
    }

    /// Lets nothing new begin, and the time run. Saying it again changes nothing.
    public func begin(because cause: (any Error)? = nil) {
        halt.finish.raise()
        guard !hasBegun.exchange(true, ordering: .relaxed) else { return }
        Thread { [self] in
            Self.sleep(patience.work)
            halt.breakOff.raise()
            Self.sleep(patience.process - patience.work)
            end(cause)
        }.start()
    }

    /// By the clock that nobody sets.
    private static func sleep(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while true {
            let (seconds, attoseconds) = (end - .now).components
            let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
            if milliseconds <= 0 { return }
            poll(nil, 0, Int32(clamping: milliseconds))
        }
    }
}
