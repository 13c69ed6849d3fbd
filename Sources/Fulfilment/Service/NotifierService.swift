public import Logging
public import ServiceLifecycle

/// Says that the service serves, that it is alive, and that it stops: to systemd, and to the log.
///
/// "Alive" is only said after a probe of the database has answered: a service whose store has stopped, or hangs, is
/// started again by its supervisor.
public struct NotifierService: Service {
    private let notifier: SystemdNotifier?
    private let logger: Logger
    private let serving: Logger.Metadata
    private let status: String
    private let probe: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - status: a line for `systemctl status`, without personal data.
    ///   - serving: what the log says beside "serving".
    ///   - probe: throws if the store doesn't work any more.
    public init(
        notifier: SystemdNotifier?, logger: Logger, status: String, serving: Logger.Metadata = [:],
        probe: @escaping @Sendable () async throws -> Void
    ) {
        self.notifier = notifier
        self.logger = logger
        self.status = status
        self.serving = serving
        self.probe = probe
    }

    /// Runs until shutdown.
    public func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            logger.info("serving", metadata: serving)
            notifier?.tell(.ready, .status(status))
            guard let interval = notifier?.watchdogInterval else {
                try? await gracefulShutdown()
                return
            }
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                await beat()
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
            }
        } onCancelOrGracefulShutdown: {
            logger.info("stopping")
            notifier?.tell(.stopping, .status("Stopping: finishing what is in hand"))
        }
    }

    private func beat() async {
        do {
            try await probe()
            // A supervisor that doesn't read holds up a thread of its own.
            _ = try await onThread { notifier?.tell(.watchdog) }
        } catch is CancellationError {
            return
        } catch {
            logger.error(
                "watchdog withheld",
                metadata: ["problem": "\(error)", "hint": "the supervisor starts the service again"])
        }
    }
}
