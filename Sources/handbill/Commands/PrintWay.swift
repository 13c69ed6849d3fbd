import ArgumentParser
import Fulfilment
import Orders
import Press
import Store

/// How `print` lays papers on sheets, and what of them it prints.
struct PrintWay: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Begin at this label of the first sheet, from 1, where the others are used already; see 'sheet outline'.",
            valueName: "n"))
    var startAt: Int?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only this sheet of the paper as it was printed last, from 1; may be repeated.", valueName: "k"))
    var sheet: [Int] = []
    @Option(
        name: .long,
        help: ArgumentHelp("Only packets from this number on: the sheets or the roll ran out.", valueName: "n"))
    var from: Int?
    @Option(name: .long, help: ArgumentHelp("Only this bundle, like M14, mixed or urgent.", valueName: "b"))
    var bundle: String?
    @Option(name: .long, help: ArgumentHelp("Only the packets of this order; may be repeated.", valueName: "ref"))
    var order: [String] = []
    @Option(
        name: .long,
        help: ArgumentHelp("Another label sheet than the batch was closed for: see 'sheet list'.", valueName: "type"))
    var labels: String?
    @Option(
        name: .long,
        help: ArgumentHelp("Correct the papers for this printer of sheets.printers.", valueName: "name"))
    var profile: String?
    @Flag(name: .long, help: "The last page first, for a printer that stacks its sheets face up.")
    var reverse = false

    /// Whether anything is asked for that only labels have.
    var isOfLabels: Bool { startAt != nil || labels != nil }
    /// Whether anything but single sheets is asked for.
    var isLaid: Bool { isOfLabels || from != nil || bundle != nil || !order.isEmpty || profile != nil || reverse }

    func validate() throws {
        if let startAt, startAt < 1 { throw ValidationError("--start-at counts labels from 1") }
        if sheet.contains(where: { $0 < 1 }) { throw ValidationError("--sheet counts sheets from 1") }
        if !sheet.isEmpty, isLaid {
            throw ValidationError("--sheet prints a sheet just as it was the last time: leave the other options out")
        }
    }

    /// The way that was asked for; for single sheets that of the last printing.
    func way(of documents: [DocumentName], in batch: BatchID, _ store: Store, _ house: House) async throws -> Papers.Way
    {
        if let document = documents.first, !sheet.isEmpty {
            let last = try await store.lastPrinting(of: document.rawValue, in: batch)
            return Papers.Way(last ?? Printing(), sheets: Set(sheet))
        }
        var orders: [Reference] = []
        for text in order { orders.append(try await readReference(text, in: store)) }
        return Papers.Way(
            Printing(
                labels: try labels.map(house.chosenSheet), startAt: startAt ?? 1, from: from, bundle: bundle,
                orders: orders, profile: try profile.map(house.printerProfile) ?? PrinterProfile(),
                isReversed: reverse))
    }
}
