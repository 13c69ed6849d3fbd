import ArgumentParser
import Foundation

/// The command line. Each command stands in its own file under `Commands/`; what they are made of, in `House.swift`.
@main
struct Handbill: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "handbill",
        abstract: "Takes leaflet orders, batches them by postcode, prints labels and order sheets, and writes back.",
        discussion: """
            See the whole job on invented orders:
              handbill demo

            A dispatcher's day, while 'handbill serve' takes orders, closes batches and sends mail:
              handbill today                    what waits for you, and the next command for each
              handbill print latest             labels, order sheets and pick list as PDF
              handbill batch printed latest     the papers came out well
              handbill dispatch latest          the packets are posted

            By hand, without the service:
              handbill submit orders.csv        take orders in
              handbill batch close              close a batch of what is accepted
              handbill mail send                send the mails owed

            Results go to standard output, everything else to standard error. Settings are read from --config FILE, \
            $HANDBILL_CONFIG, ./handbill.yaml or /etc/handbill/handbill.yaml, whichever is there first; \
            'handbill settings' explains every key.

            Exit codes: 0 done, 64 usage, 65 bad data or a state that forbids it, 66 no such order, batch or file, \
            69 a service is not there, 70 internal, 73 and 74 cannot write, 75 try again later, 77 permission, \
            78 settings.
            """,
        version: Self.version,
        subcommands: [
            DemoCommand.self, ServeCommand.self, TodayCommand.self, SubmitCommand.self, CheckCommand.self,
            ItemCommand.self, OrderCommand.self, BatchCommand.self, PrintCommand.self, SheetCommand.self,
            DispatchCommand.self,
            MailCommand.self, PostcodeCommand.self, TokenCommand.self, DoctorCommand.self, SettingsCommand.self,
        ])

    static func main() async {
        // A reader that goes away is an error to report, not a signal to die of.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        // The service's reload may be asked for before it listens.
        if arguments.contains("serve") { signal(SIGHUP, SIG_IGN) }
        ProcessTitle.hideArguments()
        do {
            var command = try parseAsRoot(settingsLast(arguments))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error where exitCode(for: error) != .failure {
            // Help, usage, a plain exit code: the parser knows best how to show it. What it doesn't know, it calls failure.
            exit(withError: error)
        } catch {
            let failure = Failure(explaining: error)
            StandardError.line("handbill: \(failure.message)")
            if let hint = failure.hint { StandardError.line("  \(hint)") }
            Foundation.exit(failure.code.rawValue)
        }
    }

    /// The arguments with a `--config FILE` moved from wherever it stands to the end, where the parser wants it.
    private static func settingsLast(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        var rest: [String] = []
        var config: [String] = []
        var index = 0
        while index < end {
            let isPair = arguments[index] == "--config" && index + 1 < end
            if isPair || arguments[index].hasPrefix("--config=") {
                config = Array(arguments[index..<(index + (isPair ? 2 : 1))])
                index += config.count
            } else {
                rest.append(arguments[index])
                index += 1
            }
        }
        return rest + config + arguments[end...]
    }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Read the settings from this file.", valueName: "file"))
    var config: String?
}

/// What every listing takes.
struct ListingOptions: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON document.")
    var json = false

    @Option(name: .long, help: "Print at most this many.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1") }
    }
}
