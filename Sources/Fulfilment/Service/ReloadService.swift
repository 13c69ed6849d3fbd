public import Logging
public import ServiceLifecycle

/// Reads catalogue and templates again when it is asked to, by SIGHUP.
///
/// What is broken is refused with its place and what would be right, and the stages in force stay.
public struct ReloadService<Requests: AsyncSequence & Sendable, Value: Sendable>: Service
where Requests.Element: Sendable {
    private let requests: Requests
    private let inForce: InForce<Value>
    private let notifier: SystemdNotifier?
    private let logger: Logger
    private let load: @Sendable () async throws -> Value
    private let onExchange: @Sendable () -> Void

    /// - Parameters:
    ///   - requests: one for each time that something is to be read again.
    ///   - load: makes it anew.
    ///   - onExchange: hears when something else is in force.
    public init(
        requests: Requests, inForce: InForce<Value>, notifier: SystemdNotifier?, logger: Logger,
        load: @escaping @Sendable () async throws -> Value, onExchange: @escaping @Sendable () -> Void
    ) {
        self.requests = requests
        self.inForce = inForce
        self.notifier = notifier
        self.logger = logger
        self.load = load
        self.onExchange = onExchange
    }

    /// Runs until shutdown.
    public func run() async throws {
        for try await _ in requests.cancelOnGracefulShutdown() {
            notifier?.tell(.reloading)
            do {
                inForce.exchange(for: try await load())
                logger.info("catalogue read again")
                onExchange()
            } catch {
                // Problems of settings and templates, which name a file, a line and what would be right.
                for line in "\(error)".split(separator: "\n") {
                    logger.error(
                        "reload refused", metadata: ["problem": "\(line)", "hint": "the old ones stay in force"])
                }
            }
            notifier?.tell(.ready)
        }
    }
}
