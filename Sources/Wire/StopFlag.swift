import Synchronization

/// Tells running attempts to give up, from any thread.
///
/// A server may take ten minutes for one answer; a service that stops can't wait for it. One flag serves any number of
/// connections and is never lowered again. A connection notices it within a second or so.
public final class StopFlag: Sendable {
    private let raised = Atomic(false)

    public init() {}

    public var isRaised: Bool { raised.load(ordering: .relaxed) }

    public func raise() { raised.store(true, ordering: .relaxed) }
}
