import Foundation

extension Notation where Value == String {
    /// A host's name or address to listen on.
    static let host = single("a host name or an IP address, like 127.0.0.1", write: \.asYAML) { (text) throws(Fault) in
        let isName =
            text.utf8.count <= 253
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) }
        guard isName || text.isAddress else { throw Fault(problem: "\(text.quoted) is no host") }
        return text
    }

    /// An IP address or a network: `10.0.0.0/8`.
    static let network = single("an IP address or a network, like 10.0.0.1 or 10.0.0.0/8", write: \.asYAML) {
        (text) throws(Fault) in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let longest = text.contains(":") ? 128 : 32
        guard parts.count <= 2, parts[0].isAddress,
            parts.count == 1 || Int(parts[1]).map((0...longest).contains) ?? false
        else { throw Fault(problem: "\(text.quoted) is neither an address nor a network") }
        return text
    }
}

extension String {
    /// Whether it is an IPv4 or an IPv6 address.
    fileprivate var isAddress: Bool {
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, self, &four) == 1 || inet_pton(AF_INET6, self, &six) == 1
    }
}
