public import Foundation
import Synchronization

/// A real `cupsd` on a port of 127.0.0.1, with printers that do what a test says.
///
/// It runs as whoever runs the test, knows nobody's printers, asks nobody for a password, and writes what is printed into
/// files. Its printers are queues of a backend of ours, a small script, behind CUPS's own filters.
public final class CUPSServer: Sendable {
    /// A queue.
    public enum Printer: String, Sendable, CaseIterable {
        /// Takes A4 and Letter, PDF as CUPS's own filters leave it. A failed job stops it, as CUPS does by itself.
        case desk = "Desk"
        /// A queue without a driver: every byte goes through as it is. A failed job is given up.
        case raw = "Raw"
    }

    /// What the printers do with the next job.
    public enum Mood: String, Sendable {
        case prints
        /// It says that there is no paper, and waits for another mood.
        case empty
        /// It can't print this.
        case fails
        /// It takes its time: until the mood is another.
        case slow
    }

    /// `127.0.0.1:` and its port.
    public let address: String
    private let reserved: ReservedPort
    private let folder: TemporaryDirectory
    private let process: Mutex<ChildProcess>

    public static func start() throws -> CUPSServer {
        try CUPSServer()
    }

    private init() throws {
        // A client that writes to a connection which broke would end the tests.
        signal(SIGPIPE, SIG_IGN)
        folder = try TemporaryDirectory(mode: 0o755)
        reserved = try ReservedPort()
        address = "127.0.0.1:\(reserved.number)"
        let path = folder.path
        for name in ["root", "root/ppd", "spool", "spool/tmp", "cache", "state", "log", "bin", "bin/backend", "out"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
        }
        for part in ["filter", "daemon", "driver"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("bin/\(part)"), withDestinationPath: "/usr/lib/cups/\(part)")
        }
        // Written by another process: were it open for writing here while another test starts a program, that program
        // would have it open too, and the kernel runs no file that somebody may write ("text file busy").
        let place = folder.path("bin/backend/scripted")
        let made = try Program(
            "sh", ["-c", #"umask 077 && cat > "$1" && chmod 700 "$1""#, "sh", place], input: Data(Self.backend.utf8)
        ).run()
        guard made.exitCode == 0 else { throw ChildProcess.Failure("no backend can be made: \(made.complaints)") }
        try Self.write(Self.configuration(port: reserved.number), to: folder.path("root/cupsd.conf"))
        try Self.write(Self.files(in: path), to: folder.path("root/cups-files.conf"))
        try Self.write(Self.printers(in: path), to: folder.path("root/printers.conf"))
        try Self.write(Self.description, to: folder.path("root/ppd/Desk.ppd"), mode: 0o644)
        process = Mutex(try Self.launch(in: folder, reserved))
    }

    private static func launch(in folder: TemporaryDirectory, _ port: ReservedPort) throws -> ChildProcess {
        let process = try ChildProcess(
            "/usr/sbin/cupsd", ["-f", "-c", folder.path("root/cupsd.conf"), "-s", folder.path("root/cups-files.conf")])
        try process.wait(until: { port.answers })
        return process
    }

    /// What a job's pages became: the bytes that went to the printer; nil if none did.
    public func printed(_ job: Int) -> Data? {
        try? Data(contentsOf: URL(fileURLWithPath: folder.path("out/printed-\(job)")))
    }

    /// The options that CUPS handed to the printer with a job: its attributes, as words.
    public func options(of job: Int) -> [String] {
        let text = (try? String(contentsOfFile: folder.path("out/options-\(job)"), encoding: .utf8)) ?? ""
        return text.split(separator: " ").map { $0.trimmingCharacters(in: .newlines) }
    }

    /// How many documents came to the printers' backends, whatever became of them.
    public var begun: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path("out"))) ?? []
        return names.count { $0.hasPrefix("options-") }
    }

    public func set(_ mood: Mood) throws {
        try Self.write(mood.rawValue, to: folder.path("out/mood.new"))
        guard rename(folder.path("out/mood.new"), folder.path("out/mood")) == 0 else {
            throw ChildProcess.Failure("the printers' mood can't be set")
        }
    }

    /// Runs one of CUPS's own commands on this server: `cupsdisable`, `lp`, `cancel`.
    @discardableResult
    public func command(_ name: String, _ arguments: String...) throws -> FinishedProgram {
        let run = try Program(name, arguments, environment: ["CUPS_SERVER": address, "PATH": Self.path]).run()
        guard run.exitCode == 0 else { throw ChildProcess.Failure("\(name): \(run.complaints)") }
        return run
    }

    /// Kills it; whoever talks to it is left alone.
    public func stop() {
        process.withLock { $0.stop() }
    }

    /// Starts it again at its port, with what it has written down of its jobs, once it was stopped.
    public func startAgain() throws {
        let new = try Self.launch(in: folder, reserved)
        process.withLock { $0 = new }
    }

    /// Lets it take connections and answer nothing, for good.
    public func freeze() {
        process.withLock { _ = kill($0.processID, SIGSTOP) }
    }

    /// What went wrong by its own word, for a test that fails.
    public var complaints: String {
        log.split(separator: "\n").filter { $0.hasPrefix("E ") || $0.contains("xec") }.joined(separator: "\n")
    }

    /// What it has logged.
    public var log: String {
        (try? String(contentsOfFile: folder.path("log/error"), encoding: .utf8)) ?? ""
    }

    private static let path = "/usr/bin:/bin:/usr/sbin:/sbin"

    private static func write(_ text: String, to path: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
    }
}
