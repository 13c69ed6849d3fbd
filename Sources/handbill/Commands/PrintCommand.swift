import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Press
import Store

struct PrintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Write the papers of a batch: labels, order sheets, pick list, changes.",
        discussion: """
            Without --output they go to the batch's folder in the state folder, and their paths are printed. The same \
            batch gives the same bytes on any day. Nothing changes its state by printing to files. What is laid otherwise \
            than at closing is called so there: labels-special.pdf.

            'changes' is a page to pin up over the table: what must not be packed any more. 'manifest' is the plan to \
            post, for Royal Mail's Click & Drop; 'packets' the same for spreadsheets, with everything that is known of \
            each packet. Both leave out what must not be packed any more. 'dispatched' is a list of what was posted.

            In the print dialogue choose "actual size", never "fit to page": labels drift otherwise. With --printer \
            there is no dialogue: CUPS prints at the actual size, this command stays until the paper is out, and once \
            labels, orders and picklist have come out whole, the batch is printed. docs/printing.md explains it.

            Examples:
              handbill print latest
              handbill print latest --document changes
              handbill print latest --document labels --start-at 9      a sheet of which 8 labels are used
              handbill print latest --document labels --sheet 3         the third sheet jammed
              handbill print latest --document labels --from 73 --labels L7163
              handbill print latest --document labels --start-at next   where the last labels ended
              handbill print latest --printer Desk
              handbill print --watch --printer Desk                     each batch as it is closed

            From your own computer, where 'office' is the machine that Handbill runs on:
              ssh office sudo -u handbill \\
                  handbill print latest --document labels --output - > labels.pdf
              ssh office sudo -u handbill \\
                  handbill print latest --document dispatched --output - > posted.csv
            """)
    @OptionGroup var common: CommonOptions
    @Argument(help: "The batch, or 'latest'; none with --watch.") var id: String?
    @Option(
        name: .long,
        help: """
            A paper to write, may be repeated. The default is labels, orders, picklist, manifest and packets, and \
            changes if there are any.
            """)
    var document: [PrintedDocument] = []
    @Option(
        name: .long,
        help: "pdf, ps, or png for a picture of each page; may be repeated. Lists are always CSV.")
    var format: [PrintedFormat] = []
    @OptionGroup(title: "How it is laid") var way: PrintWay
    @Option(
        name: .long,
        help: ArgumentHelp("A folder to write to, or '-' for standard output (one paper only).", valueName: "folder"))
    var output: String?
    @OptionGroup(title: "On a printer") var target: PrintTarget

    /// The papers that were asked for; none stands for the default.
    var papers: [DocumentName] { document.uniqued.compactMap(\.paper) }
    /// The lists that were asked for.
    private var lists: [PrintedDocument] { document.uniqued.filter { $0.paper == nil } }
    private var wantsList: Bool { !lists.isEmpty }
    var formats: [PaperFormat] { format.isEmpty ? [.pdf] : format.uniqued.compactMap(\.file) }
    private var wantsPictures: Bool { format.contains(.png) }

    func validate() throws {
        try validatePrinter()
        if wantsList, papers.isEmpty, !format.isEmpty {
            throw ValidationError("--format is for papers: the list \(lists[0].rawValue) is always CSV")
        }
        if wantsList, papers.isEmpty, way.isLaid || !way.sheet.isEmpty {
            throw ValidationError(
                "the list \(lists[0].rawValue) is always whole: it takes none of the options for papers")
        }
        if way.isOfLabels, !papers.isEmpty, !papers.contains(.labels) {
            throw ValidationError("--start-at and --labels are for labels: add --document labels")
        }
        if !way.sheet.isEmpty, papers.count != 1 {
            throw ValidationError("--sheet counts the sheets of one paper: say which with --document")
        }
        if output == "-", wantsPictures {
            throw ValidationError("pictures are many files: name a folder with --output")
        }
        if output == "-", papers.count * formats.count + lists.count != 1 {
            throw ValidationError("--output - takes one paper: say which with --document and --format")
        }
    }

    func run() async throws {
        if output == "-", !wantsList, isatty(STDOUT_FILENO) == 1 {
            throw Failure(
                .usage, "a paper can't be read on a terminal",
                hint: "send it to a file or a program: --output - > \(papers[0].rawValue).\(formats[0].rawValue)")
        }
        let house = try House(common)
        let store = try house.openStore()
        if target.watch { return try await watch(store, house) }
        let batch = try await findBatch(id ?? "latest", in: store)
        guard batch.state != .reopened else {
            throw Failure(
                .data, "batch \(batch.id) was reopened: its papers must not be used",
                hint: "its orders go into the next batch: handbill batch close")
        }
        if let printer = target.printer { return try await printPapers(of: batch, on: printer, store, house) }
        if !papers.isEmpty || !wantsList { try await writePapers(of: batch, store, house) }
        // Everything that is printed of a batch as a whole comes with the plan to post it.
        let isWhole = document.isEmpty && !way.isLaid && !wantsPictures && format.isEmpty
        for list in isWhole ? [.manifest, .packets] : lists { try await writeList(list, of: batch.id, store, house) }
    }

    private func writePapers(of record: BatchRecord, _ store: Store, _ house: House) async throws {
        let batch = record.id
        let snapshot = try await store.snapshot(of: batch)
        let changes = try await store.changes(of: batch)
        let standard = DocumentName.ofClosing + (changes.isEmpty ? [] : [.changes])
        let documents = papers.isEmpty ? standard : papers
        sayNotToPack(changes, of: batch, isShown: documents.contains(.changes))
        if !formats.isEmpty { sayFurtherCopies(documents, of: record, house) }
        let printer = house.papers(store: store)
        let way = try await way.way(of: documents, in: batch, store, house)
        let misfits = documents.contains(.labels) ? try await printer.misfits(of: snapshot, way) : []
        if output == "-" {
            let bytes = try await printer.render(documents[0], of: snapshot, as: formats[0], way, changes: changes)
            try StandardOutput.write(Data(bytes))
            return try await remember(way, documents, of: batch, misfits, store, house)
        }
        let progress = Progress("papers")
        defer { progress.end() }
        let made = try await printer.make(
            documents, of: snapshot, as: formats, in: output, way, changes: changes, progress: progress.show)
        let pictures =
            wantsPictures
            ? try await printer.makePictures(
                documents, of: snapshot, in: output, way, changes: changes, progress: progress.show) : []
        progress.end()
        for paper in made {
            try StandardOutput.line(paper.path)
            if paper.differs {
                StandardError.line(
                    "warning: \(paper.path) differs from its first printing: a font or a library has changed since")
            }
        }
        try pictures.forEach { try StandardOutput.line($0) }
        try await remember(way, documents, of: batch, misfits, store, house)
    }

    /// Notes how the papers were laid, so that one of their sheets can be printed again, and says what is left to do.
    private func remember(
        _ way: Papers.Way, _ documents: [DocumentName], of batch: BatchID, _ misfits: [Int], _ store: Store,
        _ house: House
    ) async throws {
        sayMisfits(misfits, way)
        // A picture is no paper: it uses up no label.
        guard way.sheets == nil, !formats.isEmpty else { return }
        for document in documents {
            try await store.recordPrinting(
                way.printing, of: document.rawValue, in: batch, at: house.clock.now, who: house.who)
        }
    }

    /// Says which places stay empty.
    func sayMisfits(_ misfits: [Int], _ way: Papers.Way) {
        if !misfits.isEmpty {
            StandardError.line(
                "left empty, for the address fits on no label of \(way.printing.labels?.name ?? "this sheet"): "
                    + NumberRanges(misfits).typed)
            StandardError.line("  write these by hand, or print them on a larger label: --labels and --order")
        }
    }

    private func writeList(_ list: PrintedDocument, of batch: BatchID, _ store: Store, _ house: House) async throws {
        guard let file = list.plan else {
            let lists = house.dispatchedLists(store)
            if output == "-" { return try StandardOutput.write(Data(try await lists.bytes(of: batch))) }
            return try StandardOutput.line(try await lists.write(of: batch, in: output))
        }
        let changes = try await store.changes(of: batch)
        let leftOut = Set(changes.notToPack)
        let plan = Manifest(try await store.snapshot(of: batch), changes: changes)
        sayNotToPack(changes, of: batch, isShown: !papers.isEmpty || document.isEmpty)
        if !leftOut.isEmpty {
            StandardError.line("left out of \(file.name): \(NumberRanges(leftOut.sorted()).typed)")
        }
        if file == .manifest { sayWhatIsNotWhole(in: plan) }
        if output == "-" { return try StandardOutput.write(Data(plan.bytes(of: file))) }
        let folder = output ?? house.papers(store: store).folder(of: batch)
        try StandardOutput.line(try await plan.write(file, in: folder))
    }

    /// Says which rows of Click & Drop's list are to be looked at.
    private func sayWhatIsNotWhole(in plan: Manifest) {
        let (shortened, incomplete) = (NumberRanges(plan.shortened), NumberRanges(plan.incomplete))
        if !shortened.isEmpty {
            StandardError.line("shortened in manifest.csv, for Click & Drop takes no more: \(shortened.typed)")
        }
        if !incomplete.isEmpty {
            StandardError.line("words left out in manifest.csv, for they have no Roman letters: \(incomplete.typed)")
        }
    }

    /// Says which papers a printer brought out already, also of a batch that isn't printed as a whole.
    func sayFurtherCopies(
        _ documents: [DocumentName], of batch: BatchRecord, _ store: Store, _ house: House
    ) async throws {
        guard batch.printedAt == nil else { return sayFurtherCopies(documents, of: batch, house) }
        let before = try await store.printings(of: batch.id).filter { $0.end == .completed && $0.way.isWhole }
        for document in documents {
            guard let last = before.last(where: { $0.document == document.rawValue }), let printer = last.printer else {
                continue
            }
            StandardError.line(
                "\(document.rawValue) of \(batch.id) came out of \(printer) already, sent on "
                    + "\(house.clock.words(at: last.at)): these are further copies")
        }
    }

    /// Says of a batch that is printed already since when it is: two packets with the same number would go out.
    func sayFurtherCopies(_ documents: [DocumentName], of batch: BatchRecord, _ house: House) {
        guard let printedAt = batch.printedAt, documents.contains(where: DocumentName.ofClosing.contains) else {
            return
        }
        StandardError.line(
            "\(batch.id) was printed on \(house.clock.words(at: printedAt)): these are further copies of its papers")
    }

    /// - Parameter isShown: whether the page that says the same is among the papers.
    func sayNotToPack(_ changes: [BatchChange], of batch: BatchID, isShown: Bool) {
        guard !changes.isEmpty else { return }
        let numbers = NumberRanges(changes.notToPack)
        if !numbers.isEmpty { StandardError.line("do not pack: \(numbers.typed)") }
        changes.toPackWithout.forEach { StandardError.line($0) }
        if !isShown { StandardError.line("  a page to pin up: handbill print \(batch) --document changes") }
    }
}
