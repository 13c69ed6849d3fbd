import CPangoCairo

/// Where a cairo surface writes to: memory.
final class ByteSink {
    var bytes: [UInt8] = []

    /// What cairo calls with every piece; its closure is a `ByteSink` that outlives the surface.
    static let write: cairo_write_func_t = { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }
}
