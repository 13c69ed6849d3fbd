import CLinux
import Foundation

/// `incoming/`: what lies in it, by names that are text.
///
/// To Linux a name is bytes. One that isn't UTF-8, as old Windows programs write them over a share, is renamed to what
/// it means in Windows-1252, so that it can be taken, moved and reported like every other.
struct IncomingFolder: Sendable {
    let path: String

    /// Whether a name says that its producer is still writing.
    static func isUnfinished(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasSuffix(".tmp") || name.hasSuffix(".part")
    }

    /// The names of what lies there, sorted, without what is unfinished.
    ///
    /// - Parameter renamed: hears of each file that got another name.
    /// - Throws: `DurableFile.Failure` if the folder can't be read.
    func names(renamed: (String) -> Void = { _ in }) throws -> [String] {
        guard let folder = opendir(path) else {
            throw DurableFile.Failure(call: "read", path: path, code: errno)
        }
        defer { closedir(folder) }
        var entries: [[UInt8]] = []
        // As a value, an entry would be copied at its full length, past the end of the memory that it has.
        while let entry = readdir(folder), let offset = MemoryLayout<dirent>.offset(of: \.d_name) {
            let name = UnsafeRawPointer(entry) + offset
            let length = strlen(name.assumingMemoryBound(to: CChar.self))
            entries.append(Array(UnsafeRawBufferPointer(start: name, count: length)))
        }
        return entries.compactMap { bytes in
            if let name = String(validating: bytes, as: UTF8.self) { return name }
            guard let name = rename(bytes) else { return nil }
            renamed(name)
            return name
        }.filter { !Self.isUnfinished($0) }.sorted()
    }

    /// Gives a file a name in UTF-8.
    ///
    /// - Returns: nil if it is gone, unfinished, or can't be renamed.
    func rename(_ bytes: [UInt8]) -> String? {
        var readable: [UInt8] = []
        TextEncoding.appendWindows1252(bytes[...], to: &readable)
        let name = DurableFile.named(String(decoding: readable, as: UTF8.self), "")
        guard !Self.isUnfinished(name) else { return nil }
        let old = (Array((path + "/").utf8) + bytes + [0]).map { CChar(bitPattern: $0) }
        let place = try? DurableFile.claim(name, in: path) { linux_rename_exclusively(old, $0) }
        return place.map(\.lastPart)
    }
}
