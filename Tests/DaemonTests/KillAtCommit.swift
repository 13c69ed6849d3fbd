import Foundation
import TestSupport

/// Kills a process with SIGKILL at the moment at which it has committed, before it can tell anybody.
///
/// After each commit that makes work, and before anybody is answered, the store touches `<state>/wake`; whoever watches
/// that file in the kernel is told of it.
final class KillAtCommit: Sendable {
    private let watch: Int32

    /// - Parameters:
    ///   - state: the state folder; its file `wake` must be there.
    ///   - process: what is killed at the next commit.
    init(in state: String, process: pid_t) throws {
        let watch = inotify_init1(Int32(IN_CLOEXEC))
        guard watch >= 0, inotify_add_watch(watch, state + "/wake", UInt32(IN_ATTRIB | IN_MODIFY)) >= 0 else {
            throw Failure()
        }
        self.watch = watch
        let thread = Thread {
            var buffer = [UInt8](repeating: 0, count: 4096)
            if read(watch, &buffer, buffer.count) > 0 { kill(process, SIGKILL) }
        }
        thread.qualityOfService = .userInteractive
        thread.start()
    }

    deinit {
        close(watch)
    }

    struct Failure: Error {}
}
