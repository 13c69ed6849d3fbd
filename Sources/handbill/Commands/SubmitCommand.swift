import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Settings
import Store

struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Take orders in from files: JSON (an object, an array, or one a line) or CSV.",
        discussion: """
            Every order is on disk before its line is printed. The same file again answers 'duplicate' and makes no \
            second order. Exits 65 if anything was rejected; what was good is taken all the same.

            Examples:
              handbill submit orders.csv
              handbill submit - --json < order.json
            """)
    @OptionGroup var common: CommonOptions
    @OptionGroup var files: FileArguments
    @Flag(name: .long, help: "Owe nobody a confirmation.") var noConfirmation = false

    func run() async throws {
        let house = try House(common)
        let store = try await house.openStoreForToday()
        try await files.run(house, store, mode: .take, owesMail: !noConfirmation)
    }
}

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what 'submit' would answer, and store nothing.",
        discussion: "Exits 65 if anything would be rejected.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var files: FileArguments

    func run() async throws {
        let house = try House(common)
        try await house.withStoreForChecking { store in
            try await files.run(house, store, mode: .check, owesMail: false)
        }
    }
}

/// The files that `submit` and `check` read, and what they print of them.
struct FileArguments: ParsableArguments {
    @Argument(help: "Files of orders; '-' is standard input.") var files: [String]
    @Flag(name: .long, help: "Print one JSON document.") var json = false

    func run(_ house: House, _ store: Store, mode: FileIntake.Mode, owesMail: Bool) async throws {
        let intake = FileIntake(
            receiver: try house.receiver(store), door: .submit,
            sender: Receiver.Sender(producer: house.settings.queue.producer, owesMail: owesMail, who: house.who))
        var listing = RowListing(json: json)
        var worst: Failure.Code?
        try listing.begin()
        for file in files {
            let progress = Progress(mode == .take ? "taking orders" : "checking orders")
            do {
                var reader = try house.reader(of: file)
                listing.warn(reader.warnings, about: reader.name)
                try await intake.take(&reader, mode: mode) { answers, read, all in
                    progress.end()
                    for answered in answers { try listing.add(answered, in: file) }
                    progress.show(read, of: all)
                }
            } catch let problem as FileProblem {
                worst = problem.kind == .missing ? .notFound : worst ?? .data
                try listing.add(problem, in: file)
            } catch {
                // What was answered before stands: leave a whole document behind.
                progress.end()
                try listing.end()
                throw error
            }
            progress.end()
        }
        try listing.end()
        if listing.rejected > 0, worst == nil { worst = .data }
        if let worst { throw ExitCode(worst.rawValue) }
    }
}
