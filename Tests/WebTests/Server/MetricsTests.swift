import CoreMetrics
import Fulfilment
import Testing

@testable import Web

@Suite struct MetricsTests {
    @Test func `writes what Prometheus reads`() {
        let family = MetricFamily(
            "a_total", .counter, help: "One \\ line\nand “another”.",
            samples: [
                .init(labels: [.init("door", "a\"b\\c\nd"), .init("x", "")], value: 3), .init(value: 0.25),
                .init(value: .infinity), .init(value: -.infinity), .init(value: .nan),
            ])
        #expect(
            MetricFamily.text(of: [family]) == #"""
                # HELP a_total One \\ line\nand “another”.
                # TYPE a_total counter
                a_total{door="a\"b\\c\nd",x=""} 3
                a_total 0.25
                a_total +Inf
                a_total -Inf
                a_total NaN

                """#)
    }

    @Test func `counts times in buckets that include the smaller ones`() {
        let registry = MetricRegistry()
        let histogram = registry.histogram("took_seconds")
        for seconds in [0.001, 0.0011, 0.3, 60] { histogram.record(seconds: seconds) }
        let lines = MetricLines(registry)
        #expect(lines[#"took_seconds_bucket{le="0.001"}"#] == "1")
        #expect(lines[#"took_seconds_bucket{le="0.0025"}"#] == "2")
        #expect(lines[#"took_seconds_bucket{le="0.25"}"#] == "2")
        #expect(lines[#"took_seconds_bucket{le="0.5"}"#] == "3")
        #expect(lines[#"took_seconds_bucket{le="+Inf"}"#] == "4")
        #expect(lines["took_seconds_count"] == "4")
        #expect(lines["took_seconds_sum"] == "60.3021")
    }

    @Test func `keeps the sets of labels within bounds`() {
        let registry = MetricRegistry()
        for number in 0..<1_000 { registry.counter("a_total", [.init("n", "\(number)")]).increment() }
        #expect(registry.snapshot.first?.samples.count == 200)
        registry.counter("a_total", [.init("n", "0")]).increment()
        #expect(MetricLines(registry)[#"a_total{n="0"}"#] == "2")
    }

    @Test func `counts for code that knows swift-metrics alone`() {
        let registry = MetricRegistry()
        let factory = PrometheusFactory(registry)
        CoreMetrics.Counter(label: "some.requests", dimensions: [("a-b", "c")], factory: factory).increment(by: 2)
        CoreMetrics.Timer(label: "took", dimensions: [], factory: factory).recordMilliseconds(2)
        CoreMetrics.Meter(label: "5xx", dimensions: [], factory: factory).set(1.5)
        let lines = MetricLines(registry)
        #expect(lines[#"some_requests{a_b="c"}"#] == "2")
        #expect(lines[#"took_bucket{le="0.0025"}"#] == "1")
        #expect(lines["_5xx"] == "1.5")
    }
}
