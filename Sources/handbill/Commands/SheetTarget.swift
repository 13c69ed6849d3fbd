import ArgumentParser
import Foundation
import Fulfilment
import Orders
import Press
import Settings
import Templates

/// Where a page goes that belongs to no batch.
struct SheetTarget: ParsableArguments {
    @Option(help: "pdf or ps.") var format = PaperFormat.pdf
    @Option(help: ArgumentHelp("Correct it for this printer of sheets.printers.", valueName: "name"))
    var profile: String?
    @Option(
        help: ArgumentHelp(
            "A folder to write to, or '-' for standard output. The default is here.", valueName: "folder"))
    var output: String?

    func profile(_ house: House) throws -> PrinterProfile {
        try profile.map(house.knownPrinter)?.profile ?? PrinterProfile()
    }

    func write(_ bytes: [UInt8], as name: String) throws {
        if output == "-" {
            guard isatty(STDOUT_FILENO) == 0 else {
                throw Failure(
                    .usage, "a page can't be read on a terminal",
                    hint: "send it to a file: --output - > \(name).\(format.rawValue)")
            }
            return try StandardOutput.write(Data(bytes))
        }
        let folder = output ?? "."
        try DurableFile.makeDirectory(folder)
        let path = "\(folder)/\(name).\(format.rawValue)"
        try DurableFile.write(bytes, to: path)
        try StandardOutput.line(path)
    }
}

/// Four lengths as somebody types them: `20.5,19.4,169.6,257.2`.
struct Measured {
    let values: PrinterProfile.Measurements

    /// - Throws: `ValidationError` that says what is wrong, what is expected, and an example.
    init(typed text: String) throws {
        let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 4 else { throw Self.error("that is \(parts.count) number\(parts.count == 1 ? "" : "s")") }
        let numbers = try parts.map { part in
            let part = part.filter { $0 != " " }
            guard let number = Double(part), !number.isNaN, !part.lowercased().contains("x") else {
                throw Self.error("\(part.isEmpty ? "nothing" : part) is no number")
            }
            guard number > 0, number < 1_000 else {
                throw Self.error("\(part) is \(number > 0 ? "longer than any sheet" : "no length")")
            }
            return number
        }
        values = PrinterProfile.Measurements(left: numbers[0], top: numbers[1], across: numbers[2], down: numbers[3])
    }

    private static func error(_ problem: String) -> ValidationError {
        ValidationError(
            problem
                + "; four lengths are expected, as the ruler page calls them: A,B,C,D, in millimetres, each more than 0 "
                + "and less than 1000, with a full stop before the decimals, like 20.5,19.4,169.6,257.2")
    }
}

extension House {
    func sheets() throws -> SheetLibrary {
        try SheetLibrary(
            files: Templates.sheets.map { ($0.key, String(decoding: $0.value, as: UTF8.self)) },
            directory: settings.sheets.directory)
    }

    /// A sheet that somebody named on the command line.
    func chosenSheet(_ name: String) throws -> SheetGeometry {
        let library = try sheets()
        guard let sheet = library[name] else {
            throw Failure(
                .notFound, "there is no label sheet \(name)",
                hint: library.nearest(to: name).map { "did you mean \($0)?" }
                    ?? "handbill sheet list shows them all")
        }
        return sheet.geometry
    }
}

extension PaperSize {
    static var names: String { named.map(\.name).joined(separator: ", ") }

    /// `A4`, or `62 × 100 mm`.
    var inWords: String {
        Self.named.first { $0.size == self }?.name ?? "\(width.short) × \(height.short) mm"
    }
}

extension Double {
    func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }

    /// Hundredths at most, no zeros behind.
    var short: String {
        let value = rounded(to: 100)
        return value == value.rounded() ? String(Int(value)) : String(value)
    }
}
