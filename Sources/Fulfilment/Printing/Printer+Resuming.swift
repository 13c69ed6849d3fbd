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
        let found = try await onThread {
            try Self.job(of: record, in: place.queue, PrintConnection(to: place.server))?.id
        }
        guard let found else { return nil }
        if record.job != found { try await store.printingSent(record.id, as: found) }
        tell(.sent(document, job: found, isNew: false))
        return try await follow(
            found, called: Self.title(of: record), of: document, record, stop: stop, cancels: false, tell: tell)
    }
}
