import Synchronization

/// The statements that a database was asked to run.
final class Plans: Sendable {
    private let seen = Mutex<[String]>([])

    func add(_ sql: String) {
        seen.withLock { $0.append(sql) }
    }

    var statements: [String] { seen.withLock { $0 } }
}
