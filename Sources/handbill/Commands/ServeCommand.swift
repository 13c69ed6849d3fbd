import ArgumentParser
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the service: take files, close batches at the cut-off, send mail.",
        discussion: """
            Runs until it is told to end, in the foreground, as a supervisor wants it. It takes files from \
            queue.directory/incoming as they come, closes a batch at batch.cutoff on each of batch.days and makes its \
            papers, lets backordered orders go when their items ship, and sends each mail when it is due. While \
            nothing happens it sleeps. The dispatcher's commands may run beside it; a second 'serve' on the same state \
            folder is refused with exit code 75.

            Signals:
              SIGTERM, SIGINT   finish what is in hand, begin nothing new, exit with 0 within ten seconds
              SIGHUP            read the catalogue and the templates again; if one is broken, the old ones stay

            A crash or a SIGKILL at any moment loses nothing and sends nothing twice, but for a mail whose answer \
            was still out: that one is marked "answer lost" and sent again after half an hour.

            Under systemd (deploy/handbill.service): it says READY=1 once everything is checked, WATCHDOG=1 while the \
            database answers, and STOPPING=1. The log goes to standard error, one line an event, ids and counts only: \
              journalctl -u handbill -f
              systemctl reload handbill

            Wrong settings end it at once with exit code 78, before it begins; a database that can't be written ends \
            it with 74.
            """)
    @OptionGroup var common: CommonOptions

    func run() async throws {
        // Caught from the first moment on: by default a SIGHUP would end us.
        let reloads = await UnixSignalsSequence(trapping: .sighup)
        try await House(common).serve(reloads: reloads)
    }
}
