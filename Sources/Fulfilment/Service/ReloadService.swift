public import Logging
public import ServiceLifecycle

/// Reads catalogue and templates again when it is asked to, by SIGHUP.
///
/// What is broken is refused with its place and what would be right, and the stages in force stay.
public struct ReloadService<Requests: AsyncSequence & Sendable>: Service where Requests.Element: Sendable {
    private let requests: Requests
    private let stages: Stages.InForce
    private let notifier: SystemdNotifier?
    private let logger: Logger
    private let load: @Sendable () async throws -> Stages
    private let onExchange: @Sendable () -> Void

    /// - Parameters:
    ///   - requests: one for each time that something is to be read again.
    ///   - load: makes the stages anew.
    ///   - onExchange: hears when others are in force.
    public init(
        requests: Requests, stages: Stages.InForce, notifier: SystemdNotifier?, logger: Logger,
        load: @escaping @Sendable () async throws -> Stages, onExchange: @escaping @Sendable () -> Void
    ) {
        self.requests = requests
        self.stages = stages
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
                stages.exchange(for: try await load())
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
