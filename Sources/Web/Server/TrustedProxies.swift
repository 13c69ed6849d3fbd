public import HTTPTypes

/// Finds out whose request it is: the peer's, or what a trusted proxy says in `X-Forwarded-For`.
public struct TrustedProxies: Sendable, Hashable {
    private let networks: [NetworkRange]

    /// Who sent a request.
    public struct Client: Sendable, Hashable {
        /// As rate limits count it: an address, a /64 of IPv6, or `local` for whoever reaches the Unix socket. Never
        /// logged.
        public var text: String
        /// Whether it is this machine, or a trusted proxy that asks for itself.
        public var isOurs: Bool
    }

    /// - Parameter list: addresses and networks, IPv4 and IPv6: `127.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`. What is
    ///   neither trusts nobody.
    public init(_ list: [String] = []) {
        networks = list.compactMap { NetworkRange($0) }
    }

    /// - Parameter peer: the connection's other end; nil for a Unix socket, whose other end is trusted.
    public func client(peer: String?, headers: HTTPFields) -> Client {
        let peer = peer.flatMap { NetworkAddress($0) }
        let isTrusted = peer.map(isTrusted) ?? true
        let entries = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
            .map { NetworkAddress(forwarded: $0) }
        let isPeerOurs = isTrusted || peer?.isLoopback == true
        let isOurs =
            isPeerOurs && headers[.forwarded] == nil
            && (entries + headers[values: .realIP].map { NetworkAddress(forwarded: $0) }).allSatisfy { entry in
                entry.map { $0.isLoopback || self.isTrusted($0) } ?? false
            }
        return Client(text: address(behind: peer, isTrusted, entries)?.clientText ?? "local", isOurs: isOurs)
    }

    /// The right-most address that isn't a trusted proxy's; what stands left of it anybody can have written.
    private func address(
        behind peer: NetworkAddress?, _ isTrustedPeer: Bool, _ entries: [NetworkAddress?]
    ) -> NetworkAddress? {
        var last = peer
        guard isTrustedPeer else { return last }
        for entry in entries.reversed() {
            guard let entry else { return last }
            last = entry
            if !isTrusted(entry) { return last }
        }
        return last
    }

    private func isTrusted(_ address: NetworkAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = Self("X-Forwarded-For") ?? .via
    fileprivate static let forwarded = Self("Forwarded") ?? .via
    fileprivate static let realIP = Self("X-Real-IP") ?? .via
}
