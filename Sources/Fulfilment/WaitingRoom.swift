import Synchronization

/// Counts the submissions that wait for their commit, so that a crowd gets "later" and not a queue without end.
///
/// Doors whose senders hold a connection open enter at once or not at all. The others, whose orders lie safely in a file,
/// a queue or a mailbox, wait until at most half the room is taken; they bring one chunk each and aren't counted.
public final class WaitingRoom: Sendable {
    /// Too many wait already.
    public struct Full: Error, CustomStringConvertible {
        public var description: String { "too many orders wait for the database" }

        /// Seconds after which to try again.
        public var retryAfter: Int { 1 }
    }

    private struct State {
        var taken = 0
        var sleepers: [CheckedContinuation<Void, Never>] = []
    }

    /// The most that may wait.
    public let capacity: Int
    private let state = Mutex(State())

    public init(capacity: Int = 1_000) {
        self.capacity = capacity
    }

    /// How many wait now.
    public var taken: Int { state.withLock { $0.taken } }

    /// How many of the patient wait for quiet.
    var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Takes places. A group that is larger than the room finds place in an empty one.
    func enter(_ count: Int) throws(Full) {
        let isAdmitted = state.withLock { state in
            guard state.taken == 0 || state.taken + count <= capacity else { return false }
            state.taken += count
            return true
        }
        if !isAdmitted { throw Full() }
    }

    /// Gives places back.
    func leave(_ count: Int) {
        let woken = state.withLock { state in
            state.taken -= count
            guard isQuiet(state) else { return [CheckedContinuation<Void, Never>]() }
            defer { state.sleepers = [] }
            return state.sleepers
        }
        woken.forEach { $0.resume() }
    }

    /// Returns as soon as at most half the room is taken.
    func waitForQuiet() async {
        guard !state.withLock({ isQuiet($0) }) else { return }
        await withCheckedContinuation { continuation in
            let isQuietNow = state.withLock { state in
                if isQuiet(state) { return true }
                state.sleepers.append(continuation)
                return false
            }
            if isQuietNow { continuation.resume() }
        }
    }

    private func isQuiet(_ state: State) -> Bool {
        state.taken <= capacity / 2
    }
}
