import Foundation

/// Runs each step of a task on a thread of its own: for work that reads, writes and syncs files, which would otherwise
/// block the few threads that all tasks share.
///
/// `async let` keeps its overlap: the child is a step of its own.
final class OwnThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }.start()
    }
}
