import ArgumentParser
import Foundation

/// Runs the cases, one after the other, and prints what they found.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Measure, which is the default.")

    @Option(name: .long, help: "Run only this case: \(BenchCase.allNames). May be given several times.")
    var only: [BenchCase] = []

    @Flag(name: .long, help: "Print one JSON document in the end.")
    var json = false

    func run() throws {
        var found: [Line] = []
        if !json { print(Line.heading) }
        for bench in only.isEmpty ? BenchCase.allCases : only {
            for size in bench.sizes {
                let workshop = try Workshop()
                for line in try bench.lines(size: size, in: workshop) {
                    workshop.clearProgress()
                    found.append(line)
                    if !json { print(line) }
                }
            }
        }
        if json { print(try Self.document(of: found)) }
    }

    private static func document(of lines: [Line]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Report(lines: lines)), as: UTF8.self)
    }

    private struct Report: Encodable {
        var processors = ProcessInfo.processInfo.activeProcessorCount
        var lines: [Line]
    }
}
