import ArgumentParser

/// What can be measured, by the names that `--only` takes.
enum BenchCase: String, CaseIterable, ExpressibleByArgument {
    case intake, plan, labels, papers, mail, service, listing, http, attack, queue

    static let allNames = allCases.map(\.rawValue).joined(separator: ", ")

    /// Two sizes each, so that one sees how the figure grows; one where it doesn't.
    var sizes: [Int] {
        switch self {
        case .intake, .plan: [10_000, 100_000]
        case .labels: [LabelsCase.compared, 100_000]
        case .papers: [240]
        case .mail: [2_000, 10_000]
        case .service: [100]
        case .listing: [10_000, 100_000]
        case .http: [64]
        case .attack: [1_000]
        case .queue: [10_000]
        }
    }

    /// Measures at this size.
    ///
    /// - Throws: `BenchFailure` if what was measured did not do its work: a fast wrong result is no figure.
    func lines(size: Int, in workshop: Workshop) throws -> [Line] {
        switch self {
        case .intake: try IntakeCase.lines(size: size, in: workshop)
        case .plan: try PlanCase.lines(size: size, in: workshop)
        case .labels: try LabelsCase.lines(size: size, in: workshop)
        case .papers: try PapersCase.lines(size: size, in: workshop)
        case .mail: try MailCase.lines(size: size, in: workshop)
        case .service: try ServiceCase.lines(size: size, in: workshop)
        case .listing: try ListingCase.lines(size: size, in: workshop)
        case .http: try HTTPCase.lines(size: size, in: workshop)
        case .attack: try AttackCase.lines(size: size, in: workshop)
        case .queue: try QueueCase.lines(size: size, in: workshop)
        }
    }
}

/// Why there is no figure.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
