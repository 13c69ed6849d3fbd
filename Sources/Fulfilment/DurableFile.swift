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
            "can't \(call) \(path): \(cause)"
        }

        /// The same for a log: only the folder's name, for a person's may stand in the file's.
        public var withoutPath: String {
            let isFolder = call.hasSuffix("folder")
            let folder = isFolder ? path.lastPart : path.parentFolder.lastPart
            return "can't \(call)\(isFolder ? "" : " something in") \(folder): \(cause)"
        }

        private var cause: String {
            let hint = isFull ? ": make room on the disk and try again; nothing is lost" : ""
            return String(cString: strerror(code)) + hint
        }
    }

    /// Writes a file whole, replacing one of the same name.
    ///
    /// - Throws: `Failure`; then an earlier file of that name is untouched.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        let writer = try Writer(in: folder(of: path))
        try writer.append(bytes)
        try writer.publish(as: path)
    }

    /// Makes a folder and those above it.
    public static func makeDirectory(_ path: String) throws {
        if mkdir(path, 0o750) == 0 { return }
        let parent = path.parentFolder
        if errno == ENOENT, !parent.isEmpty, parent != path {
            try makeDirectory(parent)
            if mkdir(path, 0o750) == 0 { return }
        }
        let code = errno
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        throw Failure(call: "make the folder", path: path, code: code == EEXIST ? ENOTDIR : code)
    }

    /// Moves a file to a name in another folder that nobody has, and syncs both folders.
    ///
    /// - Returns: the path that it got: `orders.csv`, or `orders~2.csv` if that was there already.
    /// - Throws: `Failure`; then the file is where it was.
    public static func move(_ path: String, into folder: String) throws -> String {
        let place = try claim(path.lastPart, in: folder) { candidate in
            linux_rename_exclusively(path, candidate)
        }
        try syncFolder(of: place)
        try syncFolder(of: path)
        return place
    }

    /// Tries `orders.csv`, `orders~2.csv`, … until one was free.
    static func claim(
        _ name: String, in folder: String, _ rename: (_ candidate: String) -> Int32
    ) throws -> String {
        var number = 1
        while true {
            let candidate = folder + "/" + (number == 1 ? name : numbered(name, number))
            if rename(candidate) == 0 { return candidate }
            guard errno == EEXIST else { throw Failure(call: "move a file to", path: candidate, code: errno) }
            number += 1
        }
    }

    static func folder(of path: String) -> String {
        let folder = path.parentFolder
        return folder.isEmpty ? "." : folder
    }

    static func syncFolder(of path: String) throws {
        let folder = folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(call: "open", path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(call: "sync", path: folder, code: errno) }
    }
}

// MARK: Names

extension DurableFile {
    /// Bytes that Linux allows in a name.
    private static let longestName = 255

    /// `orders.csv` as `orders~2.csv`.
    static func numbered(_ name: String, _ number: Int) -> String {
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex, name[dot...].utf8.count < 100 else {
            return named(name, "~\(number)")
        }
        return named(name[..<dot], "~\(number)\(name[dot...])")
    }

    /// A name with this ending, its beginning shortened if the system wouldn't take it otherwise.
    static func named(_ beginning: some StringProtocol, _ ending: String) -> String {
        if beginning.utf8.count + ending.utf8.count <= longestName { return beginning + ending }
        var room = longestName - ending.utf8.count - "…".utf8.count
        let kept = beginning.prefix { character in
            room -= character.utf8.count
            return room >= 0
        }
        return kept + "…" + ending
    }
}

extension String {
    /// What stands before a path's last part, without the slash; empty for a name alone. (NSString's own traps on a
    /// relative path of one character.)
    var parentFolder: String {
        guard let slash = lastIndex(of: "/") else { return "" }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// A path's last part: a file's name.
    var lastPart: String {
        lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self
    }
}
