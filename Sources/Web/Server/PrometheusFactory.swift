import CoreMetrics
import Fulfilment

/// Lets code that counts through swift-metrics count in our registry.
struct PrometheusFactory: MetricsFactory {
    private let registry: MetricRegistry

    init(_ registry: MetricRegistry) {
        self.registry = registry
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CounterSeries(counter: registry.counter(Self.name(label), Self.labels(dimensions)))
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        GaugeSeries(gauge: registry.gauge(Self.name(label), Self.labels(dimensions)))
    }

    /// What is recorded is the last value: the distribution of anything but times is nobody's question here.
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        GaugeSeries(gauge: registry.gauge(Self.name(label), Self.labels(dimensions)))
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        TimeSeries(histogram: registry.histogram(Self.name(label), Self.labels(dimensions)))
    }

    // What was counted stays until the process ends.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// A name as Prometheus allows it.
    private static func name(_ label: String) -> String {
        let allowed = label.unicodeScalars.map { scalar -> Character in
            let isAllowed = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isAllowed ? Character(scalar) : "_"
        }
        return allowed.first?.isNumber == true ? "_" + String(allowed) : String(allowed)
    }

    private static func labels(_ dimensions: [(String, String)]) -> [MetricFamily.Label] {
        dimensions.map { MetricFamily.Label(name($0.0), $0.1) }
    }
}

private final class CounterSeries: CounterHandler {
    private let counter: MetricRegistry.Counter

    init(counter: MetricRegistry.Counter) {
        self.counter = counter
    }

    func increment(by amount: Int64) {
        counter.increment(by: Int(amount))
    }

    func reset() {}
}

private final class GaugeSeries: MeterHandler, RecorderHandler {
    private let gauge: MetricRegistry.Gauge

    init(gauge: MetricRegistry.Gauge) {
        self.gauge = gauge
    }

    func set(_ value: Int64) { gauge.set(Double(value)) }
    func set(_ value: Double) { gauge.set(value) }
    func increment(by amount: Double) { gauge.increment(by: amount) }
    func decrement(by amount: Double) { gauge.increment(by: -amount) }
    func record(_ value: Int64) { gauge.set(Double(value)) }
    func record(_ value: Double) { gauge.set(value) }
}

private final class TimeSeries: TimerHandler {
    private let histogram: MetricRegistry.Histogram

    init(histogram: MetricRegistry.Histogram) {
        self.histogram = histogram
    }

    func recordNanoseconds(_ duration: Int64) {
        histogram.record(seconds: Double(duration) / 1_000_000_000)
    }
}
