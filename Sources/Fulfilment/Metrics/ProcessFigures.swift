import Foundation

/// What the kernel says about this process, under the names that Prometheus' clients share.
public enum ProcessFigures {
    /// Resident memory, processor time, open files and the moment of the start; what can't be read is left out.
    public static func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        if let pages = fields("/proc/self/statm").dropFirst().first.flatMap({ Double($0) }) {
            families.append(
                .gauge(
                    "process_resident_memory_bytes", help: "Resident memory in bytes.",
                    pages * Double(sysconf(Int32(_SC_PAGESIZE)))))
        }
        // Behind the program's name, which stands in brackets and may hold blanks: the state is field 3.
        let stat = fields("/proc/self/stat", after: ")")
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        if stat.count > 19, let user = Double(stat[11]), let system = Double(stat[12]), let start = Double(stat[19]) {
            families.append(
                MetricFamily(
                    "process_cpu_seconds_total", .counter, help: "Processor time used, in seconds.",
                    samples: [.init(value: (user + system) / ticks)]))
            if let boot {
                families.append(
                    .gauge(
                        "process_start_time_seconds", help: "The start, in seconds since 1970-01-01T00:00:00Z.",
                        boot + start / ticks))
            }
        }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            families.append(.gauge("process_open_fds", help: "Open files and connections.", Double(files.count)))
        }
        return families
    }

    /// When the machine started, in seconds since 1970-01-01T00:00:00Z.
    private static var boot: Double? {
        let lines = text("/proc/stat").split(separator: "\n")
        return lines.first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }

    private static func fields(_ path: String, after mark: Character? = nil) -> [Substring] {
        let text = text(path)
        let rest = mark.flatMap { text.lastIndex(of: $0) }.map { text[text.index(after: $0)...] } ?? text[...]
        return rest.split { $0 == " " || $0 == "\n" }
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
