import Crypto
import Foundation
import Orders
import Press
import Store
import Wire

extension Printer {
    /// What everybody at the printer sees of a printing that is remembered: nothing personal, and no other printing's.
    ///
    /// A database that was restored counts from an earlier number again; the time of the beginning keeps them apart.
    static func title(of record: PrintingRecord) -> String {
        "Handbill \(record.batch) \(record.document) \(record.id)-\(String(record.at, radix: 36))"
    }

    /// What everybody at the printer sees of single sheets: nothing personal, and the same for the same bytes only.
    static func title(of document: DocumentName, in batch: BatchID, _ bytes: [UInt8]) -> String {
        let hash = SHA256.hash(data: bytes).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "Handbill \(batch) \(document.rawValue) sheets \(hash)"
    }

    /// Sends a paper, unless the print server has it already: from a command that was broken off, or as the same single
    /// sheets that still wait.
    func send(_ paper: PrintDocument, _ record: PrintingRecord?) async throws -> (job: Int, isNew: Bool) {
        let place = place
        let earlier = try await onThread { () throws -> PrintJob? in
            let connection = PrintConnection(to: place.server)
            guard let record else {
                return try connection.jobs(in: place.queue, isWaiting: true).last { $0.name == paper.title }
            }
            return record.isResumed ? try Self.job(of: record, in: place.queue, connection) : nil
        }
        let job: Int
        let isNew = earlier?.isGivenUp ?? true
        if let earlier, !isNew {
            job = earlier.id
        } else {
            do {
                job = try await onThread { try PrintConnection(to: place.server).send(paper, to: place.queue) }
            } catch let problem as PrintProblem where problem.kind != .unreachable {
                // It surely wasn't taken.
                if let record { try await store.withdrawPrinting(record.id) }
                throw problem
            }
        }
        if let record { try await store.printingSent(record.id, as: job) }
        return (job, isNew)
    }

    /// The job of a printing, also one that has come out meanwhile: by its number if that was written down, else by its
    /// title. Of several under its title, the last: the others were given up.
    static func job(
        of record: PrintingRecord, in queue: String, _ connection: PrintConnection
    ) throws(PrintProblem) -> PrintJob? {
        let title = title(of: record)
        if let number = record.job, let job = try connection.job(number), job.mayBeCalled(title), !job.isGivenUp {
            return job
        }
        return try connection.jobs(in: queue).last { $0.name == title }
    }
}

extension PrintJob {
    /// Whether its paper will never come, or not all of it.
    fileprivate var isGivenUp: Bool { state == .canceled || state == .aborted }
}
