import Crypto
import Foundation
import Orders
import Testing

@testable import Store

@Suite struct KeyedHashTests {
    private let key = Data((0..<32).map { UInt8($0 * 7 % 251) })

    @Test(
        "hashes are HMAC-SHA256 over each part with its length before it",
        arguments: ["", "Ł", String(repeating: "x", count: 200)])
    func isHMAC(text: String) {
        var all = Data()
        for part in ["signature", "status", text] {
            withUnsafeBytes(of: part.utf8.count.littleEndian) { all.append(contentsOf: $0) }
            all.append(contentsOf: part.utf8)
        }
        let code = HMAC<SHA256>.authenticationCode(for: all, using: SymmetricKey(data: key))
        let digits = code.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(Secret(bytes: key).signature(of: text, for: "status") == digits)
    }

    @Test("the kernel's numbers don't come twice")
    func entropy() {
        var (one, other) = (Entropy(), Entropy())
        let numbers = (0..<1_000).map { _ in one.next() } + (0..<1_000).map { _ in other.next() }
        #expect(Set(numbers).count == numbers.count)
    }

    @Test("the keys of ids that were counted up lie together, and no two are the same")
    func neighbours() {
        let secret = Secret(bytes: key)
        let keys = (1_000..<1_100).map { secret.key(of: .fixture("web-\($0)")) }
        #expect(Set(keys).count == keys.count)
        #expect(Set(keys.map { $0.prefix(4) }).count == 1)
        #expect(keys.allSatisfy { $0.count == 16 })
        #expect(secret.key(of: .fixture("web-1100")).prefix(4) != keys[0].prefix(4))
    }

    @Test("references lie together by the hundred, and no two are the same")
    func references() {
        let random = Randomness(Entropy())
        let references = (0..<1_000).map { _ in random.reference() }
        #expect(Set(references).count == references.count)
        #expect((2...4).contains(Set(references.map { $0.characters.prefix(2) }).count))
    }
}
