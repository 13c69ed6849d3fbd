import ArgumentParser

/// Where labels begin: at a label, or behind the last that was used.
enum StartAt: ExpressibleByArgument, Equatable {
    case label(Int)
    case next

    init?(argument: String) {
        if argument.lowercased() == "next" {
            self = .next
        } else if let number = Int(argument) {
            self = .label(number)
        } else {
            return nil
        }
    }
}

/// A time as somebody types it: `30s`, `10m`, `1h`.
struct Patience: ExpressibleByArgument, Equatable, CustomStringConvertible {
    let duration: Duration
    let description: String

    static let usual = Patience(duration: .seconds(600), description: "10m")

    private init(duration: Duration, description: String) {
        self.duration = duration
        self.description = description
    }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let seconds = ["s": 1, "m": 60, "h": 3_600][String(argument.dropFirst(digits.count))]
        guard let count = Int64(digits), count < 100_000, let seconds else { return nil }
        duration = .seconds(count * Int64(seconds))
        description = argument
    }
}
