import Glibc

/// The file of a Unix socket.
struct SocketFile: Sendable, Hashable {
    var path: String

    /// Why nobody can listen here.
    struct Trouble: Error, Sendable, Hashable {
        var problem: String
        var hint: String
    }

    /// Makes sure that the name is free, or a left-over that nobody answers on.
    ///
    /// - Throws: `Trouble`.
    func checkFree() throws(Trouble) {
        guard path.utf8.count < 108 else {
            throw Trouble(problem: "the socket's path is too long", hint: "at most 107 bytes: a shorter http.socket")
        }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Trouble(
                problem: "there is no folder for the socket", hint: "make it, as doors.md says")
        }
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw Trouble(problem: "something else lies where the socket would be", hint: "move it, or http.socket")
        }
        guard !isAnswered else {
            throw Trouble(problem: "somebody answers on the socket already", hint: "end it, or another http.socket")
        }
        unlink(path)
    }

    /// Lets the group in.
    func openToGroup() {
        chmod(path, 0o660)
    }

    /// Which file it is now.
    var identity: UInt64? {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Removes the file if it is still the one that was made.
    func remove(if identity: UInt64?) {
        if let identity, self.identity == identity { unlink(path) }
    }

    private var isAnswered: Bool {
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard client >= 0 else { return true }
        defer { close(client) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // A full queue of connections is an answer too; only a refusal says that nobody is there.
        return result == 0 || errno != ECONNREFUSED
    }
}
