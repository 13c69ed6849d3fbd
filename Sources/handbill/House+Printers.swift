import Fulfilment
import Orders
import Press
import Settings
import Store
import Wire

/// The printers of the settings, and of the print servers.
extension House {
    /// A printer of `sheets.printers`, for its profile and direction.
    ///
    /// - Throws: `Failure` with the names that there are.
    func knownPrinter(_ name: String) throws -> Settings.Printer {
        if let printer = settings.sheets.printers[name] { return printer }
        let known = settings.sheets.printers.keys.sorted()
        throw Failure(
            .notFound, "sheets.printers has no printer \(name)",
            hint: known.isEmpty
                ? "measure it: handbill sheet ruler" : "there is \(known.joined(separator: ", "))")
    }

    /// Where a printer is: as `sheets.printers` says, or else the queue of this name on this machine's CUPS.
    ///
    /// - Throws: `WireProblem` for a server that can't be one.
    func place(of name: String) throws -> Printer.Place {
        let known = settings.sheets.printers[name]
        return Printer.Place(
            server: try known?.server.map { (text) throws(WireProblem) in try PrintServer(text) } ?? PrintServer(),
            queue: known?.queue ?? name, tray: known?.tray, labelTray: known?.labelTray)
    }

    /// Makes sure that no printer's profile moves anything off the paper that batches are printed on now; `print` refuses
    /// it for the same reasons.
    ///
    /// - Throws: `Failure` with all of them.
    func checkProfiles() throws {
        let sheet = try sheet(named: settings.sheets.labels)
        let paper = OrderPaper(named: settings.sheets.orders.rawValue)
        let problems = settings.sheets.printers.sorted { $0.key < $1.key }.flatMap { name, printer in
            DocumentName.ofClosing.flatMap { document in
                document.problems(with: printer.profile, on: sheet, paper).map {
                    "\(name), \(document.rawValue): \($0)"
                }
            }
        }
        guard problems.isEmpty else { throw Failure(.settings, problems.joined(separator: "; ")) }
    }

    /// - Parameter patience: for how long a job may stand still.
    func printer(_ name: String, _ store: Store, patience: Duration) throws -> Printer {
        Printer(
            store: store, papers: papers(store: store), place: try place(of: name), patience: patience, clock: clock,
            who: who)
    }

    /// Prints a page that belongs to no batch, and waits for it.
    func printPage(
        _ bytes: [UInt8], as format: PaperFormat, on paper: PaperSize, title: String, printer name: String
    ) async throws {
        let stop = StopFlag()
        let report = PrintingReport(name)
        defer { report.end() }
        do {
            // Whatever it prints on, no store is touched: the folder is only named.
            let place = try place(of: name)
            let (job, end) = try await untilInterrupted({ stop.raise() }) {
                try await Printer.printPage(
                    bytes, as: format, on: paper, title: title, at: place, patience: .seconds(600), stop: stop,
                    tell: { report.tell($0) }, silence: { report.tell(silence: $0) })
            }
            try end.expectCompleted(title, job: "\(place.queue)-\(job)", on: name)
        } catch let problem as PrintProblem {
            throw explain(problem, of: name)
        }
    }

    /// The problem, with the printer of the settings that may be meant.
    func explain(_ problem: PrintProblem, of name: String) -> PrintProblem {
        var problem = problem
        let others = settings.sheets.printers.keys.filter { $0 != name }
        // Where no server can be asked, a name that the settings don't have is rather misspelt.
        let isPerhapsMisspelt = problem.kind == .unreachable && settings.sheets.printers[name] == nil
        let known = problem.kind == .noPrinter ? problem.known + others : isPerhapsMisspelt ? others : []
        guard let near = name.nearest(in: known) else { return problem }
        problem.hint = "did you mean \(near)?" + (problem.kind == .noPrinter ? "" : " Otherwise \(problem.hint ?? "")")
        return problem
    }
}

extension PrintFollowing.End {
    /// - Parameters:
    ///   - what: what was printed: `labels`.
    ///   - job: as CUPS's own commands call it: `Desk-17`.
    /// - Throws: `Failure` unless it came out.
    func expectCompleted(_ what: String, job: String, on printer: String) throws {
        switch self {
        case .completed: return
        case .canceled:
            throw Failure(
                .tryAgain, "\(what): \(job) was taken out of the printer's queue; what came out before lies there",
                hint: "look at the paper, then print again what is missing")
        case .aborted(let words):
            throw Failure(
                .tryAgain, "\(what): \(printer) gave \(job) up" + (words.isEmpty ? "" : ": \(words)"),
                hint: "look at the printer and its paper, then print again what is missing")
        case .forgotten:
            throw Failure(
                .tryAgain,
                "\(what): the print server doesn't know \(job) any more: nobody can tell whether it came out",
                hint: "look at the paper; the same command prints it once more")
        case .lost(let problem):
            throw Failure(
                .tryAgain, "\(what): nobody can tell what became of \(job): \(problem)",
                hint: (problem.hint.map { "\($0); then " } ?? "")
                    + "the same command again goes on with the job, and sends it anew only if CUPS has forgotten it")
        case .waits, .left:
            throw Failure(
                .tryAgain, "\(what): \(job) still waits in the printer's queue, and goes on when the printer does",
                hint: "the same command again goes on waiting and sends nothing twice; to give it up: cancel \(job)")
        }
    }
}
