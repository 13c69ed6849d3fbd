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
    /// The text for Prometheus.
    public var metrics: @Sendable () async throws -> String
    /// The API's description, `openapi.yaml`.
    public var description: [UInt8]

    public init(
        checks: [Check] = [], metrics: @escaping @Sendable () async throws -> String, description: [UInt8]
    ) {
        self.checks = checks
        self.metrics = metrics
        self.description = description
    }

    /// A line for each check; 503 if one fails.
    func readiness() async -> WebAnswer {
        var lines: [String] = []
        var isReady = true
        for check in checks {
            do {
                try await check.run()
                lines.append("\(check.name) ok")
            } catch {
                isReady = false
                lines.append("\(check.name) failed: \(error)")
            }
        }
        return .text(
            (lines + [isReady ? "ready" : "not ready"]).joined(separator: "\n"), isReady ? .ok : .serviceUnavailable)
    }
}
