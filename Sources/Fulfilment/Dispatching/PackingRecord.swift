import Foundation

/// What was scanned of a batch and not yet marked as posted: `packed.txt` in the batch's folder, a number a line, `-17`
/// where it was taken back.
///
/// Each scan is synced before it is answered, so that a crash loses none; several may scan at one table. Numbers only:
/// there is nothing personal in it. It goes away when the batch is marked.
public final class PackingRecord {
    private let path: String

    /// - Parameter folder: the batch's own, `Papers.folder(of:)`.
    /// - Throws: `DurableFile.Failure`.
    public init(in folder: String) throws {
        try DurableFile.makeDirectory(folder)
        path = folder + "/packed.txt"
    }

    /// Reads what was scanned, by whomever, lets it be changed, and keeps the change. Nobody else changes it meanwhile.
    ///
    /// - Throws: `DurableFile.Failure`; then the change may be lost.
    @discardableResult
    public func change<Value>(_ body: (_ packed: inout [Int]) throws -> Value) throws -> Value {
        let file = try open()
        defer { close(file) }
        let before = try Self.read(file, path)
        var packed = before
        let value = try body(&packed)
        var lines = ""
        for number in before where !packed.contains(number) { lines += "-\(number)\n" }
        for number in packed where !before.contains(number) { lines += "\(number)\n" }
        guard packed != before else { return value }
        try append(lines, to: file)
        return value
    }

    /// Forgets these, once they are marked. What somebody else scanned meanwhile stays.
    ///
    /// - Throws: `DurableFile.Failure`; then some may still be known.
    public func forget(_ marked: some Sequence<Int>) throws {
        let marked = Set(marked)
        let file = try open()
        defer { close(file) }
        let known = try Self.read(file, path)
        guard known.allSatisfy(marked.contains) else {
            return try append(known.filter(marked.contains).map { "-\($0)\n" }.joined(), to: file)
        }
        guard unlink(path) == 0 else { throw DurableFile.Failure(call: "remove", path: path, code: errno) }
        try DurableFile.syncFolder(of: path)
    }

    private func append(_ lines: String, to file: Int32) throws {
        let bytes = Array(lines.utf8)
        guard Foundation.write(file, bytes, bytes.count) == bytes.count, fdatasync(file) == 0 else {
            throw DurableFile.Failure(call: "write", path: path, code: errno)
        }
    }

    /// Opens and locks it: the file that has the name, not one that somebody has just removed.
    private func open() throws -> Int32 {
        while true {
            let file = Foundation.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw DurableFile.Failure(call: "open", path: path, code: errno) }
            while flock(file, LOCK_EX) != 0, errno == EINTR {}
            var status = stat()
            if fstat(file, &status) == 0, status.st_nlink > 0 { return file }
            close(file)
        }
    }

    private static func read(_ file: Int32, _ path: String) throws -> [Int] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(file, &part, part.count, off_t(bytes.count))
            guard count >= 0 else { throw DurableFile.Failure(call: "read", path: path, code: errno) }
            if count == 0 { break }
            bytes += part[..<count]
        }
        // A line that a crash cut off was never answered: it goes.
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if whole < bytes.count, ftruncate(file, off_t(whole)) != 0 {
            throw DurableFile.Failure(call: "write", path: path, code: errno)
        }
        let lines = bytes[..<whole].split(separator: UInt8(ascii: "\n"))
        var numbers: [Int] = []
        for line in lines {
            guard let number = Int(String(decoding: line, as: UTF8.self)) else { continue }
            numbers.removeAll { $0 == abs(number) }
            if number > 0 { numbers.append(number) }
        }
        return numbers
    }
}
