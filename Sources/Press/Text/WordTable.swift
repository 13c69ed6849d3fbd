import Glibc

/// A word, or a line that is shaped as a whole, with its glyphs.
final class ShapedWord {
    let text: [UInt8]
    let face: Face
    let runs: [ShapedRun]
    /// Of all its runs together.
    let measure: Measure

    init(_ text: [UInt8], face: Face, runs: [ShapedRun]) {
        self.text = text
        self.face = face
        self.runs = runs
        var measure = Measure()
        for run in runs {
            measure.width += run.width
            measure.ascent = max(measure.ascent, run.ascent)
            measure.descent = max(measure.descent, run.descent)
            if !run.missing.isEmpty { measure.isWhole = false }
        }
        self.measure = measure
    }
}

/// A bounded memory of the words that were asked for lately, found by their bytes: a label has a dozen of them, twice,
/// and making a `String` of each to look it up would take longer than all the rest.
///
/// Two generations: what is asked for lives in the young one; when that is full it becomes the old one, and what was in
/// the old one and not asked for since is forgotten. Never more than twice `capacity`.
final class WordTable {
    let capacity: Int
    private var young: UnsafeMutableBufferPointer<Slot>
    private var old: UnsafeMutableBufferPointer<Slot>
    private var inYoung = 0
    private var inOld = 0
    /// Another one in every process, so that nobody can choose words that collide.
    private let seed = UInt64.random(in: .min ... .max)

    private struct Slot {
        var hash: UInt64 = 0
        var word: ShapedWord?
    }

    /// - Parameter capacity: of one generation; a power of two.
    init(capacity: Int) {
        self.capacity = capacity
        young = Self.generation(of: capacity)
        old = Self.generation(of: capacity)
    }

    deinit {
        for generation in [young, old] { generation.deinitialize().deallocate() }
    }

    private static func generation(of capacity: Int) -> UnsafeMutableBufferPointer<Slot> {
        let slots = UnsafeMutableBufferPointer<Slot>.allocate(capacity: 2 * capacity)
        slots.initialize(repeating: Slot())
        return slots
    }

    var count: Int { inYoung + inOld }

    /// The word with these bytes, shaped now if it isn't remembered.
    func word(_ text: UnsafeBufferPointer<UInt8>, face: Face, shape: () -> [ShapedRun]) -> ShapedWord {
        let hash = hash(of: text, face: face)
        let place = Self.place(of: text, face: face, hash: hash, in: young)
        if let word = young[place].word { return word }
        let known = old[Self.place(of: text, face: face, hash: hash, in: old)].word
        let word = known ?? ShapedWord(Array(text), face: face, runs: shape())
        guard inYoung >= capacity else {
            young[place] = Slot(hash: hash, word: word)
            inYoung += 1
            return word
        }
        swap(&old, &young)
        inOld = inYoung
        young.update(repeating: Slot())
        young[Self.place(of: text, face: face, hash: hash, in: young)] = Slot(hash: hash, word: word)
        inYoung = 1
        return word
    }

    /// Where the word stands, or the free place where it would stand: never are more than half the places taken.
    private static func place(
        of text: UnsafeBufferPointer<UInt8>, face: Face, hash: UInt64, in slots: UnsafeMutableBufferPointer<Slot>
    ) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while let word = slots[place].word {
            if slots[place].hash == hash, word.isSame(text, face) { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private func hash(of text: UnsafeBufferPointer<UInt8>, face: Face) -> UInt64 {
        var hash = seed ^ (UInt64(text.count) << 1 | (face == .bold ? 1 : 0))
        var chunk: UInt64 = 0
        var filled = 0
        for byte in text {
            chunk = chunk << 8 | UInt64(byte)
            filled += 1
            if filled == 8 {
                hash = Self.mix(hash ^ chunk)
                (chunk, filled) = (0, 0)
            }
        }
        return Self.mix(hash ^ chunk)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}

extension ShapedWord {
    fileprivate func isSame(_ other: UnsafeBufferPointer<UInt8>, _ otherFace: Face) -> Bool {
        guard face == otherFace, text.count == other.count else { return false }
        return text.withUnsafeBufferPointer { mine in
            guard let mine = mine.baseAddress, let theirs = other.baseAddress else { return true }
            return memcmp(mine, theirs, other.count) == 0
        }
    }
}
