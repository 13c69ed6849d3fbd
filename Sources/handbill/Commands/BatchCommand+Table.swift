import ArgumentParser
import Fulfilment
import Orders
import Store

/// What becomes of a batch at the packing table.
extension BatchCommand {
    struct Printed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a batch's papers came out of the printer as they should.",
            discussion: "A printed batch can't be reopened; single orders can still be pulled out of it.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The batch, or 'latest'.") var id: String

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let batch = try await findBatch(id, in: store)
            _ = try await store.markPrinted(batch.id, at: house.clock.now, who: house.who)
            StandardError.line("\(batch.id) is printed; once it is posted: handbill dispatch \(batch.id)")
        }
    }

    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Undo a closed batch that nobody has printed: its orders wait for the next one.",
            discussion: """
                Its id is never used again, and its papers must not be used. On a terminal it asks first.
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "The batch, or 'latest'.") var id: String
        @Flag(name: .long, help: "Don't ask.") var yes = false

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let batch = try await findBatch(id, in: store)
            if batch.state == .closed {
                try Question.ask(
                    "Reopen \(batch.id) and put \(batch.orders.of("order")) back?", yes: yes, isNeeded: false)
            }
            _ = try await store.reopen(batch.id, at: house.clock.now, who: house.who)
            StandardError.line("\(batch.id) is reopened; its orders go with the next batch. Don't use its papers")
        }
    }
}
