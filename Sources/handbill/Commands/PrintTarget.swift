import ArgumentParser

/// On which printer `print` prints, and how long it waits for it.
struct PrintTarget: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Print on this printer: one of sheets.printers, or a queue of this machine's CUPS ('lpstat -e').",
            valueName: "name"))
    var printer: String?
    @Flag(
        name: .long,
        help: "Stay, and print each batch as it is closed, once; without --printer, write its papers into --output.")
    var watch = false
    @Option(
        name: .long,
        help: ArgumentHelp(
            """
            How long a job may stand still, without paper say, or the print server be silent, before the job is left where \
            it is.
            """,
            valueName: "time"))
    var wait = Patience.usual
}
