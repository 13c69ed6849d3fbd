public import Orders

/// Counts what became of submissions, by door: `handbill_orders_total`.
public struct OrderCount: Sendable {
    private let counters: [[MetricRegistry.Counter]]

    public init(_ registry: MetricRegistry) {
        let name = "handbill_orders_total"
        registry.describe(name, .counter, help: "Submissions since the start, by door and by what became of them.")
        counters = Source.Door.allCases.map { door in
            Answer.Outcome.allCases.map { outcome in
                registry.counter(name, [.init("door", door.rawValue), .init("outcome", outcome.rawValue)])
            }
        }
    }

    /// Counts the answers that a door gave.
    public func note(door: Source.Door, answers: some Sequence<Answer>) {
        for answer in answers { note(door: door, outcome: answer.outcome) }
    }

    /// Counts one.
    public func note(door: Source.Door, outcome: Answer.Outcome) {
        guard let row = Source.Door.allCases.firstIndex(of: door),
            let column = Answer.Outcome.allCases.firstIndex(of: outcome)
        else { return }
        counters[row][column].increment()
    }
}
