import Foundation
import TestSupport

/// A folder of one measurement's own, and the processes that work in it.
struct Workshop {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    func path(_ name: String) -> String {
        folder.path(name)
    }

    /// Makes one measurement in a new process.
    func measure(_ measurement: Measurement, size: Int) throws -> [Reading] {
        showProgress("\(measurement.rawValue), \(number(Double(size)))")
        let ourselves = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return try readings(
            of: ourselves, ["measure", measurement.rawValue, "--size", "\(size)", "--folder", folder.path])
    }

    /// Lets a Python peer from `Peers/` make the same in a new process.
    func measure(peer: String, _ arguments: [String]) throws -> [Reading] {
        showProgress(peer)
        let script = "\(PackageRoot.path)/Sources/Benchmarks/Peers/\(peer)"
        return try readings(of: PackageRoot.python, [script] + arguments)
    }

    private func readings(of program: String, _ arguments: [String]) throws -> [Reading] {
        try JSONDecoder().decode([Reading].self, from: Self.output(of: program, arguments))
    }

    /// Runs a program to its end.
    ///
    /// - Throws: `BenchFailure` if it isn't there or isn't content.
    @discardableResult
    static func output(of program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
        } catch {
            throw BenchFailure("\(program) can't be started; `make deps` installs what is missing")
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(program) ended with \(process.terminationStatus)")
        }
        return output
    }

    // MARK: Progress, on a terminal only

    private static let isTerminal = isatty(STDERR_FILENO) == 1

    private func showProgress(_ what: String) {
        if Self.isTerminal {
            try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[Kmeasuring \(what) …".utf8))
        }
    }

    func clearProgress() {
        if Self.isTerminal { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
    }
}
