import Foundation

/// The lock by which one service at most works on a state folder: `<state>/serve.lock`.
///
/// The kernel drops it when the process ends, however it ends; the file stays, with the number of the process that had
/// it last. Commands don't take it: they may run beside the service.
public final class ServeLock: Sendable {
    /// Another process has it.
    public struct Taken: Error, Sendable, Hashable, CustomStringConvertible {
        /// The number of that process, if it has been written down already.
        public var process: Int?

        public var description: String {
            "another service works on this state folder" + (process.map { ": process \($0)" } ?? "")
        }
    }

    private let file: Int32

    /// Takes the lock.
    ///
    /// - Parameter directory: the state folder, which exists.
    /// - Throws: `Taken`, or `DurableFile.Failure` if the file can't be made.
    public init(in directory: String) throws {
        let path = directory + "/serve.lock"
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DurableFile.Failure(call: "open", path: path, code: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            defer { close(file) }
            guard code == EWOULDBLOCK else { throw DurableFile.Failure(call: "lock", path: path, code: code) }
            throw Taken(process: Self.number(in: file))
        }
        let number = Array("\(getpid())\n".utf8)
        if ftruncate(file, 0) == 0 { _ = pwrite(file, number, number.count, 0) }
    }

    deinit {
        close(file)
    }

    /// Whether a service works on this state folder now.
    public static func isHeld(in directory: String) -> Bool {
        let file = open(directory + "/serve.lock", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private static func number(in file: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
