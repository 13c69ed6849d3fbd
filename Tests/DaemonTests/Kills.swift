import TestSupport
import Testing

/// Kills the program at random moments of its work.
struct Kills {
    /// How often it really was killed before it had ended.
    private(set) var count = 0
    /// Where the moments come from; a failing test prints it.
    private(set) var random = SeededRandom()
    /// How long the work takes when it is left alone.
    private let whole: Duration

    /// Measures how long the work takes.
    ///
    /// - Parameter work: does all of it once.
    init(measuring work: () throws -> Void) rethrows {
        whole = try ContinuousClock().measure(work)
    }

    /// Kills a program at a random moment of the time that its work takes.
    ///
    /// - Returns: what it said, and whether it ended by itself before.
    mutating func kill(_ program: RunningProgram) -> FinishedProgram {
        let run = program.killed(after: whole * Double.random(in: 0...1, using: &random))
        if run.exitCode == nil { count += 1 }
        return run
    }
}
