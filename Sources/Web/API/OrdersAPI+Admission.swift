import Fulfilment
import HTTPTypes
import Store

extension OrdersAPI {
    /// What is asked for.
    enum Call: Sendable, Hashable {
        case take
        /// The reference as it was written.
        case show(String)
        case items
    }

    /// What a request's head tells: who asks, what for, and how much may follow.
    struct Admission: Sendable {
        var call: Call?
        var caller: APIToken?
        /// Why it is refused, whatever follows; nil if it isn't.
        var refusal: WebAnswer?
        /// Bytes of body that are worth reading.
        var bodyLimit = 0
        /// When the token was looked at.
        var at = ContinuousClock.now

        /// For how long a token is as good as it was: a body may take its time.
        static let freshness = Duration.seconds(1)
    }

    /// Looks at a request whose body isn't needed yet: token, rate, method, format.
    ///
    /// - Throws: what the store throws.
    func admit(_ request: WebRequest) async throws -> Admission {
        var admission = Admission()
        guard let (call, methods) = call(for: request.path) else {
            admission.refusal = APIProblem.notFound("no such path; /openapi.yaml lists them").answer
            return admission
        }
        admission.call = call
        if request.method == .options {
            admission.refusal = WebAnswer(status: .noContent, headers: [.allow: methods])
            return admission
        }
        if call != .items, let refusal = try await identify(request, &admission) {
            admission.refusal = refusal.answer
        } else if request.method != (call == .take ? .post : .get) {
            admission.refusal = APIProblem.methodNotAllowed(methods).answer
        } else if call == .take {
            admission.refusal = unsupported(request)?.answer
            admission.bodyLimit = Self.arrayBytes
        }
        return admission
    }

    /// Whether the token is still in force after a body that came slowly.
    func isStillGood(_ admission: Admission, _ request: WebRequest) async throws -> Bool {
        guard admission.at.duration(to: .now) > Admission.freshness else { return true }
        guard let secret = Self.bearer(request.headers.value(of: .authorization)) else { return false }
        return try await parts.store.token(secret) != nil
    }

    private func call(for path: String) -> (Call, methods: String)? {
        if path == "/api/v1/orders" { return (.take, "POST, OPTIONS") }
        if path == "/api/v1/items" { return (.items, "GET, HEAD, OPTIONS") }
        let prefix = "/api/v1/orders/"
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        return rest.isEmpty || rest.contains("/") ? nil : (.show(String(rest)), "GET, HEAD, OPTIONS")
    }

    /// Finds out whose token it is, and counts the request.
    private func identify(_ request: WebRequest, _ admission: inout Admission) async throws -> APIProblem? {
        guard let secret = Self.bearer(request.headers.value(of: .authorization)) else {
            return .unauthorized(wasGiven: false)
        }
        guard let caller = try await parts.store.token(secret) else { return .unauthorized(wasGiven: true) }
        guard caller.scope == .orders else { return .forbidden }
        if let rate = caller.rate,
            let wait = memory.rates.count(caller.name, rate: rate, at: parts.clock.now)
        {
            return .tooMany(retryAfter: wait)
        }
        admission.caller = caller
        return nil
    }

    /// The token in `Bearer hbt_…` (RFC 6750, section 2.1); the word in any case.
    private static func bearer(_ header: String?) -> String? {
        guard let header else { return nil }
        let scheme = "bearer"
        guard header.utf8.prefix(scheme.utf8.count).elementsEqual(scheme.utf8, by: { $0 | 0x20 == $1 }) else {
            return nil
        }
        let rest = header.utf8.dropFirst(scheme.utf8.count)
        let token = rest.drop { $0 == UInt8(ascii: " ") }
        guard token.count < rest.count, !token.isEmpty, !token.contains(UInt8(ascii: " ")) else { return nil }
        return String(Substring(token))
    }

    private func unsupported(_ request: WebRequest) -> APIProblem? {
        let coding = request.headers.value(of: .contentEncoding)?.lowercased() ?? "identity"
        guard coding == "identity" else { return .unsupported("send it without Content-Encoding") }
        guard let type = request.headers.value(of: .contentType) else {
            return .unsupported("send the header Content-Type: application/json")
        }
        if type == "application/json" { return nil }
        let parts = type.split(separator: ";").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }.lowercased()
        }
        let charsets = parts.dropFirst().filter { $0.hasPrefix("charset=") }
        guard parts.first == "application/json", charsets.allSatisfy({ $0 == "charset=utf-8" }) else {
            return .unsupported("send application/json in UTF-8")
        }
        return nil
    }
}

extension APIToken {
    /// The ids of one token never collide with those of another.
    var producer: String { "token:\(name)" }
}

extension HTTPFields {
    /// The value of a field, as the subscript gives it, which joins also what stands alone.
    func value(of name: HTTPField.Name) -> String? {
        var value: String?
        for field in self where field.name == name {
            guard value == nil else { return self[name] }
            value = field.value
        }
        return value
    }
}
