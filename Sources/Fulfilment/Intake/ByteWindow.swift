/// The part of a file that is being looked at: what was read and is not yet used, always as UTF-8.
///
/// A reader cuts a piece off the front, or asks for more behind it; so memory is bounded by the longest piece, however
/// long the file is.
struct ByteWindow: Sendable {
    /// How far the reading is.
    struct Progress: Sendable, Hashable {
        var bytesRead: Int
        var bytesInAll: Int
    }

    /// Everything that is in memory; what comes before `start` is used up.
    private(set) var bytes: [UInt8]
    /// Where the unused part begins.
    private(set) var start = 0
    /// Whether nothing comes after `bytes`.
    private(set) var isLast: Bool
    private(set) var progress: Progress
    private let file: OpenFile?
    private let encoding: TextEncoding
    private var buffer: [UInt8]

    /// A window on a file, from its first byte or, past a byte-order mark, the fourth.
    ///
    /// - Parameter chunk: how many bytes are read at once.
    init(file: OpenFile, from offset: Int, encoding: TextEncoding, chunk: Int = 256 * 1024) {
        self.file = file
        self.encoding = encoding
        bytes = []
        isLast = false
        progress = Progress(bytesRead: offset, bytesInAll: file.size)
        buffer = [UInt8](repeating: 0, count: chunk)
    }

    /// A window on bytes in memory.
    init(bytes: [UInt8], from offset: Int, encoding: TextEncoding) {
        file = nil
        self.encoding = encoding
        self.bytes = []
        isLast = true
        progress = Progress(bytesRead: bytes.count, bytesInAll: bytes.count)
        buffer = []
        if encoding == .windows1252 {
            TextEncoding.appendWindows1252(bytes[offset...], to: &self.bytes)
        } else {
            self.bytes = bytes
            start = offset
        }
    }

    /// Bytes that wait to be used.
    var count: Int { bytes.count - start }

    /// Whether everything was used and nothing more comes.
    var isFinished: Bool { isLast && count == 0 }

    /// Reads more behind what is there, or finds that nothing comes any more.
    mutating func extend() throws(FileProblem) {
        guard let file, !isLast else {
            isLast = true
            return
        }
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        let count = try file.read(at: progress.bytesRead, into: &buffer)
        progress.bytesRead += count
        isLast = count == 0
        if encoding == .windows1252 {
            TextEncoding.appendWindows1252(buffer[..<count], to: &bytes)
        } else {
            bytes += buffer[..<count]
        }
    }

    /// How many of the waiting bytes come before the first that is wanted; nil if none is.
    func distance(from first: Int = 0, to isWanted: (UInt8) -> Bool) -> Int? {
        let bytes = bytes.span
        var index = start + first
        while index < bytes.count {
            if isWanted(bytes[index]) { return index - start }
            index += 1
        }
        return nil
    }

    /// Uses up bytes at the front.
    mutating func advance(by count: Int) {
        start += count
    }
}
