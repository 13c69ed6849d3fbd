import Foundation

/// What the settings need to know of a URL.
struct URLText: Sendable, Hashable {
    /// In lower case.
    let scheme: String
    /// Without brackets.
    let host: String

    /// Takes a URL apart that has a scheme and a host, and neither user nor password.
    ///
    /// - Throws: what is wrong, without repeating the text: it may hold a password.
    init(_ text: String) throws(Fault) {
        guard !text.contains(where: { $0.isWhitespace || $0.unicodeScalars.contains(where: \.isControl) }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased()
        else {
            throw Fault(problem: "is no URL")
        }
        guard let host = parts.host, !host.isEmpty else {
            throw Fault(problem: "is a URL without a host")
        }
        guard parts.user == nil, parts.password == nil else {
            throw Fault(
                problem: "holds a user or a password",
                hint: "take them out: the user has a key of its own, and the password stands in a file")
        }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else {
            throw Fault(problem: "has a port that doesn't exist", hint: "write a port from 1 to 65535")
        }
        self.scheme = scheme
        self.host = host.trimmingCharacters(in: ["[", "]"])
    }

    /// Whether it is this machine itself, so that nothing goes over a network.
    var isLoopback: Bool {
        Self.isLoopback(host: host)
    }

    static func isLoopback(host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasSuffix(".localhost")
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}
