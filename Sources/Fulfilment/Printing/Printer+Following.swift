import Foundation
import Orders
import Press
import Store
import Wire

extension Printer {
    /// Stays with a job that was sent.
    func follow(
        _ job: Int, called title: String, of document: DocumentName, _ record: PrintingRecord?, stop: StopFlag,
        cancels: Bool, tell: @escaping @Sendable (Event) -> Void
    ) async throws -> Outcome {
        let place = place
        let following = PrintFollowing(on: place.server, patience: patience, stop: stop)
        let (end, last) = try await onThread {
            () throws -> (PrintFollowing.End, PrintFollowing.Standing?) in
            let (end, last) = try following.follow(
                job, called: title, in: place.queue,
                tell: { tell(.standing(document, $0)) },
                silence: { tell($0.map { .silent(document, $0) } ?? .answering(document, job: job)) })
            guard end == .left, cancels else { return (end, last) }
            return (try Self.cancel(job, at: place), last)
        }
        if let record, let end = end.recorded {
            try await store.printingEnded(record.id, as: end, at: clock.now)
        }
        return Outcome(document: document, job: job, end: end, last: last)
    }

    /// Takes a job out of the queue.
    ///
    /// - Returns: how it ended: it may have been quicker than we, or the server may be gone.
    static func cancel(_ job: Int, at place: Place) throws(PrintProblem) -> PrintFollowing.End {
        do throws(PrintProblem) {
            let connection = PrintConnection(to: place.server)
            _ = try connection.cancel(job)
            return try connection.job(job)?.state == .completed ? .completed : .canceled
        } catch {
            if error.kind == .unreachable { return .lost(error) }
            throw error
        }
    }
}
