/// The objects of a PDF and where they lie: streams for themselves, all else packed into object streams, the table of
/// both in the end. Nothing is kept but each object's place. See ISO 32000-1, 7.5.
final class PDFFile {
    private let sink: PaperSink
    private let deflater: Deflater
    /// By an object's number; 0 is no object.
    private var places: [Place] = [.free]
    private let piece = Bytes(capacity: 1 << 16)
    private let small = Bytes(capacity: 1 << 16)
    /// What waits to be packed: the objects' bytes, and their numbers with the places where they begin in them.
    private let waiting = Bytes(capacity: PDFFile.pack + 4_096)
    private var index: [(object: Int, start: Int)] = []
    private var checksum = Checksum()

    private enum Place {
        case free
        /// In bytes from the file's beginning.
        case at(Int)
        case packed(in: Int, index: Int)
    }

    /// So many bytes make an object stream.
    private static let pack = 1 << 16

    /// - Throws: `PressError.library`.
    init(_ sink: PaperSink) throws(PressError) {
        self.sink = sink
        deflater = try Deflater()
        piece.append("%PDF-1.7\n%")
        for byte: UInt8 in [0xE2, 0xE3, 0xCF, 0xD3, 0x0A] { piece.append(byte) }
        writePiece()
    }

    /// A number for an object that comes later.
    func reserve() -> Int {
        reserve(1).lowerBound
    }

    /// Numbers for so many objects that come later.
    func reserve(_ count: Int) -> Range<Int> {
        let first = places.count
        for _ in 0..<count { places.append(.free) }
        return first..<places.count
    }

    /// Writes an object.
    func write(_ object: Int, _ body: (Bytes) -> Void) {
        index.append((object, waiting.count))
        body(waiting)
        waiting.append(UInt8(ascii: "\n"))
        if waiting.count >= Self.pack { flush() }
    }

    /// Writes an object under a new number.
    func write(_ body: (Bytes) -> Void) -> Int {
        let object = reserve()
        write(object, body)
        return object
    }

    /// Writes a stream.
    ///
    /// - Parameters:
    ///   - isSmall: whether it is compressed; what everybody should be able to read isn't.
    ///   - entries: writes what stands in its dictionary beside its length and filter.
    func write(_ object: Int, stream: Bytes, isSmall: Bool = true, entries: (Bytes) -> Void = { _ in }) {
        places[object] = .at(sink.count)
        small.clear()
        if isSmall { deflater.deflate(stream, into: small) } else { small.append(stream) }
        piece.append(number: object)
        piece.append(" 0 obj\n<<")
        entries(piece)
        if isSmall { piece.append("/Filter/FlateDecode") }
        piece.append("/Length ")
        piece.append(number: small.count)
        piece.append(">>\nstream\n")
        piece.append(small)
        piece.append("\nendstream\nendobj\n")
        writePiece()
    }

    private func writePiece() {
        checksum.take(piece)
        sink.write(piece)
        piece.clear()
    }

    /// Packs what waits into an object stream.
    private func flush() {
        guard !index.isEmpty else { return }
        let object = reserve()
        let whole = Bytes(capacity: waiting.count + 16 * index.count)
        for (place, entry) in index.enumerated() {
            whole.append(number: entry.object)
            whole.append(UInt8(ascii: " "))
            whole.append(number: entry.start)
            whole.append(UInt8(ascii: " "))
            places[entry.object] = .packed(in: object, index: place)
        }
        let (first, count) = (whole.count, index.count)
        whole.append(waiting)
        write(object, stream: whole) { bytes in
            bytes.append("/Type/ObjStm/N ")
            bytes.append(number: count)
            bytes.append("/First ")
            bytes.append(number: first)
        }
        waiting.clear()
        index.removeAll(keepingCapacity: true)
    }

    /// Writes what waits and the table, whose identifier depends on the content alone.
    ///
    /// - Throws: `PressError.unwritable`.
    func finish(root: Int, info: Int) throws(PressError) {
        flush()
        let table = reserve()
        let start = sink.count
        places[table] = .at(start)
        let rows = Bytes(capacity: 8 * places.count)
        for place in places {
            switch place {
            case .free: rows.append(row: 0, 0, 0xFFFF)
            case .at(let offset): rows.append(row: 1, offset, 0)
            case .packed(let stream, let index): rows.append(row: 2, stream, index)
            }
        }
        let identifier = checksum.hexadecimal
        write(table, stream: rows) { bytes in
            bytes.append("/Type/XRef/W[1 5 2]/Size ")
            bytes.append(number: places.count)
            bytes.append("/Root ")
            bytes.append(number: root)
            bytes.append(" 0 R/Info ")
            bytes.append(number: info)
            bytes.append(text: " 0 R/ID[<\(identifier)><\(identifier)>]")
        }
        piece.append("startxref\n")
        piece.append(number: start)
        piece.append("\n%%EOF\n")
        writePiece()
        try sink.finish()
    }
}

extension Bytes {
    /// A row of the table: kind, five bytes and two, the highest first.
    fileprivate func append(row kind: UInt8, _ second: Int, _ third: Int) {
        append(kind)
        for shift in [32, 24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: second >> shift)) }
        for shift in [8, 0] { append(UInt8(truncatingIfNeeded: third >> shift)) }
    }

    /// `12 0 R`
    func append(reference object: Int) {
        append(number: object)
        append(" 0 R")
    }
}

/// A number that tells files apart, of 128 bits, made in passing; nobody who chooses what is in them gains by two alike.
private struct Checksum {
    private var first: UInt64 = 0xCBF2_9CE4_8422_2325
    private var second: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func take(_ bytes: Bytes) {
        bytes.withBuffer { take($0) }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        var place = 0
        while place + 8 <= bytes.count {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        while place < bytes.count {
            mix(UInt64(bytes[place]))
            place += 1
        }
        mix(UInt64(bytes.count))
    }

    private mutating func mix(_ word: UInt64) {
        first = (first ^ word) &* 0x0000_0100_0000_01B3
        second = (second ^ (word &+ first >> 29)) &* 0xFF51_AFD7_ED55_8CCD
    }

    var hexadecimal: String {
        let bytes = Bytes(capacity: 32)
        for word in [first ^ first >> 32, second ^ second >> 29] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(hex: UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes.text
    }
}
