import Foundation
import TestSupport

/// The program itself in a folder of its own, with settings, a catalogue and a mail server: what whole processes are
/// measured on.
final class SampleService: Sendable {
    let sink: SMTPSink
    let folder: String
    private let program: String

    /// - Parameters:
    ///   - settings: further lines of the settings.
    ///   - sendsMail: whether mails go to the mail server at once; otherwise they wait.
    init(in folder: String, settings more: String = "http: {port: 0}", sendsMail: Bool = true) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let ourselves = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        program = URL(fileURLWithPath: ourselves).deletingLastPathComponent().path + "/handbill"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw BenchFailure("\(program) isn't there; `make bench` builds it")
        }
        sink = try SMTPSink()
        try Data(Self.catalogue.utf8).write(to: URL(fileURLWithPath: folder + "/catalogue.yaml"))
        let settings = """
            campaign: {name: Example campaign, from: orders@example.org, imprint: Printed by Example}
            state: state
            catalogue: catalogue.yaml
            queue: {directory: queue}
            batch: {cutoff: null}
            \(sendsMail ? "mail: {url: \"\(sink.url)\"}" : "")
            \(more)

            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: folder + "/handbill.yaml"))
    }

    private static let catalogue = """
        items:
          - {sku: leaflet-1, title: First leaflet, weightGrams: 4.2, pack: 25, maximum: 1000, perPacket: 500}
          - {sku: leaflet-2, title: Second leaflet, weightGrams: 4.8, pack: 25, maximum: 500}
          - {sku: poster-a3, title: "Poster for the notice board, A3", weightGrams: 18.7, pack: 5, maximum: 50}

        """

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try Program(program, arguments, in: folder, environment: environment).start()
    }

    /// Runs a command to its end, and says how long it took from its start to its end, in seconds.
    func time(_ arguments: [String]) throws -> Double {
        let watch = Stopwatch()
        let run = try start(arguments).finish(within: .seconds(300))
        let seconds = watch.seconds
        guard run.exitCode == 0 else { throw BenchFailure("handbill \(arguments[0]) ended with \(run.complaints)") }
        return seconds
    }

    /// Starts the service and waits until it serves.
    func serve(environment: [String: String] = [:]) throws -> RunningProgram {
        let running = try start(["serve"], environment: environment)
        try running.wait { running.complaints.contains("serving") }
        return running
    }

    /// Runs a command to its end.
    ///
    /// - Returns: what it printed.
    func run(_ arguments: [String]) throws -> Data {
        let run = try start(arguments).finish(within: .seconds(300))
        guard run.exitCode == 0 else { throw BenchFailure("handbill \(arguments[0]) ended with \(run.complaints)") }
        return run.output
    }

    /// Starts the service and waits until its HTTP door is open.
    ///
    /// - Returns: the process, and the port.
    func serveHTTP() throws -> (running: RunningProgram, port: Int) {
        let running = try serve()
        let pattern = /door open.*http:\/\/127\.0\.0\.1:(\d+)/
        try running.wait { running.complaints.firstMatch(of: pattern) != nil }
        guard let port = running.complaints.firstMatch(of: pattern).flatMap({ Int($0.1) }) else {
            throw BenchFailure("the service doesn't say where its door is")
        }
        return (running, port)
    }

    /// Tells it to end.
    static func end(_ running: RunningProgram) throws {
        running.send(SIGTERM)
        let run = try running.finish(within: .seconds(20))
        guard run.exitCode == 0 else { throw BenchFailure("the service ended badly: \(run.complaints)") }
    }

    /// Puts a file into `incoming/` as a producer does.
    func drop(_ bytes: Data, as name: String) throws {
        let incoming = folder + "/queue/incoming/"
        try bytes.write(to: URL(fileURLWithPath: incoming + "." + name))
        guard rename(incoming + "." + name, incoming + name) == 0 else { throw BenchFailure("can't rename \(name)") }
    }
}
