import Foundation

/// One line of the report: a figure beside its goal, and what it compares with.
struct Line: Encodable, CustomStringConvertible {
    var name: String
    var size: Int
    var figure: Figure
    var goal: Goal?
    /// What was measured beside it in the same run, and the ratio.
    var comparison: String

    init(_ name: String, size: Int, _ figure: Figure, goal: Goal? = nil, comparison: String = "") {
        self.name = name
        self.size = size
        self.figure = figure
        self.goal = goal
        self.comparison = comparison
    }

    /// A number with its unit.
    struct Figure: Encodable {
        var value: Double
        var unit: String

        static func perSecond(_ value: Double, of things: String) -> Figure {
            Figure(value: value, unit: "\(things)/s")
        }

        static func seconds(_ value: Double) -> Figure {
            Figure(value: value, unit: "s")
        }

        /// How many times as much as something else.
        static func times(_ value: Double) -> Figure {
            Figure(value: value, unit: "times")
        }

        static func megabytes(_ value: Double) -> Figure {
            Figure(value: value, unit: "MB")
        }
    }

    /// Where the figure should be.
    enum Goal {
        case atLeast(Double)
        case atMost(Double)
        case below(Double)
        /// No slower than something else in the same run, which took so many seconds.
        case noSlower(than: String, seconds: Double)
    }

    private var isReached: Bool? {
        switch goal {
        case nil: nil
        case .atLeast(let limit): figure.value >= limit
        case .atMost(let limit), .noSlower(_, let limit): figure.value <= limit
        case .below(let limit): figure.value < limit
        }
    }

    private var verdict: String {
        isReached.map { $0 ? "ok" : "MISSED" } ?? "–"
    }

    private var goalText: String {
        switch goal {
        case nil: "–"
        case .atLeast(let limit): "≥ \(number(limit))"
        case .atMost(let limit): "≤ \(number(limit))"
        case .below(let limit): "< \(number(limit))"
        case .noSlower(let other, _): "≤ \(other)"
        }
    }

    // MARK: As text

    static let heading = row(
        "case", "size", "figure", "goal", "verdict",
        "compared with, in the same run (\(ProcessInfo.processInfo.activeProcessorCount) processors)")

    var description: String {
        Self.row(name, number(Double(size)), "\(number(figure.value)) \(figure.unit)", goalText, verdict, comparison)
    }

    private static func row(
        _ name: String, _ size: String, _ figure: String, _ goal: String, _ verdict: String, _ comparison: String
    ) -> String {
        [
            name.padded(to: 14), size.padded(to: -8), figure.padded(to: -20), goal.padded(to: 9), verdict.padded(to: 7),
            comparison,
        ].joined(separator: "  ")
    }

    // MARK: As JSON

    private enum CodingKeys: String, CodingKey {
        case name = "case"
        case size, value, unit, goal, verdict
        case comparison = "comparedWith"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(size, forKey: .size)
        try container.encode(figure.value, forKey: .value)
        try container.encode(figure.unit, forKey: .unit)
        try container.encode(goalText, forKey: .goal)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(comparison, forKey: .comparison)
    }
}

/// A number as people read it: `12,345`, `98`, `0.412`.
func number(_ value: Double) -> String {
    let digits = abs(value) >= 100 || value == value.rounded() ? 0 : abs(value) >= 10 ? 1 : 3
    return value.formatted(.number.precision(.fractionLength(digits)).locale(Locale(identifier: "en_GB")))
}

/// A ratio as people read it: `0.27`.
func ratio(_ value: Double) -> String {
    value.formatted(.number.precision(.fractionLength(2)).locale(Locale(identifier: "en_GB")))
}

extension String {
    /// Filled up with spaces: behind it, or for a negative width before it.
    fileprivate func padded(to width: Int) -> String {
        let padding = String(repeating: " ", count: max(0, abs(width) - count))
        return width < 0 ? padding + self : self + padding
    }
}
