import GRDB
import Orders
import Synchronization

/// The calls that wait to be taken in: all that wait together are written by one job, with the same statements.
///
/// Each has its own answer, after the commit. If one breaks a rule of the schema or meets a damaged row, each is taken
/// again by itself, so that it never keeps the others out.
final class IntakeQueue: Sendable {
    /// What somebody brings.
    final class Call: Sendable {
        let arrivals: [PreparedArrival]
        /// nil for doors that keep nothing.
        let enclosure: PreparedEnclosure?
        /// In seconds since 1970-01-01T00:00:00Z.
        let at: Int64
        let memory: Intake.Memory
        let who: String

        init(
            arrivals: [PreparedArrival], enclosure: PreparedEnclosure? = nil, at: Int64, memory: Intake.Memory,
            who: String
        ) {
            self.arrivals = arrivals
            self.enclosure = enclosure
            self.at = at
            self.memory = memory
            self.who = who
        }
    }

    /// A call, and whom to tell.
    fileprivate struct Waiting: Sendable {
        let call: Call
        let continuation: CheckedContinuation<Reception, any Error>
    }

    /// Those who wait.
    final class Line: Sendable {
        private let waiting = Mutex<[Waiting]>([])

        var count: Int { waiting.withLock { $0.count } }

        /// - Returns: whether nobody waited before.
        fileprivate func join(_ one: Waiting) -> Bool {
            waiting.withLock { waiting in
                waiting.append(one)
                return waiting.count == 1
            }
        }

        /// Everybody who waits; then nobody does.
        fileprivate func takeAll() -> [Waiting] {
            waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
        }
    }

    /// What one job took out of the queue; the same when it must run again.
    private final class Share: Sendable {
        private let taken = Mutex<[Waiting]?>(nil)

        var calls: [Waiting] { taken.withLock { $0 ?? [] } }

        func fill(from line: Line) -> [Waiting] {
            taken.withLock { taken in
                if let taken { return taken }
                let calls = line.takeAll()
                taken = calls
                return calls
            }
        }
    }

    private let commits: GroupCommit
    private let line: Line

    init(_ commits: GroupCommit, _ line: Line) {
        self.commits = commits
        self.line = line
    }

    /// How many calls wait for the next commit.
    var waitingCount: Int { line.count }

    /// Takes a call in, perhaps with others'.
    ///
    /// - Throws: `StoreError`; then nothing of this call is stored.
    func take(_ call: Call, for store: Store) async throws -> Reception {
        try await withCheckedThrowingContinuation { continuation in
            // The others find the job that the first one ordered.
            if line.join(Waiting(call: call, continuation: continuation)) { order(for: store) }
        }
    }

    private func order(for store: Store) {
        let share = Share()
        commits.submit(wakes: true) { db in
            try Self.take(share.fill(from: self.line).map(\.call), db: db, store: store)
        } otherwise: { db in
            try Self.takeEach(of: share.fill(from: self.line).map(\.call), db: db, store: store)
        } tell: { result in
            switch result {
            case .success(let receptions):
                for (waiting, reception) in zip(share.calls, receptions) {
                    waiting.continuation.resume(with: reception)
                }
            case .failure(let error):
                for waiting in share.fill(from: self.line) { waiting.continuation.resume(throwing: error) }
            }
        }
    }

    private static func take(
        _ calls: [Call], db: Database, store: Store
    ) throws -> [Result<Reception, any Error>] {
        let rows = try IntakeRows(db: db)
        if let since = calls.lazy.map(\.memory.ordersSince).min() { try store.neighbours.catchUp(db, since: since) }
        return try calls.map { try take($0, rows: rows, db: db, store: store) { try $0.takeEach(of: $1) } }
    }

    /// The same with a savepoint for each call and each arrival, which costs more than their rows.
    private static func takeEach(
        of calls: [Call], db: Database, store: Store
    ) throws -> [Result<Reception, any Error>] {
        try calls.map { call in
            do {
                return try db.savepoint {
                    try store.neighbours.catchUp(db, since: call.memory.ordersSince)
                    return try take(call, rows: IntakeRows(db: db), db: db, store: store) { try $0.takeAll($1) }
                }
            } catch let error as DatabaseError where error.isOfOneStatement {
                db.releaseMemory()
                store.neighbours.rolledBack()
                return .failure(StoreError.mapped(error))
            } catch let error as StoreError {
                store.neighbours.rolledBack()
                return .failure(error)
            }
        }
    }

    /// One call: what is known already is said again.
    private static func take(
        _ call: Call, rows: IntakeRows, db: Database, store: Store,
        by way: (inout Intake, [PreparedArrival]) throws -> [Answer]
    ) throws -> Result<Reception, any Error> {
        let ledger = OrderLedger(db: db, at: call.at, who: call.who, store: store)
        let enclosed = call.enclosure.map { EnclosureRows($0, db: db) }
        do {
            if let replay = try enclosed?.replay() { return .success(replay) }
        } catch let error as StoreError {
            // Nothing of it was written yet.
            return .failure(error)
        }
        var intake = Intake(ledger: ledger, memory: call.memory, rows: rows, enclosed: enclosed)
        let answers = try way(&intake, call.arrivals)
        return .success(try enclosed?.finish(answers, at: call.at) ?? Reception(answers: answers))
    }
}

extension Database {
    /// Runs `body`, and takes back what it wrote if it throws.
    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        var value: Value?
        try inSavepoint {
            value = try body()
            return .commit
        }
        guard let value else { throw StoreError.database(cause: "a savepoint without a result") }
        return value
    }
}
