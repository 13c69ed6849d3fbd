import Synchronization

extension MailDoor {
    /// The messages that are left in the mailbox for a time, so that none of them is fetched before it is over. Kept in
    /// memory only: after a start they are fetched once more.
    final class Waiting: Sendable {
        private struct State {
            var validity: UInt32 = 0
            /// When each UID may be looked at again, in seconds since 1970.
            var until: [UInt32: Int64] = [:]
            var told = 0
        }

        private let state = Mutex(State())

        /// Begins a pass.
        ///
        /// - Returns: those of the unseen that nothing speaks against, and how many are left alone.
        func ready(of unseen: [UInt32], validity: UInt32, at now: Int64) -> (uids: [UInt32], left: Int) {
            state.withLock { state in
                if state.validity != validity { state.until = [:] }
                state.validity = validity
                // A clock that was set back must not prolong anything by more than a day.
                let waiting = Set(unseen).filter { (now + 1...now + 86_400).contains(state.until[$0] ?? 0) }
                state.until = state.until.filter { waiting.contains($0.key) }
                return (unseen.filter { !waiting.contains($0) }, waiting.count)
            }
        }

        /// Leaves a message alone.
        func leave(_ uid: UInt32, until time: Int64) {
            state.withLock { $0.until[uid] = time }
        }

        /// Whether the number of those left alone is another than was told last; from now on it is this one.
        func isNews(_ later: Int) -> Bool {
            state.withLock { state in
                defer { state.told = later }
                return state.told != later
            }
        }
    }
}
