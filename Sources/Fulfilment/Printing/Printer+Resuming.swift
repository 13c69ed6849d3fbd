import Foundation
import Orders
import Press
import Store
import Wire

extension Printer {
    /// Goes on with a printing that was begun and of which no end is known: finds its job and stays with it.
    ///
    /// - Returns: nil if the print server knows no such job: it never came, or is forgotten.
    /// - Throws: `PrintProblem`, `StoreError`.
    func resume(
        _ record: PrintingRecord, of document: DocumentName, stop: StopFlag,
        tell: @escaping @Sendable (Event) -> Void
    ) async throws -> Outcome? {
        let place = place
        let title = "Handbill \(record.batch) \(document.rawValue) "
        let job = try await onThread { () throws -> Int? in
            let connection = PrintConnection(to: place.server)
            // A number may come again after a power cut: the title says whose job it is.
            if let job = record.job {
                return try connection.job(job).flatMap { $0.name.hasPrefix(title) ? $0.id : nil }
            }
            // The job came, but its number was never written down.
            return try connection.jobs(in: place.queue).last { $0.name.hasPrefix(title) }?.id
        }
        guard let job else { return nil }
        if record.job == nil { try await store.printingSent(record.id, as: job) }
        tell(.sent(document, job: job, isNew: false))
        return try await follow(job, of: document, record, stop: stop, cancels: false, tell: tell)
    }
}
