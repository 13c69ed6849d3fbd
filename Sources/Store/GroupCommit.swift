import Dispatch
import GRDB
import Synchronization

/// The one way to write: whoever asks while a commit is on its way to the disk shares the next one.
///
/// A commit costs an fsync however much it holds, so what waits is collected and committed as one transaction. Each job
/// is isolated from the others by a savepoint, and is answered only when its commit is on the disk, which `CommitSync`
/// sees to. A disk that fails to write stops the whole store: the same fsync must never be tried again.
///
/// Jobs run on GRDB's writer queue, and aren't cancelled: what has begun is committed or refused as a whole.
final class GroupCommit: Sendable {
    /// Does work inside a transaction; what it returns tells the caller, once that is committed.
    private typealias Work = @Sendable (Database) throws -> @Sendable () -> Void

    /// One piece of work, and whom to tell.
    private struct Job: Sendable {
        let work: Work
        /// The same in another way, for when `work` met one thing that can't be stored or read, and was taken back.
        let otherwise: Work?
        /// Whether it makes work for a service.
        let wakes: Bool
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isDraining = false
        var stopped: StoreError?
    }

    private let pool: DatabasePool
    private let sync: CommitSync
    /// How many make a crowd, which isn't kept waiting for the disk: measured, and no sharp figure.
    private static let crowd = 24

    /// After how many pages the log is copied back. Measured: a longer one takes orders a little faster and sends mail a
    /// good deal slower, for while the file grows, each commit waits for its length as well.
    private static let longLog = 2000

    private let waitingCalls: @Sendable () -> Int
    private let onCommit, onRollback: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameters: Both are called on the writer's thread.
    ///   - waitingCalls: how many wait besides those that have brought a job.
    ///   - onCommit: hears of each transaction that stands.
    ///   - onRollback: hears of each time that something was taken back, a transaction or a part of one.
    init(
        pool: DatabasePool, sync: CommitSync, waitingCalls: @escaping @Sendable () -> Int = { 0 },
        onCommit: @escaping @Sendable () -> Void = {},
        onRollback: @escaping @Sendable () -> Void = {}
    ) {
        self.pool = pool
        self.sync = sync
        self.waitingCalls = waitingCalls
        self.onCommit = onCommit
        self.onRollback = onRollback
    }

    /// Waits until what was begun is committed, durable and told; then closes the database.
    ///
    /// - Throws: `DatabaseError`.
    func close() throws {
        pool.writeWithoutTransaction { _ in
            state.withLock { $0.stopped = $0.stopped ?? .database(cause: "the database is closed") }
            sync.finish()
        }
        try pool.close()
    }

