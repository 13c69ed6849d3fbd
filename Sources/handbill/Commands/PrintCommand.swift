import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Press
import Store

struct PrintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Write the papers of a batch: labels, order sheets, pick list.",
        discussion: """
            Without --output they go to the batch's folder in the state folder, and their paths are printed. The same \
            batch gives the same bytes on any day. Nothing changes its state by printing to files.

            In the print dialogue choose "actual size", never "fit to page": labels drift otherwise.

            Examples:
              handbill print latest
              handbill print 2026-12-17-1 --document labels --format ps --output - | lp
            """)
    @OptionGroup var common: CommonOptions
    @Argument(help: "The batch, or 'latest'.") var id: String
    @Option(
        name: .long,
        help: "A paper to write, may be repeated: labels, orders, picklist. The default is all of them.")
    var document: [DocumentName] = []
    @Option(name: .long, help: "pdf or ps; may be repeated.") var format: [PaperFormat] = []
    @Option(
        name: .long,
        help: ArgumentHelp("A folder to write to, or '-' for standard output (one paper only).", valueName: "folder"))
    var output: String?

    func run() async throws {
        let documents = document.isEmpty ? DocumentName.allCases : document.uniqued
        let formats = format.isEmpty ? [.pdf] : format.uniqued
        if output == "-", documents.count * formats.count != 1 {
            throw ValidationError("--output - takes one paper: say which with --document and --format")
        }
        let house = try House(common)
        let store = try house.openStore()
        let record = try await findBatch(id, in: store)
        let snapshot = try await store.snapshot(of: record.id)
        let pulled = try await store.batchOrders(of: record.id).filter(\.isPulled).map { String($0.sequence) }
        if !pulled.isEmpty { StandardError.line("do not pack: \(pulled.joined(separator: ", "))") }
        let papers = house.papers(store: store)
        if output == "-" {
            let bytes = try await papers.render(documents[0], of: snapshot, as: formats[0])
            return try StandardOutput.write(Data(bytes))
        }
        let progress = Progress("papers")
        let made = try await papers.make(
            documents, of: snapshot, as: formats, in: output, progress: progress.show)
        progress.end()
        for paper in made {
            try StandardOutput.line(paper.path)
            if paper.differs {
                StandardError.line(
                    "warning: \(paper.path) differs from its first printing: a font or a library has changed since")
            }
        }
    }
}

extension Array where Element: Hashable {
    /// Each element once, in the order of first appearance.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
