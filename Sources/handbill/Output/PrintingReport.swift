import Fulfilment
import Orders
import Press
import Synchronization
import Wire

/// Says how a printer gets on: what keeps it, on a line of its own; how many sheets came out, on a line that is
/// rewritten in place.
final class PrintingReport: Sendable {
    private let printer: String
    private let progress: Progress
    private let said = Mutex<[String]>([])

    init(_ printer: String) {
        self.printer = printer
        progress = Progress(printer)
    }

    func tell(_ event: Printer.Event) {
        switch event {
        case .sent(let document, let job, let isNew):
            say(
                isNew
                    ? "\(document.rawValue) sent to \(printer), job \(job)"
                    : "\(printer) has \(document.rawValue) already: job \(job) goes on")
        case .standing(_, let standing): tell(standing)
        }
    }

    func tell(_ standing: PrintFollowing.Standing) {
        let stopped = standing.isPrinterStopped && standing.troubles.isEmpty ? ["\(printer) is stopped"] : []
        let troubles = standing.troubles.map { trouble in
            "\(printer): \(trouble.words) (\(trouble.keyword))" + (trouble.hint.map { ": \($0)" } ?? "")
        }
        let new = said.withLock { said in
            let new = (stopped + troubles).filter { !said.contains($0) }
            said = stopped + troubles
            return new
        }
        new.forEach(say)
        if standing.job.sheets > 0 { progress.show(standing.job.sheets, of: nil) }
    }

    func end() {
        progress.end()
    }

    private func say(_ line: String) {
        progress.end()
        StandardError.line(line)
    }
}
