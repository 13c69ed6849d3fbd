public import Fulfilment
import HTTPTypes
import Metrics
import Synchronization

/// Counts requests: `handbill_http_requests_total`, `handbill_http_request_seconds`, `handbill_http_refused_total`.
public final class WebFigures: Sendable {
    private struct Kind: Hashable {
        var route: WebRoute
        var method: HTTPRequest.Method
        var status: Int
    }

    private struct State {
        var counters: [Kind: Metrics.Counter] = [:]
        var timers: [WebRoute: Metrics.Timer] = [:]
    }

    private let state = Mutex(State())
    private let factory: PrometheusFactory

    public init(_ registry: MetricRegistry) {
        factory = PrometheusFactory(registry)
        registry.describe(
            "handbill_http_requests_total", .counter, help: "Requests answered, by route, method and status.")
        registry.describe(
            "handbill_http_request_seconds", .histogram, help: "From a request's head to its answer, in seconds.")
        registry.describe(
            "handbill_http_refused_total", .counter, help: "Requests and connections refused or cut, by reason.")
    }

    /// Counts an answered request.
    func note(route: WebRoute, method: HTTPRequest.Method, status: Int, took duration: Duration) {
        let known: Set<HTTPRequest.Method> = [.get, .head, .post, .options]
        let kind = Kind(route: route, method: known.contains(method) ? method : .other, status: status)
        let (counter, timer) = state.withLock { state in
            let counter =
                state.counters[kind]
                ?? Metrics.Counter(
                    label: "handbill_http_requests_total",
                    dimensions: [
                        ("route", route.rawValue), ("method", kind.method.rawValue), ("status", String(status)),
                    ], factory: factory)
            let timer =
                state.timers[route]
                ?? Metrics.Timer(
                    label: "handbill_http_request_seconds", dimensions: [("route", route.rawValue)], factory: factory)
            state.counters[kind] = counter
            state.timers[route] = timer
            return (counter, timer)
        }
        counter.increment()
        let (seconds, fraction) = duration.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + fraction / 1_000_000_000)
        switch status {
        case 403: noteRefusal("forbidden")
        case 413: noteRefusal("body-too-large")
        case 429: noteRefusal("rate")
        case 503: noteRefusal("busy")
        default: break
        }
    }

    /// Counts what was refused before anybody looked at it.
    func noteRefusal(_ reason: String) {
        Metrics.Counter(
            label: "handbill_http_refused_total", dimensions: [("reason", reason)], factory: factory
        ).increment()
    }
}

extension HTTPRequest.Method {
    fileprivate static let other = Self("other") ?? .trace
}
