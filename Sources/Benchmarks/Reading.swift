import Foundation

/// What one process measured of one thing.
struct Reading: Codable {
    var name: String
    /// How many of them.
    var count: Int
    var seconds: Double
    /// The most memory that was resident at once, in millions of bytes, up to the end of this measurement.
    var peakMegabytes: Double

    init(_ name: String, count: Int, seconds: Double) throws {
        self.name = name
        self.count = count
        self.seconds = seconds
        peakMegabytes = try Self.peakMegabytes()
    }

    var perSecond: Double {
        Double(count) / seconds
    }

    /// `VmHWM` of this process.
    private static func peakMegabytes() throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = Double(line.split(whereSeparator: \.isWhitespace)[1])
        else { throw BenchFailure("/proc/self/status doesn't say VmHWM") }
        return kibibytes * 1024 / 1_000_000
    }
}

/// Seconds since it was made.
struct Stopwatch {
    private let began = ContinuousClock.now

    var seconds: Double {
        (ContinuousClock.now - began) / .seconds(1)
    }
}

extension [Reading] {
    /// The reading with this name.
    func named(_ name: String) throws -> Reading {
        guard let reading = first(where: { $0.name == name }) else { throw BenchFailure("\(name) wasn't measured") }
        return reading
    }
}
