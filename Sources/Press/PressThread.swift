import Foundation

/// The one thread on which a press works, as an actor's executor: pango's and cairo's things stay where they were made.
///
/// The thread begins with the first job and ends with `stop()`, after the jobs that wait; a job that comes later begins
/// a new one.
///
/// `@unchecked Sendable` is safe: `jobs`, `running` and `stopping` are only touched while `changed` is locked.
final class PressThread: SerialExecutor, @unchecked Sendable {
    private let changed = NSCondition()
    private var jobs: [UnownedJob] = []
    private var running = false
    private var stopping = false

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        changed.withLock {
            jobs.append(job)
            if !running {
                running = true
                let thread = Thread { self.run() }
                thread.name = "press"
                thread.start()
            }
            changed.signal()
        }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Ends the thread once the jobs that wait are done.
    func stop() {
        changed.withLock {
            stopping = running
            changed.signal()
        }
    }

    private func run() {
        while let job = next() {
            job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }

    /// The next job; nil when the thread has to end.
    private func next() -> UnownedJob? {
        changed.withLock {
            while jobs.isEmpty && !stopping { changed.wait() }
            if jobs.isEmpty {
                (running, stopping) = (false, false)
                return nil
            }
            return jobs.removeFirst()
        }
    }
}
