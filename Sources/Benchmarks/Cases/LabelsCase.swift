import Foundation
import Orders
import Press

/// Address labels to PDF and PostScript, beside three peers setting the same labels.
///
/// All set the same lines from one file, with the number and the reference in the corner and the sheet's heading, in
/// Noto Sans, 24 labels on an L7159 sheet, and load their fonts within the measured time; starting the process and
/// reading the file lie outside. The peers set the texts at given places; Handbill also finds out whether they fit.
enum LabelsCase {
    /// Of so many runs, each in turn with the others', the one in the middle counts.
    private static let runs = 3
    /// What the peers set; more would take them minutes, and Typst gigabytes.
    static let compared = 10_000
    private static let peers = ["fpdf2", "reportlab", "typst"]

    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        try SampleLabels.write(size, to: workshop.path("labels.tsv"))
        return try size == compared ? beside(peers, in: workshop) : grown(to: size, in: workshop)
    }

    private static func beside(_ peers: [String], in workshop: Workshop) throws -> [Line] {
        var (pdf, ps): ([Reading], [Reading]) = ([], [])
        var others: [String: [Reading]] = [:]
        for _ in 0..<runs {
            pdf += try workshop.measure(.labelsPDF, size: compared)
            ps += try workshop.measure(.labelsPS, size: compared)
            for peer in peers {
                others[peer, default: []] += try workshop.measure(
                    peer: "labels_\(peer).py", [workshop.path("labels.tsv"), workshop.path("\(peer).pdf")])
            }
        }
        let pages = (compared + SampleLabels.sheet.perSheet - 1) / SampleLabels.sheet.perSheet
        for name in ["labels"] + peers {
            let found = try Self.pages(of: workshop.path("\(name).pdf"))
            guard found == pages else { throw BenchFailure("\(name).pdf has \(found) pages of labels, not \(pages)") }
        }
        let (seconds, psSeconds) = (median(pdf), median(ps))
        let times = peers.compactMap { others[$0] }.map { (name: $0[0].name, seconds: median($0)) }
        guard let fastest = times.min(by: { $0.seconds < $1.seconds }) else { throw BenchFailure("no peer ran") }
        let list = times.map { "\($0.name): \(number($0.seconds)) s" }.joined(separator: ", ")
        return [
            Line(
                "labels, PDF", size: compared, .seconds(seconds), goal: .atMost(fastest.seconds / 5),
                comparison: "\(list); \(ratio(fastest.seconds / seconds)) times as fast as the fastest; "
                    + "\(pages) pages each"),
            Line(
                "labels, PS", size: compared, .seconds(psSeconds), goal: .noSlower(than: "the PDF", seconds: seconds),
                comparison: "the PDF of the same labels: \(number(seconds)) s; the peers write no PostScript"),
        ]
    }

    /// How time and memory grow from ten thousand labels to so many.
    private static func grown(to size: Int, in workshop: Workshop) throws -> [Line] {
        let few = try Workshop()
        try SampleLabels.write(compared, to: few.path("labels.tsv"))
        return try [("PDF", Measurement.labelsPDF), ("PS", .labelsPS)].flatMap { format, measurement in
            var (small, large): ([Reading], [Reading]) = ([], [])
            for _ in 0..<runs {
                small += try few.measure(measurement, size: compared)
                large += try workshop.measure(measurement, size: size)
            }
            let growth = median(large) / median(small)
            return [
                Line(
                    "labels, \(format)", size: size, .seconds(median(large)), goal: .atMost(11 * median(small)),
                    comparison: "\(number(Double(compared))) labels: \(number(median(small))) s, "
                        + "\(ratio(growth)) times their time"),
                Line(
                    "memory, \(format)", size: size, .megabytes(large.map(\.peakMegabytes).max() ?? 0),
                    goal: .atMost(120),
                    comparison:
                        "\(number(Double(compared))) labels: \(number(small.map(\.peakMegabytes).max() ?? 0)) MB"),
            ]
        }
    }

    /// Ours; leaves `labels.pdf` or `labels.ps` in the folder.
    static func measure(_ format: PaperFormat, folder: String) async throws -> [Reading] {
        let snapshot = try SampleLabels.snapshot(of: folder + "/labels.tsv")
        let path = "\(folder)/labels.\(format.rawValue)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw BenchFailure("\(path) can't be opened") }
        defer { close(descriptor) }
        let watch = Stopwatch()
        let press = try Press()
        try await press.write(.labels, of: snapshot, as: format, to: descriptor)
        let reading = try Reading(format.rawValue, count: snapshot.packets.count, seconds: watch.seconds)
        await press.close()
        return [reading]
    }

    private static func median(_ readings: [Reading]) -> Double {
        readings.map(\.seconds).sorted()[readings.count / 2]
    }

    private static func pages(of path: String) throws -> Int {
        let output = String(decoding: try Workshop.output(of: "/usr/bin/qpdf", ["--show-npages", path]), as: UTF8.self)
        return Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
}
