import Fulfilment

/// What a registry would show, by series.
struct MetricLines {
    private let values: [String: String]

    init(_ registry: MetricRegistry) {
        let lines = MetricFamily.text(of: registry.snapshot).split(separator: "\n").filter { !$0.hasPrefix("#") }
        values = Dictionary(
            lines.compactMap { line in
                line.lastIndex(of: " ").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            }, uniquingKeysWith: { $1 })
    }

    subscript(series: String) -> String? { values[series] }
}
