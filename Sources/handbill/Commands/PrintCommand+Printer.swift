import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Press
import Store
import Wire

/// `print --printer`: one job for each paper, followed to its end.
extension PrintCommand {
    func validatePrinter() throws {
        guard target.watch || id != nil else { throw ValidationError("which batch? An id, or 'latest'") }
        if target.printer != nil {
            if output != nil { throw ValidationError("--printer prints, --output writes: leave one of them out") }
            if format.contains(.png) { throw ValidationError("a printer takes pdf or ps: leave out --format png") }
            if formats.count > 1 { throw ValidationError("one --format is enough for a printer") }
            if document.contains(where: { $0.paper == nil }) {
                throw ValidationError("a list is for spreadsheets, not for paper: leave out --printer")
            }
        }
        guard target.watch else { return }
        if id != nil { throw ValidationError("--watch prints every batch as it is closed: leave the id out") }
        if !way.sheet.isEmpty || way.isSelecting || way.startAt != nil {
            throw ValidationError("--watch prints whole batches: leave out what chooses a part of one")
        }
        if document.contains(where: { !DocumentName.ofClosing.map(\.rawValue).contains($0.rawValue) }) {
            throw ValidationError("--watch prints labels, orders and picklist")
        }
        if output == "-" || format.contains(.png) { throw ValidationError("--watch writes pdf or ps into a folder") }
    }

    /// How long a job may stand still.
    var patience: Duration { target.wait.duration }
    /// What is asked for; nil for what the printer likes best.
    private var printedFormat: PaperFormat? { format.isEmpty ? nil : formats.first }

    func printPapers(of batch: BatchRecord, on name: String, _ store: Store, _ house: House) async throws {
        let snapshot = try await store.snapshot(of: batch.id)
        let changes = try await store.changes(of: batch.id)
        let standard = DocumentName.ofClosing + (changes.isEmpty ? [] : [.changes])
        let documents = papers.isEmpty ? standard : papers
        sayNotToPack(changes, of: batch.id, isShown: documents.contains(.changes))
        try await sayFurtherCopies(documents, of: batch, store, house)
        let way = try await way.way(of: documents, in: batch.id, printer: name, store, house)
        let printer = try house.printer(name, store, patience: patience)
        do {
            let format = try await printer.check(documents, of: snapshot, way, as: printedFormat)
            if documents.contains(.labels) {
                sayMisfits(try await house.papers(store: store).misfits(of: snapshot, way), way)
            }
            let report = PrintingReport(name)
            defer { report.end() }
            let stop = StopFlag()
            try await untilInterrupted({ stop.raise() }) {
                for (index, document) in documents.enumerated() {
                    try Self.askForPaper(documents, at: index, snapshot, way, printer, stop)
                    let outcome = try await printer.print(
                        document, of: snapshot, as: format, way, changes: changes, stop: stop, tell: report.tell)
                    report.end()
                    guard let outcome else { continue }
                    try Self.expectCompleted(outcome, printer, name, rest: documents[(index + 1)...])
                    try StandardOutput.line(
                        "\(document.rawValue) came out of \(name) (\(printer.place.queue)-\(outcome.job))")
                }
            }
            try await sayWhatIsLeft(of: batch, try await printer.markPrinted(batch.id), name)
        } catch let problem as PrintProblem {
            throw house.explain(problem, of: name)
        }
    }

    /// Labels and plain paper don't come out of one tray: whoever is there is asked to change it.
    private static func askForPaper(
        _ documents: [DocumentName], at index: Int, _ snapshot: BatchSnapshot, _ way: Papers.Way, _ printer: Printer,
        _ stop: StopFlag
    ) throws {
        let isMixed = documents.contains(.labels) && documents.contains { $0 != .labels }
        guard isMixed, printer.place.labelTray == nil else { return }
        let changes = index == 0 || (documents[index] == .labels) != (documents[index - 1] == .labels)
        guard changes else { return }
        let sheet = (way.printing.labels ?? snapshot.papers.labels).name
        let paper = documents[index] == .labels ? "\(sheet) label sheets" : "plain paper"
        guard Question.canBeAsked else {
            if index == 0 {
                StandardError.line(
                    "labels need \(sheet) sheets, the others plain paper: labelTray in sheets.printers keeps them apart"
                )
            }
            return
        }
        StandardError.raw("Put \(paper) into \(printer.place.queue), then press Enter (Ctrl-C to stop): ")
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, 200) <= 0 {
            if stop.isRaised { throw Failure(.tryAgain, "stopped; \(documents[index].rawValue) was not sent") }
        }
        _ = readLine()
    }

    private static func expectCompleted(
        _ outcome: Printer.Outcome, _ printer: Printer, _ name: String, rest: ArraySlice<DocumentName>
    ) throws {
        let job = "\(printer.place.queue)-\(outcome.job)"
        do {
            try outcome.end.expectCompleted(outcome.document.rawValue, job: job, on: name)
        } catch var failure as Failure {
            // Of a server that doesn't answer what was last heard is old.
            let last = outcome.isLost ? nil : outcome.last
            let sheets = last?.job.sheets ?? 0
            if sheets > 0, outcome.end != .waits {
                failure.message += "; at most \(sheets) \(sheets == 1 ? "sheet" : "sheets") came out"
            }
            let troubles = last?.troubles ?? []
            if !troubles.isEmpty {
                let words = troubles.map { "\($0.words) (\($0.keyword))" }
                failure.message += "; \(name): \(words.joined(separator: ", "))"
                // A stopped queue goes on by nothing else.
                if let hint = troubles.first(where: { $0.keyword == "paused" })?.hint
                    ?? troubles.compactMap(\.hint).first
                {
                    failure.hint = "\(hint); \(failure.hint ?? "")"
                }
            } else if last?.isPrinterStopped == true {
                failure.message += "; \(name) is stopped"
                failure.hint = "look at the printer, then: cupsenable \(printer.place.queue); \(failure.hint ?? "")"
            }
            if !rest.isEmpty { failure.message += "; not sent: \(rest.map(\.rawValue).joined(separator: ", "))" }
            throw failure
        }
    }

    /// What makes a batch printed, and what is still to come.
    private func sayWhatIsLeft(of batch: BatchRecord, _ missing: [DocumentName], _ name: String) async throws {
        guard batch.state == .closed else { return }
        if missing.isEmpty { return StandardError.line("\(batch.id) is printed, by \(name)'s word") }
        StandardError.line(
            "\(batch.id) isn't printed yet: \(missing.map(\.rawValue).joined(separator: ", ")) have not come out whole")
        StandardError.line("  if they lie there: handbill batch printed \(batch.id)")
    }
}
