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
        let sums = (try pair.named("sums in turn").seconds) / (try pair.named("sums at once").seconds)
        return [
            Line(
                "papers, CPU", size: size, .seconds(processor.seconds), goal: .below(0.25),
                comparison: "\(processor.count) files, fonts loading included; \(number(whole.seconds)) s by the clock"),
            Line(
                "two at once", size: labels, .times(turns.seconds / together.seconds), goal: .atLeast(1.6),
                comparison: "labels of two batches, in turn \(number(turns.seconds)) s, at once "
                    + "\(number(together.seconds)) s; bare sums beside them \(number(sums)) times"),
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

    /// Two presses, one after the other and then side by side, and two loops of bare sums in the same way: what these
    /// don't reach, the machine doesn't give. The first round is for warming up.
    static func measureTwo(folder: String) async throws -> [Reading] {
        // Each its own: what two threads count the users of, both have to fetch from each other.
        let snapshots = try (0..<2).map { _ in try SampleLabels.snapshot(of: folder + "/labels.tsv") }
        var (papers, sums) = (Rounds(), Rounds())
        for _ in 0..<6 {
            try await papers.measure { try await render(snapshots[$0]) }
            try await sums.measure { _ in try add() }
        }
        return [
            try Reading("in turn", count: 2, seconds: papers.inTurn),
            try Reading("at once", count: 2, seconds: papers.atOnce),
            try Reading("sums in turn", count: 2, seconds: sums.inTurn),
            try Reading("sums at once", count: 2, seconds: sums.atOnce),
        ]
    }

    /// The same work twice, in turn and at once, in several rounds.
    private struct Rounds {
        private var turns: [Double] = []
        private var together: [Double] = []

        /// The middle of all rounds but the first, in seconds.
        var inTurn: Double { Self.middle(turns) }
        var atOnce: Double { Self.middle(together) }

        mutating func measure(_ work: @escaping @Sendable (Int) async throws -> Void) async throws {
            var watch = Stopwatch()
            for index in 0..<2 { try await work(index) }
            turns.append(watch.seconds)
            watch = Stopwatch()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<2 { group.addTask { try await work(index) } }
                try await group.waitForAll()
            }
            together.append(watch.seconds)
        }

        private static func middle(_ seconds: [Double]) -> Double {
            seconds.dropFirst().sorted()[(seconds.count - 1) / 2]
        }
    }

    /// Some tenth of a second of sums that touch no memory.
    private static func add() throws {
        var sum: UInt64 = 0
        for number in 0..<100_000_000 as Range<UInt64> { sum = (sum ^ number) &* 0x100_0000_01B3 }
        guard sum != 0 else { throw BenchFailure("the sums came to nothing") }
    }

    private static func render(_ snapshot: BatchSnapshot) async throws {
        let press = try Press()
        let paper = try await press.render(.labels, of: snapshot, as: .pdf)
        await press.close()
        guard !paper.isEmpty else { throw BenchFailure("the labels are empty") }
    }
}
