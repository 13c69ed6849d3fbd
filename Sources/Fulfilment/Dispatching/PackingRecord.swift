import Foundation

/// What was scanned of a batch: `packed.txt` in the batch's folder, a number a line; `-17` where it was taken back, `=17`
/// where it was marked as posted.
///
/// Each scan is synced before it is answered, so that a crash loses none; several may scan at one table. Numbers only:
/// there is nothing personal in it. What was marked stays known, for marking may be undone.
public final class PackingRecord {
    private let path: String

    /// - Parameter folder: the batch's own, `Papers.folder(of:)`.
    /// - Throws: `DurableFile.Failure`.
    public init(in folder: String) throws {
        try DurableFile.makeDirectory(folder)
        path = folder + "/packed.txt"
    }

    /// Reads what was scanned and isn't marked, by whomever, lets it be changed, and keeps the change. Nobody else changes
    /// it meanwhile.
    ///
    /// - Throws: `DurableFile.Failure`; then the change may be lost.
    @discardableResult
    public func change<Value>(_ body: (_ packed: inout [Int]) throws -> Value) throws -> Value {
        let file = try open()
        defer { close(file) }
        let before = try Self.read(file, path).packed
        var packed = before
        let value = try body(&packed)
        var lines = ""
        for number in before where !packed.contains(number) { lines += "-\(number)\n" }
        for number in packed where !before.contains(number) { lines += "\(number)\n" }
        guard packed != before else { return value }
        try append(lines, to: file)
        return value
    }

    /// Notes that these are marked as posted. What somebody else scanned meanwhile stays.
    ///
    /// - Throws: `DurableFile.Failure`; then some may still be known as packed.
    public func post(_ marked: some Sequence<Int>) throws {
        let marked = Set(marked)
        let file = try open()
        defer { close(file) }
        let lines = try Self.read(file, path).packed.filter(marked.contains).map { "=\($0)\n" }
        if !lines.isEmpty { try append(lines.joined(), to: file) }
    }

    /// Knows those again that were scanned and marked, if they wait for the post once more: the marking was undone.
    ///
    /// - Throws: `DurableFile.Failure`; then some may have to be scanned again.
    public func recall(_ waiting: some Sequence<Int>) throws {
        let waiting = Set(waiting)
        let file = try open()
        defer { close(file) }
        let lines = try Self.read(file, path).posted.filter(waiting.contains).map { "\($0)\n" }
        if !lines.isEmpty { try append(lines.joined(), to: file) }
    }

    private func append(_ lines: String, to file: Int32) throws {
        let bytes = Array(lines.utf8)
        guard Foundation.write(file, bytes, bytes.count) == bytes.count, fdatasync(file) == 0 else {
            throw DurableFile.Failure(call: "write", path: path, code: errno)
        }
    }

    private func open() throws -> Int32 {
        let file = Foundation.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DurableFile.Failure(call: "open", path: path, code: errno) }
        while flock(file, LOCK_EX) != 0, errno == EINTR {}
        return file
    }

    private static func read(_ file: Int32, _ path: String) throws -> (packed: [Int], posted: [Int]) {
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
        var (packed, posted): ([Int], [Int]) = ([], [])
        for line in lines {
            let isPosted = line.first == UInt8(ascii: "=")
            guard let number = Int(String(decoding: isPosted ? line.dropFirst() : line, as: UTF8.self)) else {
                continue
            }
            packed.removeAll { $0 == abs(number) }
            posted.removeAll { $0 == abs(number) }
            if isPosted { posted.append(number) } else if number > 0 { packed.append(number) }
        }
        return (packed, posted)
    }
}
