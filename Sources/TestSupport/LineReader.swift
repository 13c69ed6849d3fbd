import Foundation
import Synchronization

/// Reads a pipe line by line, with a limit to how long it waits.
public final class LineReader: Sendable {
    private let file: Int32
    private let waiting = Mutex<[UInt8]>([])

    /// Takes over an open file and closes it in the end.
    init(file: Int32) {
        self.file = file
    }

    deinit {
        close(file)
    }

    /// The next line without its line feed; waits for it up to a minute.
    ///
    /// - Throws: `ChildProcess.Failure` if none comes in that time, or ever.
    public func next() throws -> String {
        try waiting.withLock { buffer in
            while true {
                if let end = buffer.firstIndex(of: 0x0A) {
                    let line = String(decoding: buffer[..<end], as: UTF8.self)
                    buffer.removeSubrange(...end)
                    return line
                }
                try fill(&buffer)
            }
        }
    }

    private func fill(_ buffer: inout [UInt8]) throws {
        var request = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 60_000) > 0 else { throw ChildProcess.Failure("no line came within a minute") }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(file, &chunk, chunk.count)
        guard count > 0 else { throw ChildProcess.Failure("no further line will come") }
        buffer += chunk[..<count]
    }
}
