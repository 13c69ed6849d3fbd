import Synchronization

/// Counts what happens in this process, in memory, for `/metrics`.
///
/// The sets of labels are bounded: beyond a family's share nothing new is shown, so that no mistake of a caller fills
/// the memory.
public final class MetricRegistry: Sendable {
    /// Sets of labels that one name may have.
    static let mostSeries = 200
    /// Names in all.
    static let mostFamilies = 200

    /// Something that only grows.
    public final class Counter: Sendable {
        private let count = Atomic<Int>(0)

        public func increment(by amount: Int = 1) {
            count.wrappingAdd(amount, ordering: .relaxed)
        }

        public var value: Int { count.load(ordering: .relaxed) }
    }

    /// Something that goes up and down.
    public final class Gauge: Sendable {
        private let state = Mutex(0.0)

        public func set(_ value: Double) {
            state.withLock { $0 = value }
        }

        public func increment(by amount: Double) {
            state.withLock { $0 += amount }
        }

        public var value: Double { state.withLock { $0 } }
    }

    /// How long things take, in seconds, by upper bounds.
    public final class Histogram: Sendable {
        static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

        private struct State {
            var counts = [Int](repeating: 0, count: Histogram.bounds.count + 1)
            var sum = 0.0
        }

        private let state = Mutex(State())

        public func record(seconds: Double) {
            let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
            state.withLock { state in
                state.counts[place] += 1
                state.sum += seconds
            }
        }

        /// Each bound with how many took at most as long, then sum and count.
        fileprivate func samples(labels: [MetricFamily.Label]) -> [MetricFamily.Sample] {
            let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
            var samples: [MetricFamily.Sample] = []
            var total = 0
            for (bound, count) in zip(Self.bounds + [.infinity], counts) {
                total += count
                samples.append(
                    .init(
                        labels: labels + [.init("le", MetricFamily.written(bound))], suffix: "_bucket",
                        value: Double(total)))
            }
            samples.append(.init(labels: labels, suffix: "_sum", value: sum))
            samples.append(.init(labels: labels, suffix: "_count", value: Double(total)))
            return samples
        }
    }

    private enum Series: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
    }

    private struct Family: Sendable {
        var kind: MetricFamily.Kind
        var help: String
        var series: [[MetricFamily.Label]: Series] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    public init() {}

    /// Says what a name counts, so that it is shown before it counts anything.
    public func describe(_ name: String, _ kind: MetricFamily.Kind, help: String) {
        families.withLock { families in
            families[name, default: Family(kind: kind, help: help)].help = help
        }
    }

    /// The counter of this name and these labels; always the same one.
    public func counter(_ name: String, _ labels: [MetricFamily.Label] = []) -> Counter {
        series(name, .counter, labels) { .counter(Counter()) }.flatMap {
            if case .counter(let counter) = $0 { counter } else { nil }
        } ?? Counter()
    }

    /// The gauge of this name and these labels; always the same one.
    public func gauge(_ name: String, _ labels: [MetricFamily.Label] = []) -> Gauge {
        series(name, .gauge, labels) { .gauge(Gauge()) }.flatMap {
            if case .gauge(let gauge) = $0 { gauge } else { nil }
        } ?? Gauge()
    }

    /// The histogram of this name and these labels; always the same one.
    public func histogram(_ name: String, _ labels: [MetricFamily.Label] = []) -> Histogram {
        series(name, .histogram, labels) { .histogram(Histogram()) }.flatMap {
            if case .histogram(let histogram) = $0 { histogram } else { nil }
        } ?? Histogram()
    }

    /// nil where the name is another kind, or there are too many already: then the caller counts for itself.
    private func series(
        _ name: String, _ kind: MetricFamily.Kind, _ labels: [MetricFamily.Label], make: () -> Series
    ) -> Series? {
        families.withLock { families in
            if let known = families[name]?.series[labels] { return known }
            guard families[name] != nil || families.count < Self.mostFamilies else { return nil }
            var family = families[name] ?? Family(kind: kind, help: "")
            guard family.kind == kind, family.series.count < Self.mostSeries else { return nil }
            let made = make()
            family.series[labels] = made
            families[name] = family
            return made
        }
    }

    /// What was counted so far, by name and labels.
    public var snapshot: [MetricFamily] {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { name, family in
            let series = family.series.sorted { left, right in
                left.key.map(\.value).lexicographicallyPrecedes(right.key.map(\.value))
            }
            return MetricFamily(
                name, family.kind, help: family.help,
                samples: series.flatMap { labels, series -> [MetricFamily.Sample] in
                    switch series {
                    case .counter(let counter): [.init(labels: labels, value: Double(counter.value))]
                    case .gauge(let gauge): [.init(labels: labels, value: gauge.value)]
                    case .histogram(let histogram): histogram.samples(labels: labels)
                    }
                })
        }
    }
}
