import Foundation
import Orders
import Press

/// All papers of a batch of the usual size, and two batches at once.
enum PapersCase {
    /// How many labels each of two batches has that are made at once.
    private static let labels = 10_000

    static func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        try SampleLabels.write(size, to: workshop.path("labels.tsv"))
        let papers = try workshop.measure(.papers, size: size)
        let (processor, whole) = (try papers.named("processor"), try papers.named("papers"))
        let two = try Workshop()
        try SampleLabels.write(labels, to: two.path("labels.tsv"))
        let pair = try two.measure(.twoBatches, size: labels)
        let (turns, together) = (try pair.named("in turn"), try pair.named("at once"))
        return [
            Line(
                "papers, CPU", size: size, .seconds(processor.seconds), goal: .below(0.25),
                comparison: "\(processor.count) files, fonts loading included; \(number(whole.seconds)) s by the clock"),
            Line(
                "two at once", size: labels, .times(turns.seconds / together.seconds), goal: .atLeast(1.6),
                comparison: "labels of two batches, in turn \(number(turns.seconds)) s, at once "
                    + "\(number(together.seconds)) s"),
        ]
    }

    /// What a batch is closed with, in both formats.
    static func measure(folder: String) async throws -> [Reading] {
        let snapshot = try SampleLabels.snapshot(of: folder + "/labels.tsv")
        let watch = Stopwatch()
        let before = try ProcessFigures.cpuSeconds(of: getpid())
        let press = try Press()
        var count = 0
        for document in DocumentName.ofClosing {
            for format in PaperFormat.allCases {
                let paper = try await press.render(document, of: snapshot, as: format)
                guard !paper.isEmpty else { throw BenchFailure("\(document.rawValue) is empty") }
                count += 1
            }
        }
        let processor = try ProcessFigures.cpuSeconds(of: getpid()) - before
        let seconds = watch.seconds
        await press.close()
        return [
            try Reading("processor", count: count, seconds: processor),
            try Reading("papers", count: count, seconds: seconds),
        ]
    }

    /// Two presses, one after the other and then side by side; the first run of each kind is for warming up.
    static func measureTwo(folder: String) async throws -> [Reading] {
        // Each its own: what two threads count the users of, both have to fetch from each other.
        let snapshots = try (0..<2).map { _ in try SampleLabels.snapshot(of: folder + "/labels.tsv") }
        var (turns, together): ([Double], [Double]) = ([], [])
        for _ in 0..<4 {
            var watch = Stopwatch()
            for snapshot in snapshots { try await render(snapshot) }
            turns.append(watch.seconds)
            watch = Stopwatch()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for snapshot in snapshots { group.addTask { try await render(snapshot) } }
                try await group.waitForAll()
            }
            together.append(watch.seconds)
        }
        func middle(_ seconds: [Double]) -> Double { seconds.dropFirst().sorted()[1] }
        return [
            try Reading("in turn", count: 2, seconds: middle(turns)),
            try Reading("at once", count: 2, seconds: middle(together)),
        ]
    }

    private static func render(_ snapshot: BatchSnapshot) async throws {
        let press = try Press()
        let paper = try await press.render(.labels, of: snapshot, as: .pdf)
        await press.close()
        guard !paper.isEmpty else { throw BenchFailure("the labels are empty") }
    }
}
