/// What validation has found so far.
struct Findings {
    var problems: [Problem] = []
    var warnings: [Problem] = []
    private(set) var heldBecause: [HeldReason] = []
    var waits = false

    mutating func hold(_ reason: HeldReason) {
        if !heldBecause.contains(reason) {
            heldBecause.append(reason)
        }
    }

    mutating func reject(_ field: String, _ problem: String, _ hint: String? = nil) {
        problems.append(Problem(field: field, problem: problem, hint: hint))
    }

    /// The success, or nil and its problem noted.
    mutating func value<Value>(of reading: Result<Value, Problem>) -> Value? {
        switch reading {
        case .success(let value): return value
        case .failure(let problem):
            problems.append(problem)
            return nil
        }
    }

    /// The tidied text of a field, nil if it is blank. What is wrong with it as text is noted.
    mutating func text(
        _ raw: String?, _ field: @autoclosure () -> String, atMost maximum: Int, lines: Bool = false
    ) -> String? {
        guard let raw, !raw.isEmpty else { return nil }
        let read = FieldText(raw, atMost: maximum, lines: lines)
        if let fault = read.fault {
            problems.append(fault.problem(field: field(), atMost: maximum))
        }
        return read.text.isEmpty ? nil : read.text
    }
}