    /// Commits `work`, perhaps with others'. For tasks: nothing blocks.
    ///
    /// - Parameter wakes: Whether it makes work for a service.
    /// - Throws: What `work` throws, after rolling it back, or `StoreError`.
    func write<Value: Sendable>(
        wakes: Bool = false, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(wakes: wakes, work) { continuation.resume(with: $0) }
        }
    }

    /// The same for threads: waits until it is committed.
    func writeBlocking<Value: Sendable>(
        wakes: Bool = false, _ work: @escaping @Sendable (Database) throws -> Value
    ) throws -> Value {
        let answer = Answer<Value>()
        submit(wakes: wakes, work) { answer.give($0) }
        return try answer.wait()
    }

    /// How many jobs wait for the next commit.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Whether nothing waits and nothing is being committed.
    var isIdle: Bool { state.withLock { !$0.isDraining } }

    /// The same for whoever waits otherwise: `tell` hears of the outcome once, on the writer's thread.
    ///
    /// - Parameter otherwise: does the same in another way, for when `work` met one thing that can't be stored or read,
    ///   and was taken back.
    func submit<Value: Sendable>(
        wakes: Bool, _ work: @escaping @Sendable (Database) throws -> Value,
        otherwise: (@Sendable (Database) throws -> Value)? = nil,
        tell: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        func telling(_ work: @escaping @Sendable (Database) throws -> Value) -> Work {
            { db in
                let value = try work(db)
                return { tell(.success(value)) }
            }
        }
        let job = Job(
            work: telling(work), otherwise: otherwise.map(telling), wakes: wakes, fail: { tell(.failure($0)) })
        let isFirst = state.withLock { state in
            state.waiting.append(job)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if isFirst { beginDraining() }
    }

    private func beginDraining() {
        pool.asyncWriteWithoutTransaction { self.drain(into: $0) }
    }

    /// Commits what waits, until nothing does.
    private func drain(into db: Database) {
        while true {
            // What is committed now must wait for the disk once more; while it is busy, more may come and share that.
            if waitingCalls() < Self.crowd, sync.isBusy(then: { self.beginDraining() }) { return }
            let (jobs, stopped) = state.withLock { state in
                let jobs = state.waiting
                state.waiting = []
                state.isDraining = !jobs.isEmpty
                return (jobs, state.stopped ?? sync.failure)
            }
            if jobs.isEmpty { return }
            if let stopped {
                jobs.forEach { $0.fail(stopped) }
            } else {
                commit(jobs, to: db)
            }
        }
    }

    private func commit(_ jobs: [Job], to db: Database) {
        do {
            let log = try WriteAheadLog(of: db)
            let (answers, pages) = try db.withLogLength {
                try jobs.count == 1 ? alone(jobs[0], in: db) : together(jobs, in: db)
            }
            onCommit()
            let commit = CommitSync.Commit(
                log: log, pool: pool, wakes: jobs.contains(where: \.wakes), tell: { answers.forEach { $0() } },
                fail: { error in jobs.forEach { $0.fail(error) } })
            let isLong = pages >= Self.longLog
            sync.take(commit, apart: waiting > 0 && !isLong)
            if isLong { copyBack(in: db) }
        } catch {
            forget(error, in: db)
            let seen = StoreError.mapped(error)
            if let error = error as? DatabaseError, error.leavesDiskUnknown {
                stop(.writeFailed(cause: error.words))
            } else if let seen = seen as? StoreError, case .writeFailed = seen {
                stop(seen)
            } else if !(error is DatabaseError), let log = try? WriteAheadLog(of: db) {
                // A refusal may rest on what was committed a moment ago, and is told when that is durable.
                let refusal = CommitSync.Commit(
                    log: log, pool: pool, wakes: false, tell: { jobs.forEach { $0.fail(seen) } },
                    fail: { error in jobs.forEach { $0.fail(error) } })
                sync.take(refusal, apart: waiting > 0)
                return
            }
            jobs.forEach { $0.fail(seen) }
        }
    }

    private func stop(_ error: StoreError) {
        state.withLock { $0.stopped = error }
        sync.fail(error)
    }

    /// Copies the log back into the database, so that it begins anew. SQLite would do it by itself, without a word of an
    /// fsync that fails, which the kernel tells only once: so nothing else is on its way to the disk meanwhile.
    private func copyBack(in db: Database) {
        sync.waitUntilFree()
        // The same fsync is never tried again: what it left behind in the log must not reach the database either.
        guard sync.failure == nil else { return }
        do {
            _ = try db.checkpoint(.passive)
        } catch let error as DatabaseError where error.leavesDiskUnknown {
            sync.fail(.writeFailed(cause: error.words))
        } catch {
            // Another process does it, or the disk is full: all is in the log, and the next commit tries again.
        }
    }

    /// One job has the transaction for itself, and needs no savepoint: SQLite keeps every page of one that changes.
    private func alone(_ job: Job, in db: Database) throws -> [@Sendable () -> Void] {
        func run(_ work: Work) throws -> [@Sendable () -> Void] {
            var answers: [@Sendable () -> Void] = []
            try db.inTransaction(.immediate) {
                answers.append(try work(db))
                return .commit
            }
            return answers
        }
        do {
            return try run(job.work)
        } catch  where Self.isOfOneThing(error) {
            guard let otherwise = job.otherwise else { throw error }
            forget(error, in: db)
            return try run(otherwise)
        }
    }

    private func together(_ jobs: [Job], in db: Database) throws -> [@Sendable () -> Void] {
        var answers: [@Sendable () -> Void] = []
        try db.inTransaction(.immediate) {
            for job in jobs { answers.append(try isolated(job, in: db)) }
            return .commit
        }
        return answers
    }

    /// Runs one of several jobs so that its failure is its own, unless the transaction is lost with it.
    private func isolated(_ job: Job, in db: Database) throws -> @Sendable () -> Void {
        do {
            return try db.savepoint { try job.work(db) }
        } catch {
            try survive(error, in: db)
            guard let otherwise = job.otherwise, Self.isOfOneThing(error) else {
                return { job.fail(StoreError.mapped(error)) }
            }
            do {
                return try db.savepoint { try otherwise(db) }
            } catch {
                try survive(error, in: db)
                return { job.fail(StoreError.mapped(error)) }
            }
        }
    }

    /// Whether it is about one row, and not about the database: a rule of the schema, or something damaged.
    private static func isOfOneThing(_ error: any Error) -> Bool {
        error is StoreError || (error as? DatabaseError)?.isOfOneStatement == true
    }

    /// - Throws: the error, if the transaction is lost with it.
    private func survive(_ error: any Error, in db: Database) throws {
        if let error = error as? DatabaseError, !error.isOfOneStatement { throw error }
        guard db.isInsideTransaction else { throw error }
        forget(error, in: db)
    }

    /// Lets go of the prepared statements after SQLite refused one: it would report its failure again, to whoever uses
    /// it next.
    private func forget(_ error: any Error, in db: Database) {
        onRollback()
        if error is DatabaseError { db.releaseMemory() }
    }

    /// What a thread waits for.
    private final class Answer<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let given = DispatchSemaphore(value: 0)

        func give(_ result: Result<Value, any Error>) {
            self.result.withLock { $0 = result }
            given.signal()
        }

        func wait() throws -> Value {
            while true {
                given.wait()
                if let result = result.withLock({ $0 }) { return try result.get() }
            }
        }
    }
}
