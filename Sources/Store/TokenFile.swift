import Glibc
import Synchronization

/// `<state>/tokens`: grows by a byte after each commit that makes or revokes a token, so that every process notices
/// with one look at the file that what it remembers of them is old.
///
/// A byte more, and not only another time: two changes within one tick of the kernel's clock have the same time.
final class TokenFile: Sendable {
    /// What the file looks like; another look is another state of the tokens.
    struct Look: Sendable, Equatable {
        private let inode: ino_t
        private let size: off_t
        private let seconds: Int
        private let nanoseconds: Int

        /// - Returns: nil if nothing is open, or nothing that still has a name.
        fileprivate init?(of file: Int32) {
            var status = stat()
            guard file >= 0, fstat(file, &status) == 0, status.st_nlink > 0 else { return nil }
            (inode, size) = (status.st_ino, status.st_size)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    private let path: String
    /// Held open, as each request looks at it: finding it by its path takes ten times as long.
    private let file = Mutex<Int32>(-1)

    init(in directory: String) {
        path = directory + "/tokens"
    }

    deinit {
        file.withLock { if $0 >= 0 { _ = close($0) } }
    }

    /// Nil while no token was ever made.
    var look: Look? {
        file.withLock { file in
            if let look = Look(of: file) { return look }
            if file >= 0 { close(file) }
            file = open(path, O_RDONLY | O_CLOEXEC)
            return Look(of: file)
        }
    }

    /// Lets everybody look anew. If it can't be written, the commit stands all the same, and others notice when what
    /// they remember gets too old.
    func grow() {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        _ = write(file, ".", 1)
        close(file)
    }
}
