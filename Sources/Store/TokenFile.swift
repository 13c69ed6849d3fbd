import Glibc

/// `<state>/tokens`: grows by a byte after each commit that makes or revokes a token, so that every process notices
/// with one look at the file that what it remembers of them is old.
///
/// A byte more, and not only another time: two changes within one tick of the kernel's clock have the same time.
struct TokenFile: Sendable {
    /// What the file looks like; another look is another state of the tokens.
    struct Look: Sendable, Equatable {
        private let inode: ino_t
        private let size: off_t
        private let seconds: Int
        private let nanoseconds: Int

        /// - Returns: nil if there is no such file.
        fileprivate init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (inode, size) = (status.st_ino, status.st_size)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    private let path: String

    init(in directory: String) {
        path = directory + "/tokens"
    }

    /// Nil while no token was ever made.
    var look: Look? { Look(of: path) }

    /// Lets everybody look anew. If it can't be written, the commit stands all the same, and others notice when what
    /// they remember gets too old.
    func grow() {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        _ = write(file, ".", 1)
        close(file)
    }
}
