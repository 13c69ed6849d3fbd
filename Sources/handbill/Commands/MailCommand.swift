import ArgumentParser
import Fulfilment
import Orders
import Store

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Send the mails owed, and see how they stand.",
        subcommands: [Send.self, List.self, Retry.self])

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send what is due, once, and exit.",
            discussion: "Exits 75 if something still waits for later: a retry, or a mail whose answer was lost.")
        @OptionGroup var common: CommonOptions
        @Flag(name: .long, help: "Print one JSON document.") var json = false

        struct Result: Encodable {
            var sent: Int
            var failed: Int
            var waiting: Int
            @OrNull var problem: String?
        }

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            let sent = try await house.sendDue(store)
            let tally = sent ?? Mailer.Tally()
            let waiting = try await store.figures().mails[.queued] ?? 0
            let result = Result(
                sent: tally.sent, failed: tally.failed, waiting: waiting, problem: tally.unreachable)
            if json {
                try JSONOutput.write(result)
            } else {
                try StandardOutput.line("sent \(result.sent), failed \(result.failed), waiting \(result.waiting)")
            }
            if let problem = tally.unreachable { StandardError.line("the mail server isn't there: \(problem)") }
            if tally.failed > 0 { StandardError.line("what failed, and why: handbill mail list") }
            if waiting > 0 {
                if sent != nil {
                    StandardError.line("what waits is due later; at once: handbill mail retry, then mail send")
                }
                throw ExitCode(Failure.Code.tryAgain.rawValue)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the mails owed and sent, oldest first.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var listing: ListingOptions

        func run() async throws {
            let store = try House(common).openStore()
            let rows = try await store.mails(limit: listing.limit).map(MailRow.init)
            if listing.json { return try JSONOutput.write(rows) }
            if rows.isEmpty { return StandardError.line("no mail is owed") }
            var table = Table(
                ["id", "kind", "reference", "state", "attempts", "next attempt", "last problem"], numeric: [0, 4])
            for row in rows {
                table.add([
                    String(row.id), row.kind, row.reference, row.state, String(row.attempts), row.nextAttemptAt,
                    row.lastProblem,
                ])
            }
            try table.write()
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make mails that wait for later due now.",
            discussion: """
                Without ids, everything that waits. A mail with "answer lost" may have arrived: retrying it sends the \
                same message again, with the same Message-ID.
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "The mails' ids, from 'handbill mail list'.") var ids: [Int64] = []

        func run() async throws {
            let house = try House(common)
            let store = try house.openStore()
            var count = 0
            if ids.isEmpty { count = try store.retryMail(at: house.clock.now) }
            for id in ids { count += try store.retryMail(id, at: house.clock.now) }
            StandardError.line(
                count == 0 ? "nothing waits for later" : "\(count) due now; send with: handbill mail send")
        }
    }
}
