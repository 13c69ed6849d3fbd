import CDeflate

/// Makes streams small, as PDF's `FlateDecode` undoes it.
final class Deflater {
    private let compressor: OpaquePointer
    private let decompressor: OpaquePointer

    /// The level at which libdeflate takes least time for what a label page is like; higher ones gain a twentieth.
    private static let level: Int32 = 1

    /// - Throws: `PressError.library`.
    init() throws(PressError) {
        guard let compressor = libdeflate_alloc_compressor(Self.level),
            let decompressor = libdeflate_alloc_decompressor()
        else { throw .library("libdeflate has no memory") }
        (self.compressor, self.decompressor) = (compressor, decompressor)
    }

    deinit {
        libdeflate_free_compressor(compressor)
        libdeflate_free_decompressor(decompressor)
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

    /// Appends what was deflated before.
    ///
    /// - Parameter count: how many bytes it was.
    func inflate(_ bytes: Bytes, count: Int, into target: Bytes) {
        bytes.withBuffer { deflated in
            target.append(most: count) { room in
                var written = 0
                libdeflate_zlib_decompress(decompressor, deflated.baseAddress, deflated.count, room, count, &written)
                return written
            }
        }
    }
}
