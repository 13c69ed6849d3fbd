import HTTPTypes
import Testing

@testable import Web

@Suite struct TrustedProxiesTests {
    /// Who the peer is, what the proxies say, and who it is then.
    struct Case: Sendable, CustomTestStringConvertible {
        var trusted: [String] = ["10.0.0.0/8", "2001:db8:1::/48"]
        var peer: String?
        var forwarded: [String] = []
        var client: String
        var isOurs = false

        var testDescription: String { "\(peer ?? "socket") \(forwarded) → \(client)" }
    }

    @Test(arguments: [
        Case(peer: "192.0.2.1", client: "192.0.2.1"),
        Case(peer: "127.0.0.1", client: "127.0.0.1", isOurs: true),
        Case(peer: "127.9.9.9", client: "127.9.9.9", isOurs: true),
        Case(peer: "::1", client: "0:0:0:0::/64", isOurs: true),
        Case(peer: "::ffff:192.0.2.1", client: "192.0.2.1"),
        Case(peer: "2001:db8:2:3:4:5:6:7", client: "2001:db8:2:3::/64"),
        // Nobody believes an untrusted peer.
        Case(peer: "192.0.2.1", forwarded: ["203.0.113.9"], client: "192.0.2.1"),
        Case(peer: "127.0.0.1", forwarded: ["203.0.113.9"], client: "127.0.0.1"),
        // A trusted one for itself, and for others.
        Case(peer: "10.1.2.3", client: "10.1.2.3", isOurs: true),
        Case(peer: "10.1.2.3", forwarded: ["203.0.113.9"], client: "203.0.113.9"),
        Case(peer: "10.1.2.3", forwarded: ["127.0.0.1"], client: "127.0.0.1", isOurs: true),
        Case(peer: "10.1.2.3", forwarded: ["10.0.0.9"], client: "10.0.0.9", isOurs: true),
        // The right-most that isn't trusted; what is left of it anybody can write.
        Case(peer: "10.1.2.3", forwarded: ["127.0.0.1, 203.0.113.9"], client: "203.0.113.9"),
        Case(peer: "10.1.2.3", forwarded: ["1.1.1.1, 203.0.113.9, 10.0.0.7"], client: "203.0.113.9"),
        Case(peer: "10.1.2.3", forwarded: ["1.1.1.1", "203.0.113.9"], client: "203.0.113.9"),
        Case(peer: "2001:db8:1::1", forwarded: ["203.0.113.9"], client: "203.0.113.9"),
        // As proxies write them.
        Case(peer: "10.1.2.3", forwarded: ["203.0.113.9:4711"], client: "203.0.113.9"),
        Case(peer: "10.1.2.3", forwarded: ["[2001:db8:9::1]:4711"], client: "2001:db8:9:0::/64"),
        Case(peer: "10.1.2.3", forwarded: ["2001:db8:9::1"], client: "2001:db8:9:0::/64"),
        // Rubbish: the last good one.
        Case(peer: "10.1.2.3", forwarded: ["unknown"], client: "10.1.2.3"),
        Case(peer: "10.1.2.3", forwarded: ["203.0.113.9, rubbish, 10.0.0.7"], client: "10.0.0.7"),
        Case(peer: "10.1.2.3", forwarded: [""], client: "10.1.2.3", isOurs: true),
        // Whoever reaches the socket is trusted.
        Case(peer: nil, client: "local", isOurs: true),
        Case(peer: nil, forwarded: ["203.0.113.9"], client: "203.0.113.9"),
        Case(peer: nil, forwarded: ["rubbish"], client: "local"),
        Case(
            trusted: ["0.0.0.0/0"], peer: "192.0.2.1", forwarded: ["1.1.1.1, 2.2.2.2"], client: "1.1.1.1", isOurs: true),
        Case(
            trusted: ["10.0.0.0/33", "x", "10.0.0.1/8/9"], peer: "10.0.0.1", forwarded: ["1.1.1.1"], client: "10.0.0.1"),
    ])
    func `finds out whose request it is`(example: Case) {
        var headers = HTTPFields()
        for value in example.forwarded {
            headers.append(HTTPField(name: .init("X-Forwarded-For") ?? .via, value: value))
        }
        let client = TrustedProxies(example.trusted).client(peer: example.peer, headers: headers)
        #expect(client.text == example.client)
        #expect(client.isOurs == example.isOurs)
    }

    @Test(arguments: [("Forwarded", "for=203.0.113.9"), ("X-Real-IP", "203.0.113.9")])
    func `isn't fooled by other headers that proxies write`(name: String, value: String) {
        let headers = HTTPFields([HTTPField(name: HTTPField.Name(name) ?? .via, value: value)])
        #expect(!TrustedProxies(["10.0.0.0/8"]).client(peer: "10.0.0.1", headers: headers).isOurs)
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics"])
    func `keeps operators' pages from everybody else`(path: String) async throws {
        var world = try ServerWorld()
        world.proxies = TrustedProxies(["127.0.0.0/8"])
        try await world.serve { running in
            let client = try running.client()
            #expect(try await client.ask("GET", path).status == 200)
            #expect(try await client.ask("GET", path, ["X-Forwarded-For": "203.0.113.9"]).status == 403)
            #expect(try await client.ask("GET", "/openapi.yaml", ["X-Forwarded-For": "203.0.113.9"]).status == 200)
        }
    }
}
