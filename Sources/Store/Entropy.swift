import Glibc

/// The kernel's random numbers, 32 of them fetched at a time: asking for each one takes longer than hashing an order.
struct Entropy: RandomNumberGenerator, Sendable {
    private var numbers: [UInt64] = []

    mutating func next() -> UInt64 {
        if let number = numbers.popLast() { return number }
        var fetched = [UInt64](repeating: 0, count: 32)
        // 256 bytes are the most that getentropy(3) gives at once; asked for no more, it only fails where there is none.
        let status = fetched.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        guard status == 0 else {
            var system = SystemRandomNumberGenerator()
            return system.next()
        }
        numbers = fetched
        return numbers.removeLast()
    }
}
