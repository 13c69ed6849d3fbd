import ArgumentParser

/// `make bench`: measures what the project promises, each figure beside its goal and what it compares with.
///
/// Every case runs in a process of its own, so that its peak memory is its own; the program starts itself again for it.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handbill-bench",
        abstract: "Measures intake, plan, labels, papers, mail, the service, the listings and the doors.",
        discussion: """
            Prints a line for each figure: case, size, figure, goal, verdict, and what it compares with in the same run. \
            Missing a goal is said, not punished: the exit code is 0, since machines are noisy. See docs/benchmarks.md.
            """,
        subcommands: [RunCommand.self, MeasureCommand.self],
        defaultSubcommand: RunCommand.self)
}
