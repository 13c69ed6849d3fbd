/// Whose a path is, and the pattern under which it is counted: a fixed small set, never the path itself, in which a
/// reference or a key could stand.
enum WebRoute: String, Sendable, Hashable, CaseIterable {
    case health = "/healthz"
    case ready = "/readyz"
    case metrics = "/metrics"
    case description = "/openapi.yaml"
    case orders = "/api/v1/orders"
    case order = "/api/v1/orders/{reference}"
    case items = "/api/v1/items"
    case otherAPI = "/api/*"
    case form = "/"
    case check = "/order/check"
    case newOrder = "/order"
    case status = "/order/{reference}"
    case change = "/order/{reference}/*"
    case download = "/items/{sku}"
    case privacy = "/privacy"
    case server = "*"
    case other = "other"

    init(path: String) {
        if let route = Self.fixed[path] {
            self = route
        } else if path.hasPrefix("/order/") {
            self = path.dropFirst(7).contains("/") ? .change : .status
        } else if path.hasPrefix("/items/") {
            self = .download
        } else if path.hasPrefix("/api/v1/orders/") {
            self = .order
        } else if path == "/api" || path.hasPrefix("/api/") {
            self = .otherAPI
        } else {
            self = .other
        }
    }

    private static let fixed = Dictionary(
        uniqueKeysWithValues: [
            health, ready, metrics, description, orders, items, form, check, newOrder, privacy, server,
        ].map { ($0.rawValue, $0) })

    var isAPI: Bool {
        switch self {
        case .orders, .order, .items, .otherAPI: true
        default: false
        }
    }

    /// Whether the target of a request that can't be read whole is one of the API's.
    static func isOfAPI(target: String) -> Bool {
        let path = RequestHead.withoutHost(target).prefix { $0 != "?" && $0 != "#" }
        return path == "/api" || path.hasPrefix("/api/")
    }

    /// Whether only this machine and trusted proxies that ask for themselves are answered.
    var isInternal: Bool {
        switch self {
        case .health, .ready, .metrics: true
        default: false
        }
    }
}
