import Fulfilment
import HTTPTypes
import NIOCore
import Orders
import Store

/// Answers requests: its own few, and for the rest it asks API and pages.
struct WebResponder: Sendable {
    let limits: WebLimits
    let proxies: TrustedProxies
    let pages: WebServer.Pages
    let apology: WebServer.Apology
    let api: @Sendable () -> OrdersAPI
    let operations: WebOperations
    let figures: WebFigures
    let clock: WallClock
    let date: HTTPDate
    /// Hears of what must end the process.
    let fail: @Sendable (any Error) -> Void
    /// Hears of what nobody expected, by its kind.
    let wonder: @Sendable (WebRoute, any Error) -> Void

    // MARK: - What arrives

    /// Looks at a request whose body hasn't come yet.
    func begin(_ head: RequestHead, peer: String?, at began: ContinuousClock.Instant) async -> WebExchange {
        let client = proxies.client(peer: peer, headers: head.headers)
        let isHead = head.method == .head
        let route = WebRoute(path: head.path)
        var exchange = WebExchange(
            request: WebRequest(
                method: isHead ? .get : head.method, path: head.path, query: head.query, headers: head.headers,
                client: client.text),
            isHead: isHead, route: route, bodyLimit: limits.bodyBytes, began: began)
        exchange.apology = apology
        if route.isAPI {
            do {
                let admission = try await api().admit(exchange.request)
                exchange.admission = admission
                exchange.answer = admission.refusal
                exchange.bodyLimit = admission.bodyLimit
            } catch {
                exchange.answer = apologise(for: error, in: &exchange)
            }
        } else if route.isInternal, !client.isOurs {
            exchange.answer = .text("403: only for the machine itself and for trusted proxies", .forbidden)
        } else if route == .server || route.isInternal || route == .description {
            exchange.answer = refusedMethod(head.method)
        }
        return exchange
    }

    /// Answers a request that is all there.
    func finish(_ exchange: inout WebExchange, body: [UInt8], closes: Bool) async -> Reply {
        var answer: WebAnswer
        if let known = exchange.answer {
            answer = known
        } else {
            exchange.request.body = body
            do {
                answer = try await self.answer(to: exchange)
            } catch {
                answer = apologise(for: error, in: &exchange)
            }
        }
        let method = exchange.isHead ? HTTPRequest.Method.head : exchange.request.method
        figures.note(
            route: exchange.route, method: method, status: answer.status.code,
            took: exchange.began.duration(to: .now))
        return Reply(answer, isHead: exchange.isHead, closes: closes, date: date.text(at: clock.now))
    }

    private func answer(to exchange: WebExchange) async throws -> WebAnswer {
        switch exchange.route {
        case .health: return .text("ok")
        case .ready: return await operations.readiness()
        case .metrics:
            return WebAnswer(
                headers: [.contentType: MetricFamily.contentType], body: Array(try await operations.metrics().utf8))
        case .description:
            return WebAnswer(
                headers: [.contentType: "application/yaml", .cacheControl: "no-cache"], body: operations.description)
        case .orders, .order, .items, .otherAPI:
            guard let admission = exchange.admission else { return .text("500", .internalServerError) }
            return try await api().answer(exchange.request, admission)
        default:
            return try await pages(exchange.request)
        }
    }

    /// What only reads is asked for with GET or HEAD.
    private func refusedMethod(_ method: HTTPRequest.Method) -> WebAnswer? {
        switch method {
        case .get, .head: nil
        case .options: WebAnswer(status: .noContent, headers: [.allow: "GET, HEAD, OPTIONS"])
        default: .text("405: only GET and HEAD", .methodNotAllowed, [.allow: "GET, HEAD, OPTIONS"])
        }
    }

    // MARK: - What goes wrong

    /// What is answered where no answer could be made.
    private func apologise(for error: any Error, in exchange: inout WebExchange) -> WebAnswer {
        var status = HTTPResponse.Status.serviceUnavailable
        var wait = 5
        switch error {
        case let full as WaitingRoom.Full: wait = full.retryAfter
        case is CancellationError: break
        case let error as StoreError where error.mayPass: break
        case StoreError.writeFailed:
            exchange.failure = error
            wait = 30
        default:
            status = .internalServerError
            wonder(exchange.route, error)
        }
        let isPassing = status == .serviceUnavailable
        if exchange.route.isAPI {
            let isKnown = exchange.failure == nil
            return (isPassing ? APIProblem.unavailable(retryAfter: wait, isKnown: isKnown) : .internalError).answer
        }
        var answer = apology(status, exchange.request)
        if isPassing { answer.headers[.retryAfter] = String(wait) }
        return answer
    }
}
