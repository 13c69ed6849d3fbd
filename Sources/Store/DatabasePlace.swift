import Glibc

/// Where the database lay when it was opened: whether that file is still the one that others will open.
///
/// A folder that is removed or replaced under a running process leaves it a file without a name: commits to it succeed,
/// and are gone with the process.
struct DatabasePlace: Sendable {
    private let path: String
    private let device: dev_t
    private let inode: ino_t

    /// - Returns: nil if there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (self.path, device, inode) = (path, status.st_dev, status.st_ino)
    }

    var isOurs: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_dev == device && status.st_ino == inode
    }
}
