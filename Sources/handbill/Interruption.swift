import UnixSignals

/// Runs work that Ctrl-C, or whoever ends this program, asks to end in good order.
///
/// - Parameter end: asks the work to end; said once for each signal.
func untilInterrupted<Value: Sendable>(
    _ end: @escaping @Sendable () -> Void, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            for await _ in signals { end() }
            return nil
        }
        group.addTask { try await work() }
        defer { group.cancelAll() }
        while let finished = try await group.next() {
            if let value = finished { return value }
        }
        throw CancellationError()
    }
}
