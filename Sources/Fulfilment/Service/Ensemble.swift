public import ServiceLifecycle
import Wire

/// Runs the parts of the service side by side, and ends them side by side.
///
/// A `ServiceGroup` tells its services to end one after another; here they share ten seconds, so that all of them hear
/// it at once. A part that fails ends the others.
public struct Ensemble: Service {
    private let parts: [any Service]
    private let halt: Halt
    private let deadline: Deadline

    public init(parts: [any Service], halt: Halt, deadline: Deadline) {
        self.parts = parts
        self.halt = halt
        self.deadline = deadline
    }

    /// A part came to its end although nobody had asked for it: something is wrong with it.
    public struct PartEnded: Error, CustomStringConvertible {
        /// The part's type.
        public var name: String

        public var description: String { "\(name) has ended by itself" }
    }

    /// Runs until shutdown.
    ///
    /// - Throws: what the first part that failed threw.
    public func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in parts {
                    group.addTask {
                        try await part.run()
                        if !halt.finish.isRaised { throw PartEnded(name: "\(type(of: part))") }
                    }
                }
                do {
                    for try await _ in group {}
                } catch {
                    deadline.begin(because: error)
                    throw error
                }
            }
        } onCancelOrGracefulShutdown: {
            deadline.begin()
        }
    }
}
