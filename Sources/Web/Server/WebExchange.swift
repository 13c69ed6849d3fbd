import HTTPTypes

/// One request on its way to its answer.
struct WebExchange: Sendable {
    /// The request as it goes to whoever answers: without its body yet, and a HEAD as the GET that it is like.
    var request: WebRequest
    var isHead: Bool
    var route: WebRoute
    /// Bytes of body that are read.
    var bodyLimit: Int
    /// What the API knows of its caller; nil outside the API.
    var admission: OrdersAPI.Admission?
    /// What can be answered without the body.
    var answer: WebAnswer?
    var began: ContinuousClock.Instant
    /// Makes the page for what can't be answered otherwise; nil for plain words.
    var apology: WebServer.Apology?
    /// What must end the process once this is answered.
    var failure: (any Error)?

    var isAnswered: Bool { answer != nil }

    /// The body is larger than it may be; what was already decided against the request goes first.
    mutating func refuseBody() {
        guard answer == nil else { return }
        if route.isAPI {
            answer = APIProblem.tooLarge(limit: bodyLimit).answer
        } else {
            answer =
                apology?(.contentTooLarge, request)
                ?? .text("413: at most \(bodyLimit / 1_024) KiB can be sent", .contentTooLarge)
        }
    }
}
