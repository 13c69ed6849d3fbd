public import Foundation
import Synchronization

/// A program that a test has started and will wait for, or kill.
public final class RunningProgram: Sendable {
    public let processID: pid_t
    private let folder: TemporaryDirectory
    private let name: String
    private let isReaped = Mutex(false)

    init(_ program: Program) throws {
        name = program.path
        folder = try TemporaryDirectory()
        if let input = program.input { try input.write(to: URL(fileURLWithPath: folder.path("in"))) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, 0, program.input == nil ? "/dev/null" : folder.path("in"), O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path("out"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path("err"), O_WRONLY | O_CREAT | O_APPEND, 0o600)

        // A group of its own, so that what it starts can be killed with it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of a pool block signals, and a child would inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        // env goes to the folder and becomes the program.
        let words = ["env", "-C", program.directory, program.path] + program.arguments
        var arguments = words.map { strdup($0) } + [nil]
        var environment = program.surroundings.map { strdup($0) } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var id = pid_t()
        let error = posix_spawn(&id, "/usr/bin/env", &actions, &attributes, &arguments, &environment)
        guard error == 0 else {
            throw ChildProcess.Failure("\(program.path) can't be started: \(String(cString: strerror(error)))")
        }
        processID = id
    }

    deinit {
        _ = kill()
    }

    /// Waits for its end.
    ///
    /// - Throws: `ChildProcess.Failure`, after killing it, if it takes longer than the limit.
    public func finish(within limit: Duration = .seconds(60)) throws -> FinishedProgram {
        guard waitForEnd(within: limit) else {
            _ = kill()
            throw ChildProcess.Failure("\(name) hadn't ended after \(limit): \(complaints)")
        }
        return finished(reap())
    }

    /// Kills it with SIGKILL after a while, unless it ends before.
    ///
    /// - Returns: what it had said by then; its exit code is nil if it was killed.
    public func killed(after delay: Duration) -> FinishedProgram {
        finished(waitForEnd(within: delay) ? reap() : kill())
    }

    /// Sends it a signal, `SIGTERM` say.
    public func send(_ signal: Int32) {
        Foundation.kill(processID, signal)
    }

    /// Waits until a condition holds, asking again every few milliseconds.
    ///
    /// - Throws: `ChildProcess.Failure` with its complaints if it ends before, or if it takes longer than the limit.
    public func wait(within limit: Duration = .seconds(30), until condition: () throws -> Bool) throws {
        let end = ContinuousClock.now + limit
        while try !condition() {
            guard !waitForEnd(within: .milliseconds(5)) else {
                throw ChildProcess.Failure("\(name) ended: \(complaints)")
            }
            guard .now < end else {
                throw ChildProcess.Failure("\(name) didn't do it within \(limit): \(complaints)")
            }
        }
    }

    /// Whether it ended in this time.
    private func waitForEnd(within limit: Duration) -> Bool {
        let end = ContinuousClock.now + limit
        while true {
            var info = siginfo_t()
            if waitid(P_PID, id_t(processID), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD {
                return true
            }
            guard .now < end else { return false }
            poll(nil, 0, 1)
        }
    }

    /// - Returns: the exit code, nil if a signal ended it or it was reaped before.
    private func kill() -> Int32? {
        guard !isReaped.withLock({ $0 }) else { return nil }
        Foundation.kill(-processID, SIGKILL)
        return reap()
    }

    private func reap() -> Int32? {
        isReaped.withLock { reaped in
            guard !reaped else { return nil }
            reaped = true
            var status: Int32 = 0
            while waitpid(processID, &status, 0) < 0, errno == EINTR {}
            return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
        }
    }

    private func finished(_ exitCode: Int32?) -> FinishedProgram {
        FinishedProgram(
            exitCode: exitCode, output: (try? Data(contentsOf: URL(fileURLWithPath: folder.path("out")))) ?? Data(),
            complaints: complaints)
    }

    /// What it has written to standard error so far.
    public var complaints: String {
        (try? Data(contentsOf: URL(fileURLWithPath: folder.path("err")))).map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }
}
