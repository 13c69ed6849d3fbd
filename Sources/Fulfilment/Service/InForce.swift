import Synchronization

/// What is in force until it is read again: catalogue, templates, and the stages made of them.
///
/// It is exchanged as a whole, so that nobody meets an old part beside a new one; work in hand goes on with what it began
/// with.
public final class InForce<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    public init(_ value: Value) {
        self.value = Mutex(value)
    }

    public var current: Value {
        value.withLock { $0 }
    }

    public func exchange(for other: Value) {
        value.withLock { $0 = other }
    }
}
