import HTTPTypes
import NIOCore

/// A response as it goes on the wire: all of it, in one piece.
struct Reply: Sendable {
    var bytes: ByteBuffer
    /// Whether the request is answered with it; `100 Continue` isn't an answer.
    var isFinal = true
    /// Whether the connection ends behind it.
    var closes: Bool

    /// Headers that stand on every answer, unless it has its own: nothing is loaded from elsewhere, nothing runs, nobody
    /// may frame it or learn where a link was clicked, and nothing is kept.
    private static let standing: [(name: HTTPField.Name, text: String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'"
        ),
        (HTTPField.Name("Referrer-Policy") ?? .referer, "no-referrer"),
        (.xContentTypeOptions, "nosniff"),
        (.cacheControl, "no-store"),
    ]
    private static let standingText = standing.map { "\($0.name.rawName): \($0.text)\r\n" }.joined()

    /// - Parameters:
    ///   - isHead: whether the body is left out, as for HEAD; its length is told all the same.
    ///   - date: the header `Date`.
    init(_ answer: WebAnswer, isHead: Bool, closes: Bool, date: String) {
        self.closes = closes
        bytes = ByteBuffer()
        bytes.reserveCapacity(512 + (isHead ? 0 : answer.body.count))
        bytes.writeString("HTTP/1.1 \(answer.status.code) \(answer.status.reasonPhrase)\r\n")
        bytes.writeString("Date: \(date)\r\n")
        var isStanding = true
        for field in answer.headers where field.name != .contentLength && field.name != .connection {
            if isStanding, Self.standing.contains(where: { $0.name == field.name }) { isStanding = false }
            bytes.writeString(field.name.rawName)
            bytes.writeStaticString(": ")
            bytes.writeString(field.value)
            bytes.writeStaticString("\r\n")
        }
        if isStanding {
            bytes.writeString(Self.standingText)
        } else {
            for (name, text) in Self.standing where !answer.headers.contains(name) {
                bytes.writeString("\(name.rawName): \(text)\r\n")
            }
        }
        if answer.status != .noContent, answer.status != .notModified {
            bytes.writeString("Content-Length: \(answer.body.count)\r\n")
        }
        if closes { bytes.writeStaticString("Connection: close\r\n") }
        bytes.writeStaticString("\r\n")
        if !isHead, answer.status != .noContent, answer.status != .notModified { bytes.writeBytes(answer.body) }
    }

    /// The word that a client waits for before it sends a body.
    static var `continue`: Reply {
        Reply(bytes: ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
    }

    private init(bytes: ByteBuffer) {
        self.bytes = bytes
        isFinal = false
        closes = false
    }
}

extension WebAnswer {
    /// A line of plain text.
    static func text(_ text: String, _ status: HTTPResponse.Status = .ok, _ headers: HTTPFields = [:]) -> WebAnswer {
        var headers = headers
        headers[.contentType] = "text/plain; charset=utf-8"
        return WebAnswer(status: status, headers: headers, body: Array("\(text)\n".utf8))
    }
}
