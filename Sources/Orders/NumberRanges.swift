/// Packets' numbers in words, rising and each once: `17, 20–23`. Two neighbours stay two numbers, as a range of two is
/// easily read as a list.
public struct NumberRanges: Sendable, Hashable {
    /// The numbers, three or more neighbours together.
    public let parts: [ClosedRange<Int>]

    public init(_ numbers: some Sequence<Int>) {
        var runs: [ClosedRange<Int>] = []
        for number in Set(numbers).sorted() {
            if let last = runs.last, number == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        parts = runs.flatMap { $0.count == 2 ? [$0.lowerBound...$0.lowerBound, $0.upperBound...$0.upperBound] : [$0] }
    }

    public var isEmpty: Bool { parts.isEmpty }

    /// Each of them.
    public var numbers: [Int] { parts.flatMap(Array.init) }

    /// `17, 20–23`, as paper shows it.
    public var onPaper: String {
        words(dash: "–")
    }

    /// `17, 20-23`, as a person types it: what a command that takes numbers understands.
    public var typed: String {
        words(dash: "-")
    }

    private func words(dash: String) -> String {
        parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)\(dash)\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
