internal import Orders

extension Notation where Value == Int {
    /// A whole number in this range.
    static func whole(_ range: ClosedRange<Int>, _ unit: String = "") -> Notation {
        let expectation =
            "a whole number\(unit.isEmpty ? "" : " of \(unit)") from \(range.lowerBound) to \(range.upperBound)"
        return single(expectation, write: { String($0) }) { (text) throws(Fault) in
            guard let number = Int(text) else { throw Fault(problem: "\(text.quoted) is no whole number") }
            guard range.contains(number) else {
                throw Fault(problem: "\(number) is too \(number < range.lowerBound ? "small" : "large")")
            }
            return number
        }
    }
}

extension Notation where Value == Double {
    /// A number in this range, with a full stop before its decimals.
    static func number(_ range: ClosedRange<Double>, _ unit: String) -> Notation {
        let expectation = "a number of \(unit) from \(range.lowerBound.asYAML) to \(range.upperBound.asYAML)"
        return single(expectation, write: \.asYAML) { (text) throws(Fault) in
            guard let number = Double(text), number.isFinite, !text.contains(where: { "xXpP".contains($0) }) else {
                let hint = text.contains(",") ? "write a full stop before the decimals, not a comma" : nil
                throw Fault(problem: "\(text.quoted) is no number", hint: hint)
            }
            guard range.contains(number) else {
                throw Fault(problem: "\(number.asYAML) is too \(number < range.lowerBound ? "small" : "large")")
            }
            return number
        }
    }
}

extension Double {
    /// Without a decimal point where it needs none.
    var asYAML: String {
        self == rounded() && magnitude < 1e15 ? String(Int(self)) : String(self)
    }
}

extension Notation where Value == Duration {
    /// A length of time: a number and `ms`, `s`, `m`, `h` or `d`.
    static func duration(_ range: ClosedRange<Duration>) -> Notation {
        let expectation =
            "a duration from \(range.lowerBound.asYAML) to \(range.upperBound.asYAML), like 500ms, 1s, 5m, 1h or 7d"
        return single(expectation, write: \.asYAML) { (text) throws(Fault) in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            let unit = String(text.dropFirst(digits.count)).trimmed
            guard let count = Int64(digits), !unit.isEmpty else {
                throw Fault(problem: "\(text.quoted) is no duration")
            }
            guard let milliseconds = Duration.units.first(where: { $0.name == unit })?.milliseconds else {
                throw Fault(problem: "\(unit.quoted) is no unit of time")
            }
            let (total, overflows) = count.multipliedReportingOverflow(by: milliseconds)
            guard !overflows, range.contains(.milliseconds(total)) else {
                let isShort = !overflows && .milliseconds(total) < range.lowerBound
                throw Fault(problem: "\(text.quoted) is too \(isShort ? "short" : "long")")
            }
            return .milliseconds(total)
        }
    }
}

extension Duration {
    fileprivate static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// In the largest unit that divides it, milliseconds at the finest: `90d`, `500ms`.
    var asYAML: String {
        let total = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        let unit = Self.units.first { total % $0.milliseconds == 0 && total != 0 } ?? ("s", 1_000)
        return "\(total / unit.milliseconds)\(unit.name)"
    }
}
