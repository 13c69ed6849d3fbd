public import Foundation

/// A program that a test runs to its end: what it is, with which words, and in which surroundings.
///
/// It sees nothing of the test's own environment but the way to programs and libraries, so that a test means the same
/// on every machine.
public struct Program: Sendable {
    /// An absolute path, or a name that is looked up in `PATH`.
    public var path: String
    public var arguments: [String]
    public var directory: String
    /// What stands in its environment besides `PATH`, `HOME` (the directory), `LANG` and `LD_LIBRARY_PATH`.
    public var environment: [String: String]
    /// What it reads from standard input; nil for nothing.
    public var input: Data?

    public init(
        _ path: String, _ arguments: [String] = [], in directory: String = "/", environment: [String: String] = [:],
        input: Data? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
        self.input = input
    }

    /// Starts it.
    public func start() throws -> RunningProgram {
        try RunningProgram(self)
    }

    /// Runs it to its end.
    ///
    /// - Parameter limit: how long it may take. It is killed then.
    /// - Throws: `ChildProcess.Failure` if it can't be started, or takes longer.
    public func run(within limit: Duration = .seconds(60)) throws -> FinishedProgram {
        try start().finish(within: limit)
    }

    /// The whole environment, as `NAME=value`.
    var surroundings: [String] {
        let own = ProcessInfo.processInfo.environment
        var all = ["PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": directory, "LANG": "C.UTF-8"]
        all["LD_LIBRARY_PATH"] = own["LD_LIBRARY_PATH"]
        all.merge(environment) { $1 }
        return all.map { "\($0)=\($1)" }
    }
}
