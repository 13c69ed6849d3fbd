import CDeflate

/// Makes streams small, as PDF's `FlateDecode` undoes it.
final class Deflater {
    private let compressor: OpaquePointer

    /// The level at which libdeflate takes least time for what a label page is like; higher ones gain a twentieth.
    private static let level: Int32 = 1

    /// - Throws: `PressError.library`.
    init() throws(PressError) {
        guard let made = libdeflate_alloc_compressor(Self.level) else { throw .library("libdeflate has no memory") }
        compressor = made
    }

    deinit {
        libdeflate_free_compressor(compressor)
    }

    /// Appends the compressed bytes.
    func deflate(_ bytes: Bytes, into target: Bytes) {
        let most = libdeflate_zlib_compress_bound(compressor, bytes.count)
        bytes.withBuffer { plain in
            target.append(most: most) { room in
                libdeflate_zlib_compress(compressor, plain.baseAddress, plain.count, room, most)
            }
        }
    }
}
