import Dispatch
import GRDB
import Synchronization

/// Makes commits durable, and only then lets anybody hear of them.
///
/// SQLite writes a commit to its log and leaves the fsync to us (`synchronous = NORMAL`). So while the disk takes one
/// group of commits, the writer works at the next; all that are in the log when an fsync begins share it. One fsync
/// follows the other: once one has failed, the kernel may have dropped what it was to write, and a later one that
/// succeeds proves nothing. Then nothing is told as done any more.
///
/// A commit that nobody heard of yet can be read already. Whoever acts on what they read (sends, prints) commits a claim
/// first, to the same log, and with it everything before it becomes durable.
final class CommitSync: Sendable {
    /// A commit that is in the log and perhaps not on the disk.
    struct Commit: Sendable {
        let log: WriteAheadLog
        /// Whose log it is: open as long as anybody waits.
        let pool: DatabasePool
        /// Whether it makes work for a service.
        let wakes: Bool
        let tell: @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Commit] = []
        var isRunning = false
        var failure: StoreError?
        /// What waits for the disk to be free.
        var whenFree: (@Sendable () -> Void)?
    }

    private let wake: WakeFile
    private let place: DatabasePlace?
    private let flush: @Sendable (WriteAheadLog) throws -> Void
    private let thread = DispatchQueue(label: "handbill.sync")
    private let state = Mutex(State())

    /// - Parameter flush: brings a log to the disk.
    init(
        wake: WakeFile, place: DatabasePlace? = nil,
        flush: @escaping @Sendable (WriteAheadLog) throws -> Void = { try $0.sync() }
    ) {
        self.wake = wake
        self.place = place
        self.flush = flush
    }

    /// Why nothing is made durable any more; nil while all is well.
    var failure: StoreError? { state.withLock { $0.failure } }

    /// Makes a commit durable: on a thread apart while the writer goes on, or here and now where it has nothing else
    /// to do. If the thread is at it already, it takes this one too.
    func take(_ commit: Commit, apart: Bool) {
        let isFirst = state.withLock { state in
            state.waiting.append(commit)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isFirst else { return }
        if apart { thread.async { self.run() } } else { run() }
    }

    /// Whether the disk is busy.
    ///
    /// - Parameter body: called once it isn't any more, if it is.
    func isBusy(then body: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if state.isRunning { state.whenFree = body }
            return state.isRunning
        }
    }

    /// Waits until the disk isn't busy.
    func waitUntilFree() {
        let isFree = DispatchSemaphore(value: 0)
        if isBusy(then: { isFree.signal() }) { isFree.wait() }
    }

    /// Lets nothing be told as done any more.
    func fail(_ error: StoreError) {
        state.withLock { $0.failure = $0.failure ?? error }
    }

    /// Waits until nothing is on its way: before the log is closed.
    func finish() {
        thread.sync {}
    }

    private func run() {
        while true {
            let (commits, failure, whenFree) = state.withLock { state in
                let commits = state.waiting
                state.waiting = []
                state.isRunning = !commits.isEmpty
                let whenFree = state.isRunning ? nil : state.whenFree
                if !state.isRunning { state.whenFree = nil }
                return (commits, state.failure, whenFree)
            }
            if commits.isEmpty {
                whenFree?()
                return
            }
            do {
                if let failure { throw failure }
                try sync(commits)
                commits.forEach { $0.tell() }
            } catch {
                let failure = StoreError.writeFailed(cause: Self.words(error))
                state.withLock { $0.failure = $0.failure ?? failure }
                commits.forEach { $0.fail(self.failure ?? failure) }
            }
        }
    }

    private func sync(_ commits: [Commit]) throws {
        // Also where nothing was written: what is said may rest on what another process wrote a moment ago.
        if let last = commits.last { try flush(last.log) }
        if let place, !place.isOurs {
            // Committed to a file that nobody will ever open again.
            throw StoreError.writeFailed(cause: "the database was moved or removed")
        }
        // Before anybody hears of it: whoever dies now has told nobody, and the service finds the work.
        if commits.contains(where: \.wakes) { wake.touch() }
    }

    private static func words(_ error: any Error) -> String {
        if case StoreError.writeFailed(let cause) = error { return cause }
        return (error as? DatabaseError)?.words ?? "\(error)"
    }
}
