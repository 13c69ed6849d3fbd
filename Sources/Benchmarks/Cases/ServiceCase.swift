import Foundation
import TestSupport

/// The service as systemd runs it: what it costs while nothing happens, and how soon a dropped file is confirmed.
enum ServiceCase {
    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        try idle(seconds: 60, in: workshop) + first(files: size, in: workshop)
    }

    /// A minute with a watchdog, as the unit file asks for one.
    private static func idle(seconds: Int, in workshop: Workshop) throws -> [Line] {
        let folder = workshop.path("idle")
        let service = try SampleService(in: folder)
        let systemd = try NotifySocket()
        let running = try service.serve(
            environment: ["NOTIFY_SOCKET": systemd.path, "WATCHDOG_USEC": "120000000"])
        try running.wait { systemd.lines.contains("READY=1") }
        Thread.sleep(forTimeInterval: 2)
        let before = try ProcessFigures.cpuSeconds(of: running.processID)
        Thread.sleep(forTimeInterval: Double(seconds))
        let used = try ProcessFigures.cpuSeconds(of: running.processID) - before
        let resident = try ProcessFigures.residentMegabytes(of: running.processID)
        try SampleService.end(running)
        guard systemd.lines.contains("WATCHDOG=1") else { throw BenchFailure("the service never said that it lives") }
        return [
            Line(
                "idle, CPU", size: seconds, Line.Figure(value: used * 1000, unit: "ms/min"), goal: .below(10),
                comparison: "a watchdog ping with its database probe, and the runtime's own timer, once a second"),
            Line(
                "idle, memory", size: seconds, .megabytes(resident), goal: .atMost(60),
                comparison: "resident, as VmRSS says"),
        ]
    }

    /// From renaming a file into `incoming/` to the last of its confirmations at the mail server, one file at a time.
    private static func first(files: Int, in workshop: Workshop) throws -> [Line] {
        let folder = workshop.path("first")
        let service = try SampleService(in: folder)
        let running = try service.serve()
        var times: [Double] = []
        for number in 0..<files {
            let watch = Stopwatch()
            try service.drop(Data(order(number).utf8), as: "order-\(number).json")
            try running.wait { try service.sink.received.count == number + 1 }
            times.append(watch.seconds)
        }
        try SampleService.end(running)
        times.sort()
        return [
            Line(
                "file to mail", size: files, .seconds(times[times.count / 2]), goal: .atMost(1),
                comparison: "the median; the slowest took \(number(times.last ?? 0)) s")
        ]
    }

    private static func order(_ number: Int) -> String {
        """
        {"id": "bench-\(number)", "name": "Person Number \(number)", "email": "person\(number)@example.org",
         "address": {"lines": ["\(number) Example Street"], "town": "Manchester", "postcode": "M9 0SQ"},
         "items": [{"item": "leaflet-1", "quantity": 100}]}
        """
    }
}
