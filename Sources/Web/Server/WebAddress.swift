/// Where the server listens.
public enum WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host's name or address; port 0 is any free one.
    case port(host: String, port: Int)
    /// A Unix socket, for a proxy on the same machine. Its folder exists.
    case socket(path: String)

    /// `http://127.0.0.1:8080/`, or `unix:/run/handbill/http.sock`
    public var description: String {
        switch self {
        case .port(let host, let port): "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
        case .socket(let path): "unix:\(path)"
        }
    }
}
