import Foundation

/// What the system says of a running process.
enum ProcessFigures {
    /// What the process has used of the processors since its start, in nanoseconds' precision.
    static func cpuSeconds(of process: pid_t) throws -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            throw BenchFailure("the process has ended")
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func residentMegabytes(of process: pid_t) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        guard let match = status.firstMatch(of: /VmRSS:\s+(\d+) kB/), let kilobytes = Double(match.1) else {
            throw BenchFailure("the process has no VmRSS")
        }
        return kilobytes / 1024
    }
}
