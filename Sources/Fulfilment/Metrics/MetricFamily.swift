/// Figures of one name as Prometheus reads them: what they are, and a value for each set of labels.
public struct MetricFamily: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case counter, gauge, histogram
    }

    /// One value. Label values are of a small fixed set and never personal.
    public struct Sample: Sendable, Hashable {
        /// What is added to the family's name: `_bucket`, `_sum`, `_count` of a histogram; empty otherwise.
        public var suffix: String
        public var labels: [Label]
        public var value: Double

        public init(labels: [Label] = [], suffix: String = "", value: Double) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    public struct Label: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var name: String
    public var kind: Kind
    /// One line that says what it counts, with its unit.
    public var help: String
    public var samples: [Sample]

    public init(_ name: String, _ kind: Kind, help: String, samples: [Sample] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// A figure without labels.
    public static func gauge(_ name: String, help: String, _ value: Double) -> MetricFamily {
        MetricFamily(name, .gauge, help: help, samples: [Sample(value: value)])
    }

    /// A figure for each value of one label.
    public static func gauges(
        _ name: String, help: String, by label: String, _ values: [(String, Int)]
    ) -> MetricFamily {
        MetricFamily(
            name, .gauge, help: help,
            samples: values.map { Sample(labels: [Label(label, $0.0)], value: Double($0.1)) })
    }
}

extension MetricFamily {
    /// The media type of the text.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text that Prometheus reads, format 0.0.4, of several families.
    public static func text(of families: [MetricFamily]) -> String {
        var text = ""
        for family in families {
            if !family.help.isEmpty {
                text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n"
            }
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += family.name
                text += sample.suffix
                if !sample.labels.isEmpty {
                    let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
                    text += "{\(labels.joined(separator: ","))}"
                }
                text += " \(written(sample.value))\n"
            }
        }
        return text
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers without a point.
    static func written(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
