import Crypto
import FoundationEssentials
import Orders

/// The database's own secret, with which keys and contents are hashed.
///
/// A plain hash of an order could be undone by guessing names and addresses; a keyed one outlives an erasure without
/// telling anything. The secret is made with the database and stays in it.
struct Secret: Sendable {
    /// HMAC-SHA256 keyed and empty; copied for each hash, which spares keying it again.
    private let inner: SHA256
    private let outer: SHA256
    /// Whether the database has keys of ids as they were made before those of neighbours lay together.
    private let hasScatteredKeys: Bool

    /// - Parameter bytes: 32.
    init(bytes: Data, hasScatteredKeys: Bool = false) {
        (inner, outer) = (Self.padded(bytes, with: 0x36), Self.padded(bytes, with: 0x5C))
        self.hasScatteredKeys = hasScatteredKeys
    }

    /// The key in a whole block, each byte changed (RFC 2104). swift-crypto's own HMAC does the same behind protocols,
    /// which takes three times as long for texts as short as ours.
    private static func padded(_ key: Data, with byte: UInt8) -> SHA256 {
        var block = key.map { $0 ^ byte }
        block += Array(repeating: byte, count: SHA256.blockByteCount - block.count)
        var hash = SHA256()
        hash.update(data: block)
        return hash
    }

    static func make(from random: Randomness) -> Data {
        var bytes = Data()
        for _ in 0..<4 {
            withUnsafeBytes(of: random.number().bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// What an arrival is known by: its producer's id, or its content and its place among equal ones.
    ///
    /// Producers mostly count their ids up. The keys of ids that differ in their last two characters only begin with the
    /// same 32 bits, and so lie together in the table, as the ids themselves would: a key that lies somewhere else is
    /// one more page in every commit.
    ///
    /// - Returns: 128 bits of hashes.
    func key(of arrival: Arrival) -> Data {
        guard let id = arrival.id else {
            return Self.short(hash("content", arrival.producer, String(arrival.place), arrival.content))
        }
        return key(ofID: id, producer: arrival.producer)
    }

    /// What a producer's id is known by.
    func key(ofID id: String, producer: String) -> Data {
        let neighbours = Self.short(hash("neighbours", producer, String(id.dropLast(2))))
        return neighbours.prefix(4) + Self.short(hash("id", producer, id)).prefix(12)
    }

    /// What an arrival with an id was known by in a database that has such keys: the first 128 bits of the id's hash.
    func scatteredKey(of arrival: Arrival) -> Data? {
        guard hasScatteredKeys, let id = arrival.id else { return nil }
        return Self.short(hash("id", arrival.producer, id))
    }

    /// What tells the same content from another.
    ///
    /// - Returns: the first 64 bits of its hash.
    func fingerprint(of arrival: Arrival) -> Int64 {
        hash("fingerprint", arrival.content).withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }

    /// What a request is known by, and what tells its body from another's; the first 128 bits of their hashes.
    func hashes(of request: RequestKey) -> (key: Data, body: Data) {
        (Self.short(hash("request", request.producer, request.key)), Self.short(hash("body", request.body)))
    }

    /// What a message is known by: its place in the mailbox, and its own id, if it has one; the first 128 bits of their
    /// hashes.
    func hashes(of message: MessageKey) -> (place: Data, id: Data?) {
        let id = message.messageID.flatMap { $0.isEmpty ? nil : $0 }
        return (
            Self.short(hash("message", message.mailbox, String(message.validity), String(message.uid))),
            id.map { Self.short(hash("message-id", $0)) }
        )
    }

    /// The first 128 bits of a text's hash, in hexadecimal digits; purposes never share one.
    func signature(of text: String, for purpose: String) -> String {
        hash("signature", purpose, text).withUnsafeBytes { bytes in
            String(unsafeUninitializedCapacity: 32) { digits in
                for place in 0..<32 {
                    let digit = place % 2 == 0 ? bytes[place / 2] >> 4 : bytes[place / 2] & 15
                    digits[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                }
                return 32
            }
        }
    }

    /// HMAC-SHA256 over the parts, each with its length before it, so that no two lists of parts are the same text.
    private func hash(_ parts: String...) -> SHA256Digest {
        hash(parts.map(\.utf8))
    }

    /// The same over a purpose and bytes that needn't be text.
    private func hash(_ purpose: String, _ bytes: [UInt8]) -> SHA256Digest {
        hash([Array(purpose.utf8), bytes])
    }

    /// All in one piece: each that is handed over costs as much as hashing it.
    private func hash(_ parts: [some Collection<UInt8>]) -> SHA256Digest {
        var all: [UInt8] = []
        all.reserveCapacity(parts.reduce(0) { $0 + $1.count + MemoryLayout<Int>.size })
        for part in parts {
            withUnsafeBytes(of: part.count.littleEndian) { all.append(contentsOf: $0) }
            all.append(contentsOf: part)
        }
        var inner = inner
        all.withUnsafeBytes { inner.update(bufferPointer: $0) }
        var outer = outer
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize()
    }

    private static func short(_ hash: SHA256Digest) -> Data {
        hash.withUnsafeBytes { bytes in bytes.baseAddress.map { Data(bytes: $0, count: 16) } ?? Data() }
    }
}
