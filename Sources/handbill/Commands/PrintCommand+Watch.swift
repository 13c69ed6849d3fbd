import Foundation
import Fulfilment
import Orders
import Press
import Settings
import Store
import Wire

/// `print --watch`: each batch as it is closed.
extension PrintCommand {
    func watch(_ store: Store, _ house: House) async throws {
        let documents = papers.isEmpty ? DocumentName.ofClosing : papers
        let printing = try way.laying(printer: target.printer, house)
        let place: PrintWatch.Target
        if let name = target.printer {
            let printer = try house.printer(name, store, patience: patience)
            try await expectToKnow(printer, name, house)
            place = .printer(printer, format: format.isEmpty ? nil : formats.first)
        } else {
            place = .folder(house.papers(store: store), output, formats: formats)
        }
        let stop = StopFlag()
        let alarm = try Alarm(clock: house.clock, watching: house.settings.state)
        let report = PrintingReport(target.printer ?? "")
        let (troubles, heading) = (LastWords(), LastWords())
        let watch = PrintWatch(
            to: place, documents, printing, store: store, clock: house.clock, who: house.who, alarm: alarm, stop: stop,
            tell: { Self.say($0, target.printer ?? "", report, troubles, heading) })
        StandardError.line("watching for batches; \(destination(house)); Ctrl-C ends it")
        do {
            try await untilInterrupted({
                stop.raise()
                alarm.stop()
            }) { try await watch.run() }
        } catch let problem as PrintProblem {
            throw house.explain(problem, of: target.printer ?? "")
        }
        StandardError.line("stopped watching")
    }

    /// Where papers go.
    private func destination(_ house: House) -> String {
        if let name = target.printer { return "their papers come out of \(name)" }
        if let output { return "their papers go into \(output)/, a folder for each" }
        return "their papers go into \(house.batchesFolder)/, a folder for each; --output names "
            + "another, --printer a printer"
    }

    /// A misspelt name is told at once; a printer that is switched off is waited for.
    private func expectToKnow(_ printer: Printer, _ name: String, _ house: House) async throws {
        do {
            _ = try await printer.describe()
        } catch let problem as PrintProblem where problem.kind == .noPrinter {
            throw house.explain(problem, of: name)
        } catch let problem as PrintProblem {
            StandardError.line("\(problem)" + (problem.hint.map { ": \($0)" } ?? ""))
        }
    }

    private static func say(
        _ event: PrintWatch.Event, _ printer: String, _ report: PrintingReport, _ troubles: LastWords,
        _ heading: LastWords
    ) {
        switch event {
        case .printing(let batch, let event):
            // Once for all papers of a batch.
            if case .sent = event, heading.areNew("\(batch)") { StandardError.line("\(batch):") }
            report.tell(event)
            troubles.forget()
        case .printed(let batch, let missing):
            report.end()
            try? StandardOutput.line("\(batch) came out of \(printer)")
            if !missing.isEmpty {
                StandardError.line("  still to come: \(missing.map(\.rawValue).joined(separator: ", "))")
            }
        case .written(_, let paths): paths.forEach { try? StandardOutput.line($0) }
        case .misfits(let batch, let numbers):
            StandardError.line(
                "\(batch): left empty, for the address fits on no label of this sheet: \(NumberRanges(numbers).typed)")
        case .left(let batch, let why):
            report.end()
            StandardError.line("\(batch) is left to you: \(why)")
            if !printer.isEmpty { StandardError.line("  to print it: handbill print \(batch) --printer \(printer)") }
        case .overtaken(let batch, let state):
            report.end()
            StandardError.line("\(batch) is \(state) meanwhile: throw away what came out of it")
        case .trouble(let problem, let hint, let again):
            let words = problem + (hint.map { ": \($0)" } ?? "")
            if troubles.areNew(words) {
                StandardError.line("\(words); asking again every \(again.components.seconds) s")
            }
        }
    }
}
