import Foundation
import TestSupport
import Testing

/// `handbill serve`, running in a test's world.
struct Serving {
    let program: RunningProgram

    /// Starts it and waits until it says that it serves.
    ///
    /// - Parameter time: what its clock shows at first, `2026-12-17 15:59:58`; nil for the machine's own.
    init(
        in world: World, environment: [String: String] = [:], at time: String? = nil
    ) throws {
        program = try world.start(["serve"], environment: environment.merging(Self.clock(at: time)) { $1 })
        try program.wait { [program] in program.complaints.contains("serving") }
    }

    /// The environment in which it is this time, and goes on from there: what faketime(1) sets, without its process
    /// between us and the service.
    private static func clock(at time: String?) throws -> [String: String] {
        guard let time else { return [:] }
        let libraries = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib").map {
            "/usr/lib/\($0)/faketime/libfaketime.so.1"
        }
        let library = try #require(libraries.first { FileManager.default.fileExists(atPath: $0) })
        return ["LD_PRELOAD": library, "FAKETIME": "@\(time)", "TZ": "UTC"]
    }

    /// Tells it to end and expects that it does so in good order.
    ///
    /// - Parameter limit: how long it may take; the default leaves a busy machine some time to notice.
    func stop(within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation) throws {
        program.send(SIGTERM)
        let run = try program.finish(within: limit)
        #expect(run.exitCode == 0, "\(run.complaints)", sourceLocation: sourceLocation)
    }
}

extension World {
    /// Puts a file into `incoming/` as a producer does: under a hidden name, then renamed.
    func drop(_ text: String, as name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path("queue/incoming"), withIntermediateDirectories: true)
        try write(text, to: "queue/incoming/.\(name)")
        try FileManager.default.moveItem(
            atPath: path("queue/incoming/.\(name)"), toPath: path("queue/incoming/\(name)"))
    }
}
