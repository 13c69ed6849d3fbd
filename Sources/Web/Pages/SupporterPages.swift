import Fulfilment
public import HTTPTypes
import Orders
import Store

/// Everything that a supporter meets in a browser: the form, its check page, the page of her order, privacy, pictures and
/// downloads.
///
/// Pages are functions of requests: no connection, no session, no cookie and no script. What goes from one page to the
/// next is in the form itself; what must last is in the store before the answer says so.
public struct SupporterPages: Sendable {
    let parts: Parts
    let look: Look

    public init(parts: Parts) {
        self.parts = parts
        look = Look(parts)
    }

    /// Answers what isn't the API's.
    ///
    /// - Throws: `StoreError`, for the server to decide on; `failed(_:)` makes the page for it.
    public func answer(_ request: WebRequest) async throws -> WebAnswer {
        var answer = try await route(request)
        if request.method == .head {
            answer.headers[.contentLength] = String(answer.body.count)
            answer.body = []
        }
        return answer
    }

    /// The page for what the server itself must refuse or couldn't do: 413, 408, 500, 503.
    public func failed(_ status: HTTPResponse.Status, _ request: WebRequest) -> WebAnswer {
        let topics = [404: "missing", 405: "method", 413: "large", 415: "kind", 429: "often", 503: "busy"]
        var answer = message(topics[status.code] ?? "failed", status, request)
        if status == .serviceUnavailable { answer.headers[.retryAfter] = "5" }
        return answer
    }

    private func route(_ request: WebRequest) async throws -> WebAnswer {
        let steps = request.path.split(separator: "/").map(String.init)
        switch (steps.first, steps.count) {
        case (nil, _): return try await getting(request, or: [.post: changed]) { try await form($0) }
        case ("style.css", 1): return try await getting(request) { styleSheet($0) }
        case ("logo", 1): return try await getting(request) { logo($0) }
        case ("robots.txt", 1): return try await getting(request) { _ in robots() }
        case ("favicon.ico", 1): return WebAnswer(status: .notFound, headers: [.cacheControl: "public, max-age=86400"])
        case ("privacy", 1): return try await getting(request) { privacy($0) }
        case ("items", 2): return try await getting(request) { try await file(steps[1], $0) }
        case ("order", 1): return try await posting(request, place)
        case ("order", 2) where steps[1] == "check": return try await posting(request, check)
        case ("order", 2) where steps[1] == "change": return try await posting(request, changed)
        case ("order", 2):
            return try await getting(request) { try await status(steps[1], $0) }
        case ("order", 3) where steps[2] == "cancel":
            return try await getting(request, or: [.post: { try await cancel(steps[1], $0) }]) {
                try await status(steps[1], $0, asking: "cancel")
            }
        case ("order", 3) where steps[2] == "address":
            return try await getting(request, or: [.post: { try await correct(steps[1], $0) }]) {
                try await status(steps[1], $0, asking: "address")
            }
        default: return failed(.notFound, request)
        }
    }

    private typealias Answering = (WebRequest) async throws -> WebAnswer

    /// A page that is got, and what else can be done at its address.
    private func getting(
        _ request: WebRequest, or others: [HTTPRequest.Method: Answering] = [:], _ page: Answering
    ) async throws -> WebAnswer {
        if request.method == .get || request.method == .head { return try await page(request) }
        if let other = others[request.method] { return try await sent(request, other) }
        return refused(request, allowing: ["GET", "HEAD"] + others.keys.map(\.rawValue))
    }

    /// An address that only takes forms. Who comes to it otherwise, by a reload in another window, gets an empty form.
    private func posting(_ request: WebRequest, _ page: Answering) async throws -> WebAnswer {
        if request.method == .post { return try await sent(request, page) }
        guard request.method == .get || request.method == .head else { return refused(request, allowing: ["POST"]) }
        return redirect(to: "/" + (request.query["lang"] == nil ? "" : "?lang=\(language(of: request).rawValue)"))
    }

    private func sent(_ request: WebRequest, _ page: Answering) async throws -> WebAnswer {
        guard request.body.isEmpty || FormBody.isForm(request) else { return failed(.unsupportedMediaType, request) }
        return try await page(request)
    }

    private func refused(_ request: WebRequest, allowing methods: [String]) -> WebAnswer {
        var answer = failed(.methodNotAllowed, request)
        answer.headers[.allow] = methods.joined(separator: ", ")
        return answer
    }
}
