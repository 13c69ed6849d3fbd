import Glibc

/// When a file was last changed, to the nanosecond.
struct TimeOfChange: Equatable {
    let seconds: Int
    let nanoseconds: Int

    /// Nil if there is no such file.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}
