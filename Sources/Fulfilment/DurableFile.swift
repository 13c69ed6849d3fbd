import CLinux
import Foundation

/// Files that are whole or not there: written under another name, synced, renamed, their folder synced.
public enum DurableFile {
    /// What the system said, and of which file.
    public struct Failure: Error, CustomStringConvertible {
        /// What was being done: `write`, `rename`, `fsync`.
        public var call: String
        public var path: String
        public var code: Int32

        /// Whether the disk, or the user's share of it, is full.
        public var isFull: Bool {
            code == ENOSPC || code == EDQUOT
        }

        public var description: String {
            let hint = isFull ? ": make room on the disk and try again; nothing is lost" : ""
            return "can't \(call) \(path): \(String(cString: strerror(code)))\(hint)"
        }
    }

    /// Writes a file whole, replacing one of the same name.
    ///
    /// - Throws: `Failure`; then an earlier file of that name is untouched.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        let writer = try Writer(beside: path)
        try writer.append(bytes)
        try writer.publish(as: path)
    }

    /// Makes a folder and those above it.
    public static func makeDirectory(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(call: "make the folder", path: path, code: errno == 0 ? EIO : errno)
        }
    }

    /// Moves a file to a name in another folder that nobody has, and syncs both folders.
    ///
    /// - Returns: the path that it got: `orders.csv`, or `orders~2.csv` if that was there already.
    /// - Throws: `Failure`; then the file is where it was.
    public static func move(_ path: String, into folder: String) throws -> String {
        let place = try claim(of: (path as NSString).lastPathComponent, in: folder) { candidate in
            linux_rename_exclusively(path, candidate)
        }
        try syncFolder(of: place)
        try syncFolder(of: path)
        return place
    }

    /// Tries `orders.csv`, `orders~2.csv`, … until one was free.
    fileprivate static func claim(
        of name: String, in folder: String, _ rename: (_ candidate: String) -> Int32
    ) throws -> String {
        var number = 1
        while true {
            let candidate = folder + "/" + (number == 1 ? name : numbered(name, number))
            if rename(candidate) == 0 { return candidate }
            guard errno == EEXIST else { throw Failure(call: "move a file to", path: candidate, code: errno) }
            number += 1
        }
    }

    /// `orders.csv` as `orders~2.csv`.
    static func numbered(_ name: String, _ number: Int) -> String {
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { return "\(name)~\(number)" }
        return "\(name[..<dot])~\(number)\(name[dot...])"
    }

    static func syncFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(call: "open", path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(call: "sync", path: folder, code: errno) }
    }
}

extension DurableFile {
    /// A file that is being written in pieces under a hidden name. Unless it is published, it goes away with its writer.
    final class Writer {
        private let temporary: String
        private let descriptor: Int32
        private var isPublished = false

        /// - Parameter path: a path in the folder in which it will be published.
        init(beside path: String) throws {
            let folder = (path as NSString).deletingLastPathComponent
            let name = (path as NSString).lastPathComponent
            temporary =
                "\(folder.isEmpty ? "." : folder)/.\(name).\(getpid())-\(UInt32.random(in: .min ... .max)).tmp"
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
            guard descriptor >= 0 else { throw Failure(call: "write", path: path, code: errno) }
        }

        deinit {
            close(descriptor)
            if !isPublished { unlink(temporary) }
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
            isPublished = true
            try syncFolder(of: path)
        }

        /// Gives it a name in a folder that nobody has: `orders.csv.reason.txt`, or with `~2`. If the same bytes stand
        /// there already, from a process that was killed, they are it.
        ///
        /// - Returns: the path that it got.
        func publish(as name: String, in folder: String) throws -> String {
            try sync()
            let place = try claim(of: name, in: folder) { candidate in
                if FileManager.default.contentsEqual(atPath: temporary, andPath: candidate) { return unlink(temporary) }
                return linux_rename_exclusively(temporary, candidate)
            }
            isPublished = true
            try syncFolder(of: place)
            return place
        }

        private func sync() throws {
            guard fsync(descriptor) == 0 else { throw Failure(call: "sync", path: temporary, code: errno) }
        }
    }
}
