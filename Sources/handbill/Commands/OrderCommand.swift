import ArgumentParser
import Fulfilment
import Orders
import Store

struct OrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Find orders, look at them, and mend what is wrong with them.",
        subcommands: [
            List.self, Find.self, Show.self, Amend.self, Release.self, Hold.self, Cancel.self, Pull.self, Again.self,
            Return.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the orders, oldest first.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions
        @Option(
            name: .long,
            help: "Only those in this state: \(OrderState.allCases.map(\.rawValue).joined(separator: ", ")).")
        var state: OrderState?

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let orders = try await store.orders(state: state, limit: listing.limit)
            try house.write(orders, asJSON: listing.json, ifNone: "no such orders")
        }
    }

    struct Find: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find orders by a reference, or by a part of name, e-mail, organisation or postcode.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions
        @Argument(help: "What to look for.") var text: String

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let orders = try await store.find(text, limit: listing.limit)
            try house.write(orders, asJSON: listing.json, ifNone: "nothing found")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show everything that is kept about an order.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String
        @Flag(name: .long, help: "Print one JSON document.") var json = false

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            guard let placed = try await store.order(reference) else { throw StoreError.noSuchOrder(reference) }
            let details = try await OrderDetails(of: placed, urgent: house.isUrgent(placed), in: store)
            if json { return try JSONOutput.write(details) }
            try details.write()
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a held order go on: it is accepted, or backordered if its item doesn't ship yet.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            guard let placed = try await store.order(reference) else { throw StoreError.noSuchOrder(reference) }
            let waits = try house.waits(placed.order)
            let released = try await store.release(reference, waits: waits, at: house.clock.now, who: house.who)
            StandardError.line("\(reference) is \(released.state.rawValue)")
            if placed.order.email == nil, placed.door == .mail {
                StandardError.line("  it has no e-mail address: nobody is written to")
            }
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep an order back until somebody releases it.",
            discussion: "The reason is shown by 'handbill order show' until the order is released.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String
        @Option(name: .long, help: "Why, for whoever looks at it next.") var because: String

        func validate() throws {
            if because.allSatisfy(\.isWhitespace) { throw ValidationError("--because takes a few words") }
            let isPlain = because.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            if !isPlain || because.count > 500 {
                throw ValidationError("--because takes one line of at most 500 characters")
            }
        }

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let before = try await store.order(reference)
            _ = try await store.hold(reference, because: because, at: house.clock.now, who: house.who)
            StandardError.line("\(reference) is held; to let it go on: handbill order release \(reference)")
            try await sayNotToPack(before, in: store)
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cancel an order and write to the supporter.",
            discussion: "An order in a closed batch is pulled out of it: its packet must not be packed.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let before = try await store.order(reference)
            _ = try await store.cancel(reference, at: house.clock.now, who: house.who)
            StandardError.line("\(reference) is cancelled")
            try await sayNotToPack(before, in: store)
        }
    }
}
