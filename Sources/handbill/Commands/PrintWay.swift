import ArgumentParser
import Fulfilment
import Orders
import Press
import Settings
import Store

/// How `print` lays papers on sheets, and what of them it prints.
struct PrintWay: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            """
            Begin at this label of the first sheet, from 1, where the others are used already ('sheet outline' shows \
            them); 'next' for the one behind the last that was printed on such a sheet on the same printer, or into files.
            """,
            valueName: "n"))
    var startAt: StartAt?
    @Option(
        name: .long,
        help: ArgumentHelp(
            """
            Only this sheet of the paper as it was printed last on the same printer, or into files; from 1, may be repeated.
            """,
            valueName: "k"))
    var sheet: [Int] = []
    @Option(
        name: .long,
        help: ArgumentHelp("Only packets from this number on: the sheets or the roll ran out.", valueName: "n"))
    var from: Int?
    @Option(name: .long, help: ArgumentHelp("Only this bundle, like M14, mixed or urgent.", valueName: "b"))
    var bundle: [String] = []
    @Option(name: .long, help: ArgumentHelp("Only the packets of this order; may be repeated.", valueName: "ref"))
    var order: [String] = []
    @Option(
        name: .long,
        help: ArgumentHelp("Another label sheet than the batch was closed for: see 'sheet list'.", valueName: "type"))
    var labels: String?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Correct the papers for this printer of sheets.printers. The default is that of --printer.",
            valueName: "name"))
    var profile: String?
    @Flag(
        name: .long, inversion: .prefixedNo,
        help: "The last page first, for a printer that stacks its sheets face up. The default is that of the profile.")
    var reverse: Bool?

    /// Whether anything is asked for that only labels have.
    var isOfLabels: Bool { startAt != nil || labels != nil }
    /// Whether only some packets are asked for.
    var isSelecting: Bool { from != nil || !bundle.isEmpty || !order.isEmpty }
    /// Whether anything but single sheets is asked for.
    var isLaid: Bool { isOfLabels || isSelecting || profile != nil || reverse != nil }

    func validate() throws {
        if case .label(let number) = startAt, number < 1 { throw ValidationError("--start-at counts labels from 1") }
        if bundle.count > 1 { throw ValidationError("--bundle takes one bundle: print one after the other") }
        if sheet.contains(where: { $0 < 1 }) { throw ValidationError("--sheet counts sheets from 1") }
        if !sheet.isEmpty, isLaid {
            throw ValidationError("--sheet prints a sheet just as it was the last time: leave the other options out")
        }
    }

    /// The way that was asked for; for single sheets that of the last printing. What counts as the last is what went the
    /// same way out, for a trial into a file uses up no label in the printer.
    ///
    /// - Parameter printer: where it goes, and whose profile and direction count if none was named; nil for files.
    func way(
        of documents: [DocumentName], in batch: BatchID, printer: String? = nil, _ store: Store, _ house: House
    ) async throws -> Papers.Way {
        if let document = documents.first, !sheet.isEmpty {
            return Papers.Way(try await last(document, of: batch, printer: printer, store, house), sheets: Set(sheet))
        }
        var orders: [Reference] = []
        for text in order { orders.append(try await readReference(text, in: store)) }
        var printing = try laying(printer: printer, house)
        (printing.from, printing.bundle, printing.orders) = (from, bundle.first, orders)
        switch startAt {
        case .label(let number): printing.startAt = number
        case .next: printing.startAt = try await next(on: printing.labels, in: batch, printer: printer, store, house)
        case nil: break
        }
        return Papers.Way(printing)
    }

    /// The label sheet, the profile and the direction.
    func laying(printer: String?, _ house: House) throws -> Printing {
        let known = try profile.map(house.knownPrinter) ?? printer.flatMap { house.settings.sheets.printers[$0] }
        return Printing(
            labels: try labels.map(house.chosenSheet), profile: known?.profile ?? PrinterProfile(),
            isReversed: reverse ?? known?.reverse ?? false)
    }

    /// How a paper was printed the last time on this printer, or into files; said on standard error.
    private func last(
        _ document: DocumentName, of batch: BatchID, printer: String?, _ store: Store, _ house: House
    ) async throws -> Printing {
        let place = try printer.map { try house.place(of: $0).name }
        guard let last = try await store.lastPrinting(of: document.rawValue, in: batch, on: place) else {
            StandardError.line(
                "\(document.rawValue) of \(batch) were never printed \(Self.wayOut(place)): sheets are counted as it would be"
            )
            return try laying(printer: printer, house)
        }
        var type: String?
        if document == .labels {
            if let labels = last.way.labels {
                type = labels.name
            } else {
                type = try await store.snapshot(of: batch).papers.labels.name
            }
        }
        StandardError.line("sheets are counted as in the printing of \(Self.words(last, on: type, house))")
        return last.way
    }

    /// `2026-12-17-1, labels, L7159, Thursday 17 December 2026, 16:05, on Desk`
    private static func words(_ printing: PrintingRecord, on type: String?, _ house: House) -> String {
        let what = ["\(printing.batch)", printing.document, type].compactMap { $0 }
        return (what + [house.clock.words(at: printing.at), wayOut(printing.printer)]).joined(separator: ", ")
    }

    private static func wayOut(_ printer: String?) -> String { printer.map { "on \($0)" } ?? "into files" }

    /// The first free label of the sheet that was used last.
    private func next(
        on labels: SheetGeometry?, in batch: BatchID, printer: String?, _ store: Store, _ house: House
    ) async throws -> Int {
        let place = try printer.map { try house.place(of: $0).name }
        let sheet: SheetGeometry
        if let labels { sheet = labels } else { sheet = try await store.snapshot(of: batch).papers.labels }
        guard let last = try await store.lastLabels(on: sheet, printer: place) else {
            throw Failure(
                .data,
                "no labels on \(sheet.name) were printed \(Self.wayOut(place)) yet: nobody knows where the last ended",
                hint: "say it: --start-at N; handbill sheet outline \(sheet.name) shows the numbers")
        }
        StandardError.line("counting from the printing of \(Self.words(last, on: sheet.name, house))")
        if let printer = last.printer, last.end == nil, last.batch == batch {
            StandardError.line("\(printer) may not have finished it: beginning where it began")
            return last.way.startAt
        }
        let packets = try await store.snapshot(of: last.batch).selecting(by: last.way).packets.count
        let label = sheet.label(after: packets, startAt: last.way.startAt)
        StandardError.line(
            label == 1
                ? "the last sheet of \(last.batch) is used up: put in a new one"
                : "beginning at label \(label): the last sheet of \(last.batch) has \(label - 1) used")
        return label
    }
}
