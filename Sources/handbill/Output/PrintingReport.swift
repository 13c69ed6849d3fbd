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
        case .silent(_, let problem): tell(silence: problem)
        case .answering(_, let job): say("\(printer): the print server answers again; job \(job) goes on")
        }
    }

    /// - Parameter silence: why the print server doesn't answer any more; nil once it does again.
    func tell(silence: PrintProblem?) {
        guard let silence else { return say("\(printer): the print server answers again") }
        say("\(printer): \(silence); asking again" + (silence.hint.map { ": \($0)" } ?? ""))
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
