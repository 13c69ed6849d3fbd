import Foundation
import TestSupport
import Testing

/// A test's own campaign: a folder with settings, catalogue, state and queue, in which the real program runs.
final class World: Sendable {
    let folder: TemporaryDirectory

    /// - Parameters:
    ///   - settings: further lines of `handbill.yaml`; where they don't open the door, HTTP is off, so that worlds
    ///     don't meet at one port.
    ///   - catalogue: the whole of `catalogue.yaml`.
    init(settings: String = "", catalogue: String = World.catalogue) throws {
        folder = try TemporaryDirectory()
        let campaign = """
            campaign:
              name: Leaflets for Fair Shifts
              from: orders@example.org
              replyTo: leaflets@example.org
              outside: [PO Box 17, Exampleton EX1 1AA]
            state: state
            catalogue: catalogue.yaml
            queue: {directory: queue}

            """
        let http = settings.split(separator: "\n").contains { $0.hasPrefix("http:") } ? "" : "http: {enabled: false}\n"
        try write(campaign + http + settings + "\n", to: "handbill.yaml")
        try write(catalogue, to: "catalogue.yaml")
    }

    static let catalogue = """
        items:
          - {sku: leaflet-1, title: First leaflet, weightGrams: 4.2, pack: 25, maximum: 1000, perPacket: 500}
          - {sku: poster-a3, title: Poster for the notice board, weightGrams: 19, pack: 5, maximum: 50}
          - {sku: leaflet-3, title: Third leaflet, weightGrams: 4, pack: 25, maximum: 1000, shipsFrom: unknown}
          - {sku: leaflet-next, title: Leaflet of the next campaign, weightGrams: 4, pack: 25, maximum: 500, availableFrom: 2199-01-01}
          - {sku: leaflet-past, title: Leaflet of the last campaign, weightGrams: 4, pack: 25, maximum: 500, availableUntil: 2020-06-30}

        """

    func path(_ name: String) -> String { folder.path(name) }

    func write(_ text: String, to name: String) throws {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws {
        try bytes.write(to: URL(fileURLWithPath: path(name)))
    }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path(name)))
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(name))
    }

    /// Starts the program in this folder.
    ///
    /// - Parameter wrapper: a program that runs it, with the words before ours.
    func start(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], through wrapper: [String] = []
    ) throws -> RunningProgram {
        let words = wrapper + [Binary.path] + arguments
        let program = Program(
            words[0], Array(words.dropFirst()), in: folder.path, environment: environment,
            input: input.map { Data($0.utf8) })
        return try program.start()
    }

    /// Runs the program to its end.
    @discardableResult
    func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:],
        through wrapper: [String] = [], within limit: Duration = .seconds(60)
    ) throws -> FinishedProgram {
        try start(arguments, input: input, environment: environment, through: wrapper).finish(within: limit)
    }

    /// Runs the program to its end.
    @discardableResult
    func handbill(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:],
        through wrapper: [String] = []
    ) throws -> FinishedProgram {
        try run(arguments, input: input, environment: environment, through: wrapper)
    }

    /// Runs the program to its end and expects the exit code 0.
    func expectSuccess(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try run(arguments)
        #expect(run.exitCode == 0, "\(run.complaints)", sourceLocation: sourceLocation)
    }

    /// Runs the program with `--json` and reads what it prints.
    func listing<Rows: Decodable>(
        _ arguments: String..., as rows: Rows.Type = Rows.self, input: String? = nil, exits code: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Rows {
        let run = try run(arguments + ["--json"], input: input)
        #expect(run.exitCode == code, "\(run.complaints)", sourceLocation: sourceLocation)
        do {
            return try JSONDecoder().decode(rows, from: run.output)
        } catch {
            Issue.record("\(arguments) printed no such listing: \(error)", sourceLocation: sourceLocation)
            throw error
        }
    }

    /// Takes orders in and expects that each is accepted.
    ///
    /// - Returns: their references, in the same order.
    @discardableResult
    func accept(_ orders: [OrderForm], sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        let answers = try listing(
            "submit", "-", as: [Answer].self, input: orders.json, sourceLocation: sourceLocation)
        #expect(answers.map(\.outcome) == orders.map { _ in "accepted" }, sourceLocation: sourceLocation)
        return answers.compactMap(\.reference)
    }

    /// Expects that `doctor` finds the database sound.
    func expectSoundDatabase(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try handbill("doctor", "--json")
        let checks = try JSONDecoder().decode([DoctorCheck].self, from: run.output)
        let database = checks.first { $0.check == "database" }
        #expect(database?.ok == true, "\(run.text)", sourceLocation: sourceLocation)
    }
}
