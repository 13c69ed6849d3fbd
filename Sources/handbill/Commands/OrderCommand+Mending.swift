import ArgumentParser
import Fulfilment
import Orders
import Store

extension OrderCommand {
    struct Amend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change an order that isn't posted yet, and write to the supporter.",
            discussion: """
                The reference stays. What you change is checked as if it came in now; if anything is wrong, nothing \
                changes. An order in a closed batch is pulled out of it and goes with the next one. A held order stays \
                held until it is released.

                Fields: name, email, organisation, addressLine1 to addressLine5, town, postcode, country, items, \
                quantity, purpose, neededBy, note, language, or an item by its name. An empty value takes a field out.

                Examples:
                  handbill order amend HB-7K3M9QZX "addressLine1=2 Example Street" postcode=M90SQ
                  handbill order amend HB-7K3M9QZX leaflet-1=200 neededBy=
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String
        @Argument(help: ArgumentHelp("What to change.", valueName: "field=value")) var changes: [String]

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let mended = try await house.mender(store).amend(reference, changes, who: house.who)
            guard !mended.fields.isEmpty else {
                return StandardError.line("\(reference) says so already; nothing was changed")
            }
            StandardError.line(
                "\(reference) is changed: \(mended.fields.joined(separator: ", ")); it is \(mended.after.state.rawValue)"
            )
            mended.sayWarnings()
            mended.after.sayWhatHolds()
            try await sayNotToPack(mended.before, in: store)
        }
    }

    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an order out of its closed batch: it goes with the next one.",
            discussion: "The papers keep its number; 'handbill print ID --document changes' says what not to pack.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let before = try await store.order(reference)
            let after = try await store.pull(reference, at: house.clock.now, who: house.who)
            StandardError.line("\(reference) is \(after.state.rawValue), and goes with the next batch")
            try await sayNotToPack(before, in: store)
        }
    }

    struct Again: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Order the same again, for a packet that came back or never arrived.",
            discussion: """
                Makes a new order with a reference of its own, linked to the old one, which was posted, came back or \
                was cancelled. The supporter gets a confirmation. An address from which a packet came back is held \
                for a look.

                Example:
                  handbill order again HB-7K3M9QZX "addressLine1=2 Example Street" postcode=M90SQ
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "The old order's reference.") var reference: String
        @Argument(help: ArgumentHelp("What is to be different; fields as for amend.", valueName: "field=value"))
        var changes: [String] = []
        @Flag(name: .long, help: "Print one JSON document.") var json = false

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let mended = try await house.mender(store).again(reference, changes, who: house.who)
            let new = mended.after
            if json {
                try JSONOutput.write(OrderRow(new, urgent: house.isUrgent(new)))
            } else {
                try StandardOutput.line("\(new.reference)")
            }
            StandardError.line("\(reference) goes again as \(new.reference), which is \(new.state.rawValue)")
            for other in try await store.sharers(of: reference) {
                StandardError.line(
                    "its packet carried \(other) as well; to send that again: handbill order again \(other)")
            }
            mended.sayWarnings()
            new.sayWhatHolds()
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a posted packet came back.",
            discussion: """
                Unless it was damaged, the next order to this person and address is held for a look. To send it again: \
                handbill order again REFERENCE, with what is to be different.

                Example:
                  handbill order return HB-7K3M9QZX --reason moved
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String
        @Option(
            name: .long,
            help: "Why it came back: \(ReturnReason.allCases.map(\.rawValue).joined(separator: ", ")).")
        var reason: ReturnReason

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let returned = try await house.dispatcher(store).markReturned(reference, reason: reason, who: house.who)
            StandardError.line("\(reference) came back: \(reason.rawValue)")
            for other in try await store.sharers(of: reference) {
                StandardError.line("\(other) came back with it: it shared the packet")
            }
            if case .failed(let problem) = returned.list {
                StandardError.line("warning: dispatched.csv is not up to date: \(problem)")
            }
            if reason.marksAddress { StandardError.line("the next order to this address will be held for a look") }
            StandardError.line("to send it again: handbill order again \(reference) FIELD=VALUE …")
        }
    }
}

/// What the table must know of an order that was pulled out of a closed batch.
func sayNotToPack(_ before: PlacedOrder?, in store: Store) async throws {
    guard let before, before.state == .batched, let batch = before.batch else { return }
    let changes = try await store.changes(of: batch).filter { $0.reference == before.reference }
    for words in changes.toPackWithout { StandardError.line("\(words), of batch \(batch)") }
    let numbers = NumberRanges(changes.notToPack)
    if !numbers.isEmpty { StandardError.line("do not pack \(numbers.typed) of batch \(batch)") }
}

extension Mender.Mended {
    fileprivate func sayWarnings() {
        for warning in warnings { StandardError.line("warning: \(warning.field): \(warning.sentence)") }
    }
}

extension PlacedOrder {
    fileprivate func sayWhatHolds() {
        guard state == .held else { return }
        let reasons = heldBecause.map(\.rawValue).joined(separator: ", ")
        guard order.isWhole else {
            let missing = order.missingFields
            let words = missing.map { "\($0)=…" }.joined(separator: " ")
            return StandardError.line(
                "it is held (\(reasons)), and \(missing.joined(separator: ", ")) "
                    + "\(missing.count == 1 ? "is" : "are") missing still: handbill order amend \(reference) \(words)")
        }
        StandardError.line("it is held (\(reasons)); to let it go on: handbill order release \(reference)")
    }
}
