import Foundation
import Fulfilment
import Orders
import Press

/// Address labels to PDF and PostScript, beside fpdf2 setting the same labels.
///
/// Both set the same lines from one file, with the number and the reference in the corner and the sheet's heading, in
/// Noto Sans, 24 labels on an L7159 sheet, and load their fonts within the measured time; starting the process and
/// reading the file lie outside. fpdf2 sets the texts at given places; Handbill also finds out whether they fit.
enum LabelsCase {
    private static let sheet = SheetGeometry(
        name: "L7159", columns: 3, rows: 8, labelWidth: 63.5, labelHeight: 33.9, left: 7.21, top: 12.9, pitchX: 66.04,
        pitchY: 33.9)
    /// Of so many runs, each in turn with the other's, the one in the middle counts.
    private static let runs = 3

    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        try write(size, to: workshop.path("labels.tsv"))
        var (pdf, ps, peer): ([Reading], [Reading], [Reading]) = ([], [], [])
        for _ in 0..<runs {
            let ours = try workshop.measure(.labels, size: size)
            pdf.append(try ours.named("pdf"))
            ps.append(try ours.named("ps"))
            peer += try workshop.measure(
                peer: "labels_fpdf2.py", [workshop.path("labels.tsv"), workshop.path("fpdf2.pdf")])
        }
        let pages = try Self.pages(of: workshop.path("labels.pdf"))
        let peerPages = try Self.pages(of: workshop.path("fpdf2.pdf"))
        guard pages == peerPages, pages == (size + sheet.perSheet - 1) / sheet.perSheet else {
            throw BenchFailure("Handbill set \(pages) pages of labels, fpdf2 \(peerPages)")
        }
        let (seconds, psSeconds, peerSeconds) = (median(pdf), median(ps), median(peer))
        let name = peer[0].name
        return [
            Line(
                "labels, PDF", size: size, .seconds(seconds), goal: .noSlower(than: "fpdf2", seconds: peerSeconds),
                comparison: "\(name): \(number(peerSeconds)) s, \(ratio(seconds / peerSeconds)) of its time; "
                    + "\(pages) pages each"),
            Line(
                "labels, PS", size: size, .seconds(psSeconds),
                comparison: "the PDF of the same labels: \(number(seconds)) s; fpdf2 writes no PostScript"),
        ]
    }

    /// Ours; leaves `labels.pdf` in the folder.
    static func measure(size: Int, folder: String) async throws -> [Reading] {
        let snapshot = try snapshot(of: folder + "/labels.tsv")
        var readings: [Reading] = []
        for format in PaperFormat.allCases {
            let watch = Stopwatch()
            let press = try Press()
            let paper = try await press.render(.labels, of: snapshot, as: format)
            readings.append(try Reading(format.rawValue, count: size, seconds: watch.seconds))
            await press.close()
            try Data(paper).write(to: URL(fileURLWithPath: "\(folder)/labels.\(format.rawValue)"))
        }
        return readings
    }

    private static func median(_ readings: [Reading]) -> Double {
        readings.map(\.seconds).sorted()[readings.count / 2]
    }

    private static func pages(of path: String) throws -> Int {
        let output = String(decoding: try Workshop.output(of: "/usr/bin/qpdf", ["--show-npages", path]), as: UTF8.self)
        return Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    // MARK: The labels' file: a line each, reference and printed lines separated by tabs

    private static func write(_ count: Int, to path: String) throws {
        var dice = Dice(seed: 3)
        var text = ""
        for submission in SampleOrders(count: count) {
            guard let order = submission.validated(by: SampleHouse.rules).order else { continue }
            let lines = order.address.printedLines(name: order.name)
            text += ([Reference.random(using: &dice).description] + lines).joined(separator: "\t") + "\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func snapshot(of path: String) throws -> BatchSnapshot {
        let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let packets = try rows.enumerated().map { index, row in
            let fields = row.split(separator: "\t").map(String.init)
            return PacketSnapshot(
                sequence: index + 1, part: 1, of: 1, bundle: "mixed", recipient: Array(fields.dropFirst()),
                orders: [PacketOrder(reference: try Reference(reading: fields[0]), lines: [])])
        }
        return BatchSnapshot(
            id: BatchID(date: SampleHouse.clock.today, number: 1), closedAt: SampleHouse.now,
            closedOn: SampleHouse.clock.today, campaign: BatchSnapshot.Campaign(name: "Example campaign"), items: [],
            packets: packets, papers: BatchSnapshot.Papers(labels: sheet))
    }
}
