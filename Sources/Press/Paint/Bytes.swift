import Glibc

/// Bytes that are written one after the other, without what `[UInt8]` checks at each: all that a paper consists of goes
/// through it.
final class Bytes {
    private var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 4_096) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit {
        start.deallocate()
    }

    /// Hands out what was written; nothing may be added meanwhile.
    @inline(__always)
    func withBuffer<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeRawBufferPointer(start: start, count: count)) }
    }

    /// A copy.
    var array: [UInt8] { withBuffer { Array($0) } }
    /// A copy as text.
    var text: String { withBuffer { String(decoding: $0, as: UTF8.self) } }

    /// Forgets what was written, and keeps the room.
    func clear() {
        count = 0
    }

    /// The same in no more room than it takes.
    func trimmed() -> Bytes {
        let copy = Bytes(capacity: count)
        copy.append(self)
        return copy
    }

    /// Makes room for so many more.
    @inline(__always)
    func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    private func grow(_ more: Int) {
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    @inline(__always)
    func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    @inline(__always)
    func append(_ text: StaticString) {
        append(text.utf8Start, count: text.utf8CodeUnitCount)
    }

    @inline(__always)
    func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { append(base, count: $0.count) } }
    }

    func append(_ other: Bytes) {
        withExtendedLifetime(other) { append(other.start, count: other.count) }
    }

    func append(text: String) {
        var text = text
        text.withUTF8 { if let base = $0.baseAddress { append(base, count: $0.count) } }
    }

    /// Appends a part of others.
    @inline(__always)
    func append(_ other: Bytes, from start: Int, count: Int) {
        withExtendedLifetime(other) { append(other.start + start, count: count) }
    }

    @inline(__always)
    private func append(_ bytes: UnsafePointer<UInt8>, count more: Int) {
        reserve(more)
        (start + count).update(from: bytes, count: more)
        count += more
    }

    /// Room at the end for a library to write into.
    ///
    /// - Parameter fill: writes at most so many bytes and says how many.
    func append(most: Int, _ fill: (UnsafeMutableRawPointer) -> Int) {
        reserve(most)
        count += fill(UnsafeMutableRawPointer(start + count))
    }
}

extension Bytes {
    /// `-17`
    func append(number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        digits(of: number.magnitude)
    }

    /// Thousandths as a decimal number without zeros that say nothing: `-17.5`.
    func append(thousandths: Int) {
        if thousandths < 0 { append(UInt8(ascii: "-")) }
        let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
        if whole > 0 || rest == 0 { digits(of: whole) }
        guard rest > 0 else { return }
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + UInt8(rest / 100))
        if rest % 100 > 0 { append(UInt8(ascii: "0") + UInt8(rest / 10 % 10)) }
        if rest % 10 > 0 { append(UInt8(ascii: "0") + UInt8(rest % 10)) }
    }

    private func digits(of number: UInt) {
        reserve(20)
        guard number >= 10 else { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
        // From the last one to the first: so they are divided by a constant, which takes no division.
        var length = 1
        var limit: UInt = 10
        while length < 19, number >= limit {
            length += 1
            limit &*= 10
        }
        if length == 19, number >= limit { length = 20 }
        var rest = number
        var place = count + length
        while place > count {
            place -= 1
            start[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    /// `0A`
    func append(hex byte: UInt8) {
        let digits: StaticString = "0123456789ABCDEF"
        append(digits.utf8Start[Int(byte >> 4)])
        append(digits.utf8Start[Int(byte & 15)])
    }

    /// The text as UTF-16 in hexadecimal digits, the higher byte first: `FEFF` is not before it.
    func append(utf16 text: String) {
        for unit in text.utf16 {
            append(hex: UInt8(unit >> 8))
            append(hex: UInt8(unit & 0xFF))
        }
    }
}
