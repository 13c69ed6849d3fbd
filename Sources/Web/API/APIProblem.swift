import HTTPTypes
import Orders

/// Why a request is refused, as RFC 9457 writes it down.
struct APIProblem: Sendable, Hashable {
    var status: HTTPResponse.Status
    /// The response's name in `openapi.yaml`, which is what `type` points to.
    var name: StaticName
    var title: String
    var detail: String
    var problems: [Problem] = []
    var headers = HTTPFields()

    /// The responses that `openapi.yaml` describes.
    enum StaticName: String, Sendable, Hashable {
        case malformed = "Malformed"
        case unauthorized = "Unauthorized"
        case forbidden = "Forbidden"
        case notFound = "NotFound"
        case methodNotAllowed = "MethodNotAllowed"
        case inFlight = "InFlight"
        case tooLarge = "TooLarge"
        case unsupported = "Unsupported"
        case refused = "Refused"
        case keyUsed = "KeyUsed"
        case tooMany = "TooMany"
        case failed = "Failed"
        case unavailable = "Unavailable"
        case headerTooLarge = "HeaderTooLarge"
        case tooSlow = "TooSlow"
        case notSpoken = "NotSpoken"
    }

    var answer: WebAnswer {
        var json = JSONText()
        json.object { json in
            json.key("type")
            json.string("/openapi.yaml#/components/responses/\(name.rawValue)")
            json.key("title")
            json.string(title)
            json.key("status")
            json.number(status.code)
            json.key("detail")
            json.string(detail)
            json.key("problems")
            json.problems(problems)
        }
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return WebAnswer(status: status, headers: headers, body: json.bytes)
    }
}

extension JSONText {
    /// `[{"field", "problem", "hint"}]`
    mutating func problems(_ problems: [Problem]) {
        array(problems) { json, problem in
            json.object { json in
                json.key("field")
                json.string(problem.field)
                json.key("problem")
                json.string(problem.problem)
                json.key("hint")
                json.string(problem.hint)
            }
        }
    }
}

extension APIProblem {
    static func malformed(_ detail: String, _ problem: Problem? = nil) -> APIProblem {
        APIProblem(
            status: .badRequest, name: .malformed, title: "This can't be read", detail: detail,
            problems: problem.map { [$0] } ?? [])
    }

    /// - Parameter wasGiven: whether there was a token, which isn't in force then.
    static func unauthorized(wasGiven: Bool) -> APIProblem {
        APIProblem(
            status: .unauthorized, name: .unauthorized, title: "A token is needed",
            detail: wasGiven
                ? "the token isn't known or was revoked" : "send the header Authorization: Bearer hbt_…",
            headers: [.wwwAuthenticate: "Bearer realm=\"orders\"" + (wasGiven ? ", error=\"invalid_token\"" : "")])
    }

    static let forbidden = APIProblem(
        status: .forbidden, name: .forbidden, title: "The token is for something else",
        detail: "orders need a token made with: handbill token create NAME --scope orders",
        headers: [
            .wwwAuthenticate: "Bearer realm=\"orders\", error=\"insufficient_scope\", scope=\"orders\""
        ])

    static func notFound(_ detail: String, hint: String? = nil) -> APIProblem {
        APIProblem(
            status: .notFound, name: .notFound, title: "There is nothing here", detail: detail,
            problems: hint.map { [Problem(field: "reference", problem: detail, hint: $0)] } ?? [])
    }

    static func methodNotAllowed(_ allowed: String) -> APIProblem {
        APIProblem(
            status: .methodNotAllowed, name: .methodNotAllowed, title: "Not with this method",
            detail: "allowed: \(allowed)", headers: [.allow: allowed])
    }

    static let inFlight = APIProblem(
        status: .conflict, name: .inFlight, title: "The same request is being worked on",
        detail: "another request with this Idempotency-Key hasn't been answered yet", headers: [.retryAfter: "1"])

    static func tooLarge(limit: Int) -> APIProblem {
        APIProblem(
            status: .contentTooLarge, name: .tooLarge, title: "Too much at once",
            detail: "at most \(limit) bytes: 64 KiB for one order, 1 MiB for an array")
    }

    static func unsupported(_ detail: String) -> APIProblem {
        APIProblem(
            status: .unsupportedMediaType, name: .unsupported, title: "Not in this format", detail: detail,
            headers: [.accept: "application/json"])
    }

    static func refused(_ detail: String, _ problems: [Problem]) -> APIProblem {
        APIProblem(
            status: .unprocessableContent, name: .refused, title: "This is no order yet", detail: detail,
            problems: problems)
    }

    static let keyUsed = APIProblem(
        status: .unprocessableContent, name: .keyUsed, title: "The key was used for another request",
        detail: "this Idempotency-Key came with another body before; a new request needs a new key")

    static func tooMany(retryAfter: Int) -> APIProblem {
        APIProblem(
            status: .tooManyRequests, name: .tooMany, title: "Too many requests",
            detail: "the token's --rate is used up", headers: [.retryAfter: String(retryAfter)])
    }

    static let internalError = APIProblem(
        status: .internalServerError, name: .failed, title: "Something went wrong here",
        detail: "send the same again later; with an id or an Idempotency-Key it makes no second order")

    /// - Parameter isKnown: whether nothing was done for certain.
    static func unavailable(retryAfter: Int, isKnown: Bool = true) -> APIProblem {
        APIProblem(
            status: .serviceUnavailable, name: .unavailable, title: "Not just now",
            detail: isKnown
                ? "nothing was done; send the same again in a moment"
                : "it may have been taken; send the same again: with an id or an Idempotency-Key it makes no second order",
            headers: [.retryAfter: String(retryAfter)])
    }
}
