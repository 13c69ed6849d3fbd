import ArgumentParser
import Fulfilment
import Orders
import Settings
import Store

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Send the mails owed, and see how they stand.",
        subcommands: [Send.self, List.self, Retry.self, Again.self])

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
                count == 0
                    ? "nothing waits for later"
                    : "\(count) due now: 'handbill serve' sends them, or handbill mail send")
        }
    }

    struct Again: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write to a supporter again, who never got the mail.",
            discussion: """
                Sends the mail that says where the order stands now. With --to it goes to this address, and so does \
                everything about this order from now on.

                Example:
                  handbill mail again HB-7K3M9QZX --to name@example.org
                """)
        @OptionGroup var common: CommonOptions
        @Argument(help: "The order's reference.") var reference: String
        @Option(name: .long, help: ArgumentHelp("The right address.", valueName: "email")) var to: String?

        func run() async throws {
            let address = try to.map { text in
                switch EmailAddress.read(text) {
                case .success(let address) where address.needsSMTPUTF8:
                    throw Failure(
                        .data, "--to: mail servers may not take this address", hint: "ask for one in plain letters")
                case .success(let address): return address
                case .failure(let problem): throw Failure(.data, "--to: \(problem.problem)", hint: problem.hint)
                }
            }
            let house = try House(common)
            let store = try house.openStore()
            let reference = try await readReference(reference, in: store)
            let mail = try await store.mailAgain(
                reference, to: address, grace: house.settings.dispatch.grace.components.seconds, at: house.clock.now,
                who: house.who)
            StandardError.line("\(mail.kind.rawValue) of \(reference) is owed again, as mail \(mail.id)")
            if let due = mail.nextAttemptAt, due > house.clock.now {
                StandardError.line(
                    "it goes out after \(JSONOutput.time(due)), when the dispatch can't be undone any more")
            }
        }
    }
}
