import Orders
import Synchronization

/// The source of everything that must not be guessed or meet twice; injected, so that tests can repeat it.
final class Randomness: Sendable {
    private struct State {
        var generator: any RandomNumberGenerator & Sendable
        /// What the next references have in common, and how many of them.
        var beginning: UInt64 = 0
        var left = 0
    }

    private let state: Mutex<State>

    init(_ generator: any RandomNumberGenerator & Sendable) {
        state = Mutex(State(generator: generator))
    }

    func number() -> UInt64 {
        state.withLock { $0.generator.next() }
    }

    /// A random reference. A few hundred one after the other begin with the same two characters, so that they lie
    /// together in the index of references: each that lies somewhere else is one more page in every commit. The other
    /// five are as good as ever at not being met twice, and nothing depends on a reference's not being guessed.
    func reference() -> Reference {
        state.withLock { state in
            if state.left == 0 {
                state.beginning = state.generator.next() & (0x3FF << 25)
                state.left = 250
            }
            state.left -= 1
            return Reference(number: state.beginning | (state.generator.next() & 0x1FF_FFFF))
        }
    }

    /// 128 random bits, in 32 hexadecimal digits.
    func token() -> String {
        Self.hexadecimal(number()) + Self.hexadecimal(number())
    }

    /// So many random letters and digits, each of the 62 as likely as the others.
    func letters(_ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var letters: [UInt8] = []
        while letters.count < count {
            var bits = number()
            // Ten times six bits; the two values that stand for nothing are passed over.
            for _ in 0..<10 where letters.count < count {
                let value = Int(bits & 63)
                bits >>= 6
                if value < alphabet.count { letters.append(alphabet[value]) }
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 15
                buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }
}
