import Glibc

/// An IPv4 or IPv6 address; one that is IPv4 inside IPv6 (`::ffff:192.0.2.1`) is IPv4.
struct NetworkAddress: Sendable, Hashable {
    /// 4 or 16 bytes.
    let bytes: [UInt8]

    /// Reads an address, and nothing around it.
    init?(_ text: some StringProtocol) {
        let text = String(text)
        // A zone says nothing on another machine.
        guard text.utf8.count <= 45, !text.contains("%") else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let read = withUnsafeBytes(of: &six) { Array($0) }
            let isMapped = read[..<10].allSatisfy { $0 == 0 } && read[10] == 0xFF && read[11] == 0xFF
            bytes = isMapped ? Array(read[12...]) : read
        } else {
            return nil
        }
    }

    /// Reads an entry of `X-Forwarded-For`: brackets around IPv6 and a port behind are cut off.
    init?(forwarded entry: some StringProtocol) {
        let text = entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            self.init(text[text.index(after: text.startIndex)..<end])
        } else if text.filter({ $0 == ":" }).count == 1, let colon = text.firstIndex(of: ":") {
            self.init(text[..<colon])
        } else {
            self.init(text)
        }
    }

    var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// As rate limits count clients: an IPv4 address, or the /64 that one IPv6 subscriber has.
    var clientText: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 8, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}

/// A network: an address and how many of its bits count.
struct NetworkRange: Sendable, Hashable {
    let address: NetworkAddress
    let bits: Int

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or a single address.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = NetworkAddress(parts[0]) else { return nil }
        let most = address.bytes.count * 8
        if parts.count == 2 {
            guard let bits = Int(parts[1]), (0...most).contains(bits) else { return nil }
            self.bits = bits
        } else {
            bits = most
        }
        self.address = address
    }

    func contains(_ other: NetworkAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        for index in address.bytes.indices {
            let count = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> count)
            if (address.bytes[index] ^ other.bytes[index]) & mask != 0 { return false }
        }
        return true
    }
}
