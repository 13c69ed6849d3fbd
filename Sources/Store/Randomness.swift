import Orders
import Synchronization

/// The source of everything that must not be guessed or meet twice; injected, so that tests can repeat it.
final class Randomness: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    init(_ generator: any RandomNumberGenerator & Sendable) {
        self.generator = Mutex(generator)
    }

    func number() -> UInt64 {
        generator.withLock { $0.next() }
    }

    func reference() -> Reference {
        Reference(number: number())
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
