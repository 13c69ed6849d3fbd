import Orders
public import Store

/// What Prometheus reads: what was counted since the start, what the store holds, and what the process takes.
public struct MetricsPage: Sendable {
    private let registry: MetricRegistry
    private let store: Store
    private let clock: WallClock
    private let version: String

    /// - Parameter version: of the program, for `handbill_build_info`.
    public init(registry: MetricRegistry, store: Store, clock: WallClock, version: String) {
        self.registry = registry
        self.store = store
        self.clock = clock
        self.version = version
    }

    /// The text, format 0.0.4. The store is asked anew; no figure names anybody.
    public func text() async throws -> String {
        let figures = try await store.figures()
        let build = MetricFamily(
            "handbill_build_info", .gauge, help: "Always 1; which version runs.",
            samples: [.init(labels: [.init("version", version)], value: 1)])
        return MetricFamily.text(
            of: registry.snapshot + figures.families(at: clock.now) + ProcessFigures.families() + [build])
    }
}

extension StoreFigures {
    /// - Parameter now: seconds since 1970-01-01T00:00:00Z.
    fileprivate func families(at now: Int64) -> [MetricFamily] {
        [
            .gauges(
                "handbill_orders", help: "Orders by state.", by: "state",
                OrderState.allCases.map { ($0.rawValue, orders[$0] ?? 0) }),
            .gauges(
                "handbill_batches", help: "Batches by state.", by: "state",
                BatchState.allCases.map { ($0.rawValue, batches[$0] ?? 0) }),
            .gauges(
                "handbill_mails", help: "E-mails by state.", by: "state",
                MailState.allCases.map { ($0.rawValue, mails[$0] ?? 0) }),
            .gauge(
                "handbill_oldest_accepted_seconds",
                help: "For how long the oldest accepted order has waited for a batch, in seconds; 0 if none does.",
                Double(oldestAccepted.map { max(0, now - $0) } ?? 0)),
            .gauge(
                "handbill_oldest_due_mail_seconds",
                help: "For how long the e-mail that is due longest has been due, in seconds; 0 if none is.",
                Double(oldestDueMail.map { max(0, now - $0) } ?? 0)),
        ]
    }
}
