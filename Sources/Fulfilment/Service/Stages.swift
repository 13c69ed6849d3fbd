import Synchronization

/// The stages that the service runs, all of them made from one reading of the catalogue and the templates.
public struct Stages: Sendable {
    public var queue: FileQueue
    public var batcher: Batcher
    /// nil while the settings name no way to send: mail waits.
    public var mailer: Mailer?

    public init(queue: FileQueue, batcher: Batcher, mailer: Mailer?) {
        self.queue = queue
        self.batcher = batcher
        self.mailer = mailer
    }

    /// The stages in force. They are exchanged as a whole, so that nobody meets an old one beside a new one; work in
    /// hand goes on with those that it began with.
    public final class InForce: Sendable {
        private let stages: Mutex<Stages>

        public init(_ stages: Stages) {
            self.stages = Mutex(stages)
        }

        public var current: Stages {
            stages.withLock { $0 }
        }

        public func exchange(for stages: Stages) {
            self.stages.withLock { $0 = stages }
        }
    }
}
