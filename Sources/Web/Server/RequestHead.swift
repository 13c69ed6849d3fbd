import HTTPTypes
import NIOHTTP1

/// The beginning of a request, read strictly: what could be understood in two ways is refused.
struct RequestHead: Sendable {
    var method: HTTPRequest.Method
    /// The path, decoded, without the query.
    var path: String
    var query: WebRequest.Fields
    var headers: HTTPFields
    /// nil for a body in chunks.
    var contentLength: Int?
    var hasBody: Bool
    /// Whether the client stays for another request.
    var keepsAlive: Bool
    /// Whether the client waits for a word before it sends the body.
    var expectsContinue: Bool

    /// Why a request isn't taken.
    struct Flaw: Error, Sendable, Hashable {
        var status: HTTPResponse.Status
        var words: String

        init(_ words: String, status: HTTPResponse.Status = .badRequest) {
            self.status = status
            self.words = words
        }
    }

    init(_ head: HTTPRequestHead) throws(Flaw) {
        guard let method = HTTPRequest.Method(rawValue: head.method.rawValue) else { throw Flaw("no such method") }
        self.method = method
        headers = try Self.fields(head.headers)
        // One pass over them, for each question to NIO's headers is one.
        var (hosts, lengths, codings, expectations): ([String], [String], [String], [String]) = ([], [], [], [])
        var asksForAnother = false
        for field in headers {
            switch field.name {
            case Self.host: hosts += Self.listed(field.value)
            case .contentLength: lengths += Self.listed(field.value)
            case .transferEncoding: codings += Self.listed(field.value)
            case .expect: expectations += Self.listed(field.value)
            case .upgrade: asksForAnother = true
            default: break
            }
        }
        guard hosts.count == 1 || hosts.isEmpty && head.version.minor == 0 else {
            throw Flaw("a request has one header Host")
        }
        if codings.isEmpty {
            guard lengths.count <= 1 else { throw Flaw("a request has one header Content-Length") }
            contentLength = try lengths.first.map(Self.length) ?? 0
            hasBody = contentLength != 0
        } else {
            guard lengths.isEmpty, head.version.minor > 0 else {
                throw Flaw("a body has either a length or chunks")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw Flaw("the body's transfer coding isn't known", status: .notImplemented)
            }
            hasBody = true
        }
        // Behind a request that would go on in another protocol NIO reads no other.
        keepsAlive = head.isKeepAlive && !asksForAnother && method != .connect
        expectsContinue = expectations.contains { $0.lowercased() == "100-continue" } && head.version.minor > 0
        if !expectations.isEmpty, !expectsContinue, head.version.minor > 0 {
            throw Flaw("the expectation isn't known", status: .expectationFailed)
        }
        (path, query) = try Self.target(head.uri)
    }

    private static let host = HTTPField.Name("Host") ?? .expect

    /// The elements of a field that is a list, without white space around them.
    private static func listed(_ value: String) -> [String] {
        if !value.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == 0x09 }) {
            return value.isEmpty ? [] : [value]
        }
        return value.split(separator: ",").map { element in
            var element = element.drop { $0 == " " || $0 == "\t" }
            while element.last == " " || element.last == "\t" { element.removeLast() }
            return String(element)
        }
    }

    private static func fields(_ headers: HTTPHeaders) throws(Flaw) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(headers.count)
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { throw Flaw("a header has no proper name") }
            fields.append(HTTPField(name: name, value: value))
        }
        return fields
    }

    private static func length(_ text: some StringProtocol) throws(Flaw) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text) else {
            throw Flaw("the body's length is no number")
        }
        return length
    }

    /// The path and what follows of a target, without `http://host` before it; a scheme is written in any case.
    static func withoutHost(_ uri: String) -> Substring {
        guard uri.utf8.first != UInt8(ascii: "/") else { return uri[...] }
        for scheme in ["http://", "https://"] where uri.prefix(scheme.count).lowercased() == scheme {
            let rest = uri.dropFirst(scheme.count)
            let target = rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0...] } ?? "/"
            return target.hasPrefix("?") ? "/" + target : target
        }
        return uri[...]
    }

    /// `/order?key=…`, or the same with `http://host` before it, as proxies write it.
    private static func target(_ uri: String) throws(Flaw) -> (String, WebRequest.Fields) {
        if uri == "*" { return ("*", WebRequest.Fields()) }
        let target = withoutHost(uri)
        guard target.utf8.first == UInt8(ascii: "/"), !target.utf8.contains(UInt8(ascii: "#")) else {
            throw Flaw("the request's target is no path")
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = PercentCoding.decoded(parts[0], plusIsBlank: false) else {
            throw Flaw("the path isn't properly encoded")
        }
        guard parts.count == 2 else { return (path, WebRequest.Fields()) }
        guard let query = PercentCoding.fields(parts[1]) else { throw Flaw("the query isn't properly encoded") }
        return (path, query)
    }
}
