import ArgumentParser
import Foundation
import Press

/// What a child process does: one measurement, its readings as JSON on standard output.
struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Make one measurement in this process.", shouldDisplay: false)

    @Argument var measurement: Measurement
    @Option var size: Int
    @Option var folder: String

    func run() async throws {
        let readings = try await measurement.run(size: size, folder: folder)
        print(String(decoding: try JSONEncoder().encode(readings), as: UTF8.self))
    }
}

/// The measurements, each for a process of its own.
enum Measurement: String, ExpressibleByArgument {
    case reading, intake, plan, papers, mail
    case labelsPDF = "labels-pdf"
    case labelsPS = "labels-ps"
    case twoBatches = "two-batches"

    func run(size: Int, folder: String) async throws -> [Reading] {
        switch self {
        case .reading: try await IntakeCase.measureReading(size: size, folder: folder)
        case .intake: try await IntakeCase.measureIntake(size: size, folder: folder)
        case .plan: try PlanCase.measure(size: size)
        case .labelsPDF: try await LabelsCase.measure(.pdf, folder: folder)
        case .labelsPS: try await LabelsCase.measure(.ps, folder: folder)
        case .papers: try await PapersCase.measure(folder: folder)
        case .twoBatches: try await PapersCase.measureTwo(folder: folder)
        case .mail: try await MailCase.measure(size: size, folder: folder)
        }
    }
}
