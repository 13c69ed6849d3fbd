import HTTPTypes

/// What the server tells operators and their programs.
public struct WebOperations: Sendable {
    /// Something that must work for orders to be taken.
    public struct Check: Sendable {
        /// One word: `store`.
        public var name: String
        public var run: @Sendable () async throws -> Void

        /// - Parameter run: throws what is wrong; its description is shown, so it holds no personal data.
        public init(_ name: String, run: @escaping @Sendable () async throws -> Void) {
            self.name = name
            self.run = run
        }
    }

    public var checks: [Check]
    private let patience: Duration
    /// The text for Prometheus.
    public var metrics: @Sendable () async throws -> String
    /// The API's description, `openapi.yaml`.
    public var description: [UInt8]

    public init(
        checks: [Check] = [], patience: Duration = patience, metrics: @escaping @Sendable () async throws -> String,
        description: [UInt8]
    ) {
        self.checks = checks
        self.patience = patience
        self.metrics = metrics
        self.description = description
    }

    /// How long a check may take: who asks waits a few seconds only.
    public static let patience = Duration.seconds(2)

    /// A line for each check; 503 if one fails, or takes too long.
    func readiness() async -> WebAnswer {
        var lines: [String] = []
        var isReady = true
        for check in checks {
            do {
                try await Self.within(patience, check.run)
                lines.append("\(check.name) ok")
            } catch {
                isReady = false
                lines.append("\(check.name) failed: \(error)")
            }
        }
        return .text(
            (lines + [isReady ? "ready" : "not ready"]).joined(separator: "\n"), isReady ? .ok : .serviceUnavailable)
    }

    private struct Slow: Error, CustomStringConvertible {
        var description: String { "it takes too long to answer" }
    }

    /// Waits for a check, but not for ever; what takes too long goes on unheard.
    private static func within(_ patience: Duration, _ check: @escaping @Sendable () async throws -> Void) async throws
    {
        let (outcome, tell) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
        Task {
            do {
                try await check()
                tell.yield(.success(()))
            } catch {
                tell.yield(.failure(error))
            }
        }
        let timer = Task {
            try await Task.sleep(for: patience)
            tell.yield(.failure(Slow()))
        }
        defer { timer.cancel() }
        for await result in outcome { return try result.get() }
    }
}
