import ArgumentParser
import Fulfilment
import Orders
import Press
import Store

struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Close batches, look at them, say that they are printed.",
        subcommands: [Close.self, List.self, Show.self, Printed.self, Reopen.self])

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a batch of every accepted order whose items ship.",
            discussion: """
                Orders that can't be set on a label are held first. The batch is sorted by postcode, its papers are \
                made, and its packets get the numbers by which people call them. More than batch.maximum packets \
                become several batches. Nothing to do is no error.
                """)
        @OptionGroup var common: CommonOptions
        @Flag(name: .long, help: "Say what would be closed; change nothing.") var dryRun = false
        @Option(name: .long, parsing: .upToNextOption, help: "Only these orders, by reference.") var only: [String] = []
        @Flag(name: .long, help: "Print one JSON document.") var json = false

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            var references: [Reference] = []
            for text in only { references.append(try await readReference(text, in: store)) }
            let press = try house.makePress()
            let batcher = try house.batcher(store: store, press: press)
            let chosen = only.isEmpty ? nil : references
            let closing =
                dryRun
                ? try await batcher.rehearse(only: chosen) : try await batcher.close(only: chosen, who: house.who)
            for (reference, _, note) in closing.held {
                StandardError.line("\(dryRun ? "would hold" : "held") \(reference): \(note)")
            }
            for warning in closing.warnings {
                StandardError.line("\(warning.isError ? "error" : "warning"): \(warning.problem)")
                StandardError.line("  \(warning.hint)")
            }
            if !dryRun {
                let papers = house.papers(store: store, press: press)
                let progress = Progress("papers")
                for snapshot in closing.snapshots {
                    _ = try await papers.make(DocumentName.ofClosing, of: snapshot, as: [.pdf], progress: progress.show)
                }
                progress.end()
            }
            let rows = closing.snapshots.map(BatchRow.init)
            if json { return try JSONOutput.write(rows) }
            if rows.isEmpty { return StandardError.line("nothing to close: no accepted order waits for a batch") }
            try BatchRow.writeTable(rows)
            for snapshot in closing.snapshots {
                StandardError.line("\(snapshot.id): \(PostageSummary(snapshot.packets.map(\.postage)).inWords)")
            }
            StandardError.line(
                dryRun ? "nothing was changed" : "next: handbill print \(rows[0].id)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the batches, oldest first.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions

        func run() async throws {
            let store = try House(common).openStore()
            let shown = try await store.batches(limit: listing.limit).map(BatchRow.init)
            if listing.json { return try JSONOutput.write(shown) }
            if shown.isEmpty { return StandardError.line("no batch has been closed yet: handbill batch close") }
            try BatchRow.writeTable(shown)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a batch: its orders, its packets, its totals.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The batch, or 'latest'.") var id: String
        @Flag(name: .long, help: "Print one JSON document.") var json = false

        func run() async throws {
            let store = try House(common).openStore()
            let record = try await findBatch(id, in: store)
            let details = try await BatchDetails(record, in: store)
            if json { return try JSONOutput.write(details) }
            try details.write()
        }
    }
}
