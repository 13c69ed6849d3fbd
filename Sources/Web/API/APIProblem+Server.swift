import HTTPTypes

/// What the server refuses before anybody knows what was asked.
extension APIProblem {
    /// - Parameter status: 400, or what HTTP says of a request that is proper and isn't understood: 417, 501.
    static func unreadable(_ status: HTTPResponse.Status, _ detail: String) -> APIProblem {
        guard status != .badRequest else { return malformed(detail) }
        return APIProblem(status: status, name: .notSpoken, title: "This server doesn't speak that", detail: detail)
    }

    static let headerTooLarge = APIProblem(
        status: .requestHeaderFieldsTooLarge, name: .headerTooLarge, title: "Too much before the body",
        detail: "too many or too long header fields, or a target that is too long")

    static let tooSlow = APIProblem(
        status: .requestTimeout, name: .tooSlow, title: "It took too long",
        detail: "the request took too long to arrive; nothing was done")
}
