extension SMTPServer {
    /// The parts of a URL that are ours to have.
    struct URLParts {
        var implicitTLS: Bool
        var host: String
        var port: Int

        /// Whether the host is this machine, by a name or address that can't mean another.
        var isLoopback: Bool {
            host.lowercased() == "localhost" || host == "::1"
                || (host.hasPrefix("127.") && host.allSatisfy { $0 == "." || ("0"..."9").contains($0) })
        }
    }

    /// Reads `smtp://host[:port][/]` and `smtps://…`, and nothing else: no user, no path, no query, no other scheme.
    static func read(_ url: String) throws(WireProblem) -> URLParts {
        func refusal(_ problem: String) -> WireProblem {
            WireProblem(
                subject: "the mail server's URL", problem: problem,
                hint: "write smtp://host:587 or smtps://host:465")
        }

        guard let scheme = ["smtps", "smtp"].first(where: { url.lowercased().hasPrefix($0 + "://") }) else {
            throw refusal("begins with neither smtp:// nor smtps://")
        }
        var rest = url.dropFirst(scheme.count + 3)
        if rest.last == "/" { rest.removeLast() }
        if rest.contains("@") { throw refusal("holds a user; user and password have settings of their own") }

        let host: Substring
        let tail: Substring
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { throw refusal("has a [ without its ]") }
            host = rest[rest.index(after: rest.startIndex)..<end]
            tail = rest[rest.index(after: end)...]
            guard host.contains(":"), host.utf8.allSatisfy({ "0123456789abcdefABCDEF:.".utf8.contains($0) }) else {
                throw refusal("has no IPv6 address between its brackets")
            }
        } else {
            host = rest.prefix { $0 != ":" }
            tail = rest[host.endIndex...]
            guard isHostName(String(host)) else { throw refusal("has no host name that could be one") }
        }

        var port = scheme == "smtps" ? 465 : 25
        if !tail.isEmpty {
            let digits = tail.dropFirst()
            guard tail.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (1...65535).contains(number)
            else { throw refusal("has no port from 1 to 65535 after its host") }
            port = number
        }
        return URLParts(implicitTLS: scheme == "smtps", host: String(host), port: port)
    }

    /// Letters, digits, hyphens and dots (and the underscore, which some internal names have), at most 253.
    static func isHostName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253 && text.first != "." && text.first != "-"
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == 0x2D || byte == 0x2E || byte == 0x5F
            }
    }
}
