import Glibc

/// Where a finished paper's bytes go, piece by piece: to memory, or to a file, so that a large paper is never in memory
/// as a whole.
///
/// What goes wrong with a file is kept and told in the end: the painters in between have nothing to say about it.
final class PaperSink {
    private let descriptor: Int32?
    private(set) var bytes: [UInt8] = []
    private let waiting = Bytes(capacity: PaperSink.piece)
    private var failure: Int32?
    /// How many bytes were taken.
    private(set) var count = 0

    private static let piece = 1 << 17

    /// - Parameter descriptor: of an open file; nil keeps the bytes.
    init(to descriptor: Int32? = nil) {
        self.descriptor = descriptor
    }

    func write(_ piece: Bytes) {
        count += piece.count
        guard descriptor != nil else { return piece.withBuffer { bytes.append(contentsOf: $0) } }
        if waiting.count + piece.count > Self.piece { flush() }
        if piece.count > Self.piece { piece.withBuffer(write) } else { waiting.append(piece) }
    }

    /// Writes what waits.
    ///
    /// - Throws: `PressError.unwritable`, if anything since the beginning couldn't be written.
    func finish() throws(PressError) {
        flush()
        if let failure { throw .unwritable(String(cString: strerror(failure))) }
    }

    private func flush() {
        waiting.withBuffer(write)
        waiting.clear()
    }

    private func write(_ buffer: UnsafeRawBufferPointer) {
        guard let descriptor, failure == nil else { return }
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                failure = errno
                return
            }
            rest = rest.dropFirst(written)
        }
    }
}
