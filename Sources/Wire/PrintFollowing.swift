import Foundation

/// Stays with a job until nothing more comes of it, or until waiting is no use.
///
/// It asks every few tenths of a second: CUPS's subscriptions are asked for just as often. A server that goes away, for an
/// update say, is asked again, and whoever waits is told. A job's number alone is no proof that it is the same job: a
/// server that lost its memory counts from 1 again, so its title is looked at each time.
public struct PrintFollowing: Sendable {
    /// How it ended.
    public enum End: Sendable, Hashable {
        /// The printer says that it is printed.
        case completed
        /// Somebody took it out of the queue.
        case canceled
        /// CUPS or the printer gave up; why, in the printer's words, may be empty.
        case aborted(words: String)
        /// The server doesn't know it any more: whether it was printed nobody can tell.
        case forgotten
        /// It hasn't moved for too long, and still waits in the queue.
        case waits
        /// The server didn't answer any more, for too long: what became of the job shows when it answers again.
        case lost(PrintProblem)
        /// The `StopFlag` was raised; it still waits, or is being printed.
        case left
    }

    /// Where it stands.
    public struct Standing: Sendable, Hashable {
        public var job: PrintJob
        /// What keeps the printer; empty if nothing does.
        public var troubles: [PrintReason]
        public var isPrinterStopped: Bool
    }

    let connection: @Sendable () -> PrintConnection
    /// For how long nothing may change.
    public var patience: Duration
    /// Between two questions.
    public var interval: Duration
    public var stop: StopFlag

    /// - Parameter timeout: seconds for each silence of the server, before it counts as gone.
    public init(
        on server: PrintServer, patience: Duration = .seconds(600), interval: Duration = .milliseconds(250),
        timeout: Int = 5, stop: StopFlag = StopFlag()
    ) {
        connection = { PrintConnection(to: server, timeout: timeout) }
        self.patience = patience
        self.interval = interval
        self.stop = stop
    }

    /// Follows a job. It blocks its thread.
    ///
    /// - Parameters:
    ///   - title: of the job; another job with its number is none of ours.
    ///   - tell: hears of every change, the first standing among them.
    ///   - silence: hears why the server doesn't answer any more, once, and nil when it answers again.
    /// - Returns: how it ended, and where it stood last; nil for one that was never seen.
    /// - Throws: `PrintProblem` if the server refuses to say how the job stands.
    public func follow(
        _ id: Int, called title: String, in queue: String, tell: (Standing) -> Void = { _ in },
        silence: (PrintProblem?) -> Void = { _ in }
    ) throws(PrintProblem) -> (end: End, last: Standing?) {
        let connection = connection()
        var last: Standing?
        var lost: PrintProblem?
        var changedAt = ContinuousClock.now
        while true {
            do throws(PrintProblem) {
                let standing = try standing(of: id, called: title, in: queue, connection)
                if lost != nil {
                    lost = nil
                    changedAt = .now
                    silence(nil)
                }
                guard let standing else { return (.forgotten, last) }
                if standing != last {
                    changedAt = .now
                    last = standing
                    tell(standing)
                }
                if let end = end(of: standing) { return (end, last) }
            } catch {
                guard error.kind == .unreachable else { throw error }
                if lost == nil {
                    lost = error
                    changedAt = .now
                    silence(error)
                }
            }
            if stop.isRaised { return (.left, last) }
            if .now - changedAt >= patience { return (lost.map(End.lost) ?? .waits, last) }
            rest()
        }
    }

    private func standing(
        of id: Int, called title: String, in queue: String, _ connection: PrintConnection
    ) throws(PrintProblem) -> Standing? {
        guard let job = try connection.job(id), job.mayBeCalled(title) else { return nil }
        guard !job.state.isEnd else { return Standing(job: job, troubles: [], isPrinterStopped: false) }
        let printer = try connection.queue(queue)
        let troubles = PrintReason.all(printer.reasons, message: printer.message).filter(\.isTrouble)
        return Standing(job: job, troubles: troubles, isPrinterStopped: printer.state == .stopped)
    }

    private func end(of standing: Standing) -> End? {
        switch standing.job.state {
        case .completed: .completed
        case .canceled: .canceled
        case .aborted:
            .aborted(
                words: standing.job.message.isEmpty
                    ? standing.job.reasons.filter { $0 != "processing-to-stop-point" }.joined(separator: ", ")
                    : standing.job.message)
        case .pending, .held, .processing, .stopped: nil
        }
    }

    private func rest() {
        let (seconds, attoseconds) = interval.components
        poll(nil, 0, Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
