import CLinux
import Foundation

extension DurableFile {
    /// A file that is being written in pieces under a hidden name. Unless it is published, it goes away with its writer.
    ///
    /// The writer keeps the file locked, so that `sweep` knows those that a killed process left.
    final class Writer {
        private let temporary: String
        private let descriptor: Int32
        private var isPublished = false

        /// - Parameter folder: the folder in which it will be published.
        init(in folder: String) throws {
            while true {
                let path = "\(folder)/\(prefix)\(String(UInt64.random(in: .min ... .max), radix: 36))\(suffix)"
                let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
                guard file >= 0 else { throw Failure(call: "write a file in", path: folder, code: errno) }
                flock(file, LOCK_EX)
                var status = stat()
                fstat(file, &status)
                if status.st_nlink > 0 {
                    (temporary, descriptor) = (path, file)
                    return
                }
                // Before it was locked, a sweep took it for one that was left.
                close(file)
            }
        }

        deinit {
            if !isPublished { unlink(temporary) }
            close(descriptor)
        }

        func append(_ bytes: [UInt8]) throws {
            try bytes.withUnsafeBytes { buffer in
                var rest = UnsafeRawBufferPointer(rebasing: buffer[...])
                while !rest.isEmpty {
                    let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                    if count < 0, errno == EINTR { continue }
                    guard count >= 0 else { throw Failure(call: "write", path: temporary, code: errno) }
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                }
            }
        }

        /// Gives it its name, replacing a file that has it.
        func publish(as path: String) throws {
            try sync()
            guard rename(temporary, path) == 0 else { throw Failure(call: "rename a file to", path: path, code: errno) }
            markPublished()
            try syncFolder(of: path)
        }

        /// Gives it a name in a folder that nobody has: `orders.csv.reason.txt`, or with `~2`. If the same bytes stand
        /// there already, from a process that was killed, they are it.
        ///
        /// - Returns: the path that it got.
        func publish(as name: String, in folder: String) throws -> String {
            try sync()
            let place = try claim(name, in: folder) { candidate in
                if FileManager.default.contentsEqual(atPath: temporary, andPath: candidate) { return unlink(temporary) }
                return linux_rename_exclusively(temporary, candidate)
            }
            markPublished()
            try syncFolder(of: place)
            return place
        }

        /// It is a file like any other now: whoever takes it from here may lock it.
        private func markPublished() {
            isPublished = true
            flock(descriptor, LOCK_UN)
        }

        private func sync() throws {
            guard fsync(descriptor) == 0 else { throw Failure(call: "sync", path: temporary, code: errno) }
        }
    }

    private static let prefix = ".handbill-"
    private static let suffix = ".tmp"

    /// Removes the temporary files in a folder whose writers were killed: they may hold personal data.
    static func sweep(_ folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            let path = folder + "/" + name
            let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }
}
