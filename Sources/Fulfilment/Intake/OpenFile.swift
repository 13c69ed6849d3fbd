import Glibc

/// A regular file, open for reading, closed when nobody holds it any more.
final class OpenFile: Sendable {
    let name: String
    /// Bytes, when it was opened.
    let size: Int
    private let descriptor: Int32

    /// Opens without waiting: a pipe in the folder must not stop the queue.
    init(path: String, followingLinks: Bool, maximumBytes: Int) throws(FileProblem) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
        let descriptor = open(path, flags)
        guard descriptor >= 0 else { throw Self.problem(errno, opening: name) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw Self.problem(code, opening: name)
        }
        do throws(FileProblem) {
            try Self.check(status, name: name, maximumBytes: maximumBytes)
        } catch {
            close(descriptor)
            throw error
        }
        self.name = name
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Reads into the buffer from this place in the file on.
    ///
    /// - Returns: how many bytes were read, 0 at the end.
    func read(at offset: Int, into buffer: inout [UInt8]) throws(FileProblem) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
            if count >= 0 { return count }
            guard errno == EINTR else { throw Self.problem(errno, opening: name) }
        }
    }

    /// Reads an open descriptor to its end.
    static func readAll(_ descriptor: Int32, name: String, maximumBytes: Int) throws(FileProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count > 0 {
                bytes += chunk[..<count]
                if bytes.count > maximumBytes { throw tooLarge(name, maximumBytes) }
            } else if errno != EINTR {
                throw problem(errno, opening: name)
            }
        }
    }

    static func tooLarge(_ name: String, _ maximumBytes: Int) -> FileProblem {
        FileProblem(
            .tooLarge, name: name, problem: "is larger than \(maximumBytes / 1_048_576) MB",
            hint: "split it into smaller files, or raise queue.maximumMegabytes if it really holds orders")
    }

    private static func check(_ status: stat, name: String, maximumBytes: Int) throws(FileProblem) {
        let what: String? =
            switch status.st_mode & S_IFMT {
            case S_IFREG: nil
            case S_IFDIR: "folder"
            case S_IFIFO: "pipe"
            case S_IFSOCK: "socket"
            default: "device"
            }
        if let what {
            throw FileProblem(
                .notAFile, name: name, problem: "is a \(what), not a file",
                hint: what == "folder" ? "name or drop the files in it one by one" : "write the orders to a file")
        }
        if status.st_size > maximumBytes { throw tooLarge(name, maximumBytes) }
    }

    private static func problem(_ code: Int32, opening name: String) -> FileProblem {
        switch code {
        case ENOENT, ENOTDIR:
            FileProblem(.missing, name: name, problem: "is not there", hint: "check the name and the folder")
        case EACCES, EPERM:
            FileProblem(
                .forbidden, name: name, problem: "may not be read by this user",
                hint: "make it readable: chmod g+r \(name), or copy it as the user who runs this")
        case ELOOP:
            FileProblem(
                .notAFile, name: name, problem: "is a symbolic link, not a file",
                hint: "copy the file itself")
        case ENXIO:
            FileProblem(.notAFile, name: name, problem: "is a socket, not a file", hint: "write the orders to a file")
        default:
            FileProblem(.unreadable(code), name: name, problem: "can't be read: \(String(cString: strerror(code)))")
        }
    }
}
