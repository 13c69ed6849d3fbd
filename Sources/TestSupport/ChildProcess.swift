public import Foundation
import Synchronization

/// A program that a test runs beside itself.
///
/// It ends when it is stopped, when the test lets go of it, and also when the test's process dies: a small shell keeps
/// the reading end of a pipe that only the test's process holds open, and ends the program when that closes.
public final class ChildProcess: Sendable {
    public let processID: pid_t
    /// What the program writes to standard output.
    public let output: LineReader
    private let name: String
    /// The writing end of the pipe that the watch reads.
    private let lifeline: Int32
    private let folder: TemporaryDirectory
    private let isStopped = Mutex(false)

    /// What went wrong with a child.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: an absolute path.
    ///   - arguments: without the program's own name.
    public init(_ path: String, _ arguments: [String]) throws {
        name = path
        folder = try TemporaryDirectory()
        let input = try Self.pipe()
        let output = try Self.pipe()
        defer {
            close(input.reading)
            close(output.writing)
        }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, 3)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path("stderr"), O_WRONLY | O_CREAT, 0o600)

        // A group of its own, so that the program and its watch can be ended together.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of a pool block signals, and a child would inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        // The program takes the shell's place and process id, which the watch knows as $$.
        let watched = #"{ read -r line <&3; kill $$; } >/dev/null 2>&1 & exec "$@" 3<&-"#
        let words = ["/bin/sh", "-c", watched, "sh", path] + arguments
        var list = words.map { strdup($0) } + [nil]
        defer { list.forEach { free($0) } }

        var id = pid_t()
        let error = posix_spawn(&id, "/bin/sh", &actions, &attributes, &list, environ)
        guard error == 0 else {
            close(input.writing)
            close(output.reading)
            throw Failure("\(path) can't be started: \(String(cString: strerror(error)))")
        }
        processID = id
        lifeline = input.writing
        self.output = LineReader(file: output.reading)
    }

    deinit {
        stop()
    }

    /// Whether the program has ended by itself.
    public var hasEnded: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(processID), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }

    /// What the program has written to standard error so far.
    public var complaints: String {
        (try? String(contentsOfFile: folder.path("stderr"), encoding: .utf8)) ?? ""
    }

    /// Ends the program and its watch, at once, and waits until it is gone.
    public func stop() {
        isStopped.withLock { stopped in
            guard !stopped else { return }
            stopped = true
            kill(-processID, SIGKILL)
            var status: Int32 = 0
            while waitpid(processID, &status, 0) < 0, errno == EINTR {}
            close(lifeline)
        }
    }

    /// Waits until the program ends by itself, and says whether it was content.
    func endsWell() -> Bool {
        var info = siginfo_t()
        while waitid(P_PID, id_t(processID), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return info.si_code == CLD_EXITED && info._sifields._sigchld.si_status == 0
    }

    /// Waits until a condition holds, asking again every few milliseconds.
    ///
    /// - Throws: `Failure` with the program's complaints if it ends before, or after a minute.
    public func wait(until condition: () -> Bool) throws {
        let end = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard !hasEnded else { throw Failure("\(name) ended: \(complaints)") }
            guard .now < end else { throw Failure("\(name) isn't ready after a minute: \(complaints)") }
            poll(nil, 0, 2)
        }
    }

    /// A pair of sockets rather than a pipe: only it can be made closed to other children from its first moment.
    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Failure("no pipe can be made")
        }
        return (ends[0], ends[1])
    }
}
